"""Tagging of one program with a model: bought answers are kept, and whatever fails leaves it in line with a reason."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Engine
from sqlmodel import Session, col, select

from review_queue import circuit
from review_queue.batches import Suggest, store
from review_queue.budgets import BatchBudgetReached, PriceUnknown, next_day
from review_queue.clock import moment
from review_queue.database import transaction
from review_queue.drafts import program_of
from review_queue.retagger import Retagger
from review_queue.tables import Submission
from review_queue.waiting import Reason, park, postpone
from tagging.records import Suggestions
from tagging.selection.failures import (
    BudgetReached,
    CallsForbidden,
    ProviderRefused,
    ProviderUnavailable,
    RequestRefused,
)

# Calls that may fail for one program while the provider answers others.
MOST_TRIES = 6
_log = logging.getLogger(__name__)


class ModelTagger:
    """What tags with a model, and what tags instead when a budget is used up.

    Without `offline` programs then wait. `retagger` asks about the catalog anew, in batches.
    """

    def __init__(
        self,
        suggest: Suggest,
        offline: Suggest | None = None,
        *,
        retagger: Retagger | None = None,
    ) -> None:
        """`suggest` raises SelectionFailed."""
        self.suggest = suggest
        self.offline = offline
        self.retagger = retagger


def tag_program(engine: Engine, tagger: ModelTagger, submission_id: UUID, attempt: int) -> bool:
    """Tag the program if it is still to be tagged; whether this run did.

    Safe to run again after a crash, and beside another run. No connection is held while the model thinks.
    """
    this = _untagged(submission_id, attempt)
    with Session(engine, expire_on_commit=False) as session:
        submission = session.exec(select(Submission).where(this)).one_or_none()
        provider = circuit.state(session)
        session.commit()
        if submission is None:
            return False
        if provider.away_until and provider.is_open(moment()):
            postpone(session, this, provider.away_until, provider.reason, failure=provider.failure)
            return False
        said = _suggestions(session, this, tagger, submission)
        return said is not None and store(session, {submission_id: said[0]}, reason=said[1]) == 1


def _untagged(submission_id: UUID, attempt: int) -> ColumnElement[bool]:
    same = (col(Submission.id) == submission_id) & (col(Submission.attempt) == attempt)
    return same & (col(Submission.state) == "received")


def _suggestions(
    session: Session, this: ColumnElement[bool], tagger: ModelTagger, submission: Submission
) -> tuple[Suggestions, Reason | None] | None:
    """What was said, and why it was not the model that said it; None when the program is left waiting."""
    try:
        return tagger.suggest(program_of(submission)), None
    except ProviderUnavailable as error:
        _retry_later(session, this, submission, error)
    except ProviderRefused as error:
        _wait_for_mending(session, this, error)
    except RequestRefused as error:
        _log.warning("the model provider refused the request for submission %s", submission.id)
        park(session, this, "request_refused", failure=error.failure)
    except CallsForbidden as error:
        park(session, this, "calls_forbidden", value=error.host)
    except BudgetReached as error:
        if tagger.offline:
            return tagger.offline(program_of(submission)), "budget_offline"
        _wait_for_money(session, this, error)
    except Exception as error:  # noqa: BLE001 - whatever one program does to the tagger, the others are tagged
        _log.warning("tagging of submission %s failed: %s", submission.id, type(error).__name__)
        park(session, this, "tagging_failed", value=type(error).__name__)
    return None


def _retry_later(
    session: Session, this: ColumnElement[bool], submission: Submission, error: ProviderUnavailable
) -> None:
    """In a while by itself; a program that fails time and again while others are answered waits for a person."""
    now = moment()
    _log.warning("the model provider is away for submission %s", submission.id)
    now_open = _note_failure(session, error, now)
    if submission.tries + 1 >= MOST_TRIES:
        park(session, this, "provider_gave_up", failure=error.failure)
        return
    soonest = now + timedelta(seconds=circuit.pause(submission.tries, at_least=error.retry_after))
    due_at = max(soonest, now_open.away_until or now)
    # While the provider is away for everybody, it is no fault of this program's.
    tries = 0 if now_open.is_open(now) else 1
    postpone(session, this, due_at, "provider_away", failure=error.failure, tries=tries)


def _wait_for_mending(session: Session, this: ColumnElement[bool], error: ProviderRefused) -> None:
    """In line with all others: the refusal is no fault of this program's, and nothing more is sent."""
    now = moment()
    _log.warning("the model provider refuses every call: %s", error)
    now_open = _note_failure(session, error, now)
    postpone(session, this, now_open.away_until or now, "provider_refused", failure=error.failure)


def _note_failure(session: Session, error: ProviderUnavailable | ProviderRefused, now: datetime) -> circuit.Circuit:
    with transaction(session):
        return circuit.failed(session, error, now)


def _wait_for_money(session: Session, this: ColumnElement[bool], error: BudgetReached) -> None:
    if isinstance(error, BatchBudgetReached):
        park(session, this, "budget_batch")
    elif isinstance(error, PriceUnknown):
        park(session, this, "price_unknown", value=error.model)
    else:
        postpone(session, this, next_day(moment()), "budget_day")
