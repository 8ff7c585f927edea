"""Why a program waits: the reason, with what is to be named in its sentence, recorded for every language."""

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

# The columns of a submission that has nothing to wait for.
CLEARED: Mapping[str, None] = dict.fromkeys(("reason_code", "reason", "reason_value", "failure", "failure_status"))


def told(reason: Reason, value: str | None = None, failure: Failure | None = None) -> dict[str, object]:
    """The columns of a submission that say the reason; `value` is the error, the host or the model that it names."""
    return {
        **CLEARED,
        "reason_code": reason,
        "reason_value": value,
        "failure": failure.kind if failure else None,
        "failure_status": failure.status if failure else None,
    }


def park(
    session: Session,
    rows: ColumnElement[bool],
    reason: Reason,
    *,
    value: str | None = None,
    failure: Failure | None = None,
) -> int:
    """Leave programs waiting for an administrator, with the reason; how many."""
    now = moment()
    with transaction(session):
        parked = move(session, rows, "received", "waiting", now=now, values=told(reason, value, failure))
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
