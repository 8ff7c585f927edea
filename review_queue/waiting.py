"""Why a program waits: a sentence for each reason, for a person to act on or for time to pass."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, update

from review_queue.audit import Act, append
from review_queue.clock import moment
from review_queue.database import transaction
from review_queue.states import move
from review_queue.tables import Submission
from tagging.selection.failures import Failure

Reason = Literal[
    "tagging_failed",
    "tagging_interrupted",
    "provider_away",
    "provider_gave_up",
    "provider_refused",
    "request_refused",
    "calls_forbidden",
    "budget_day",
    "budget_batch",
    "price_unknown",
    "budget_offline",
]

_RETRY = "An administrator can have it tried again."
REASONS: Mapping[Reason, str] = {
    "tagging_failed": f"The tagger failed on this program ({{detail}}). {_RETRY}",
    "tagging_interrupted": f"Tagging was broken off several times. {_RETRY}",
    "provider_away": "The model provider does not answer; tagging is tried again by itself.",
    "provider_gave_up": f"The model provider failed on this program too many times. {_RETRY}",
    "provider_refused": f"The model provider refuses every call. {_RETRY}",
    "request_refused": f"The model provider refused the request for this program. {_RETRY}",
    "calls_forbidden": f"Calls outside are forbidden: {{detail}} {_RETRY}",
    "budget_day": "The day's budget for model calls is used up; tagging goes on tomorrow by itself.",
    "budget_batch": f"This upload's budget for model calls is used up. {_RETRY}",
    "price_unknown": f"No budget can be kept: {{detail}} {_RETRY}",
    "budget_offline": "Tagged without a model, because the budget for model calls was used up.",
}


# The columns of a submission that has nothing to wait for.
CLEARED: Mapping[str, None] = dict.fromkeys(("reason_code", "reason", "failure", "failure_status"))


def told(reason: Reason, detail: str = "", failure: Failure | None = None) -> dict[str, object]:
    """The columns of a submission that say the reason."""
    return {
        "reason_code": reason,
        "reason": REASONS[reason].format(detail=detail).strip(),
        "failure": failure.kind if failure else None,
        "failure_status": failure.status if failure else None,
    }


def park(
    session: Session, rows: ColumnElement[bool], reason: Reason, *, detail: str = "", failure: Failure | None = None
) -> int:
    """Leave programs waiting for an administrator, with the reason; how many."""
    now = moment()
    with transaction(session):
        parked = move(session, rows, "received", "waiting", now=now, values=told(reason, detail, failure))
        acts = [Act("submission.waiting", None, submission_id, {"reason": reason}) for submission_id in parked]
        append(session, acts, actor=None, now=now)
    return len(parked)


def postpone(
    session: Session,
    rows: ColumnElement[bool],
    due_at: datetime,
    reason: Reason,
    *,
    failure: Failure | None = None,
    tries: int = 0,
) -> None:
    """Leave programs in line but not before `due_at`, with the reason; `tries` more of their tries are used up.

    They stay `received`: nobody has to act on them. The next attempt is another workflow, because `attempt` counts up.
    """
    values = told(reason, failure=failure) | {
        "due_at": due_at,
        "attempt": Submission.attempt + 1,
        "tries": Submission.tries + tries,
        "changed_at": moment(),
    }
    with transaction(session):
        session.exec(update(Submission).where(rows, col(Submission.state) == "received").values(values))
