"""Retagging the catalog: published programs are asked about in batches, and what changed is a new round of review."""

from __future__ import annotations

import logging
from contextlib import closing
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, col, select, update

from review_queue.budgets import PriceUnknown
from review_queue.clock import moment
from review_queue.database import transaction
from review_queue.model_tables import Retagging, RetaggingBatch
from review_queue.retagger import Retagger
from review_queue.retagging_answers import ACCESS, collect, open_rounds
from review_queue.retagging_questions import hand_over, note_questions
from tagging.selection.batch import BatchDesk
from tagging.selection.failures import CallsForbidden, ProviderRefused, ProviderUnavailable, RequestRefused

State = Literal["asked", "sent", "done", "failed"]
# Why a retagging asked nothing, not all, or broke off.
Reason = Literal["price_unknown", "budget_day", "provider_refused", "calls_forbidden", "interrupted"]
OPEN: tuple[State, ...] = ("asked", "sent")
_log = logging.getLogger(__name__)


def ask_for_retagging(session: Session, now: datetime | None = None) -> bool:
    """Have the worker retag the catalog; False when that is under way already."""
    with transaction(session):
        if session.exec(select(Retagging.id).where(col(Retagging.state).in_(OPEN))).first():
            return False
        session.add(Retagging(state="asked", asked_at=moment(now)))
    return True


def advance(engine: Engine, retagger: Retagger, retagging_id: UUID) -> bool:
    """Take the next step that can be taken now; True when there is none left. Safe to run again after a crash."""
    with Session(engine, expire_on_commit=False) as session:
        this = session.get_one(Retagging, retagging_id)
        session.commit()
        if this.state not in OPEN:
            return True
        may_be_sent = bool(_batch_states(session, this.id))
        try:
            with closing(retagger.desk()) as desk:
                is_done = (_send if this.state == "asked" else _collect)(session, retagger, desk, this)
        except ProviderUnavailable as error:
            _log.warning("the model provider is away for a batch: %s", error)
            return False
        except PriceUnknown as error:
            return _broken_off(session, retagging_id, "price_unknown", error)
        except (ProviderRefused, RequestRefused, CallsForbidden) as error:
            return _refused(session, this.id, error, may_be_sent=may_be_sent)
        if this.waits_for:
            _wait(session, this.id, None)
        return is_done


def give_up(session: Session, retagging_id: UUID, reason: Reason = "interrupted") -> int:
    """End it as failed; 0 when it has ended already. What was answered until then stays bought."""
    return _finish(session, retagging_id, "failed", reason)


def open_retaggings(session: Session) -> list[UUID]:
    return list(session.exec(select(Retagging.id).where(col(Retagging.state).in_(OPEN))))


def _refused(
    session: Session, retagging_id: UUID, error: ProviderRefused | RequestRefused | CallsForbidden, *, may_be_sent: bool
) -> bool:
    """What is handed over is paid for, and waits until its answers may be fetched; else it is broken off."""
    refusal = "calls_forbidden" if isinstance(error, CallsForbidden) else error.failure.kind
    if may_be_sent and refusal in ACCESS:
        _log.warning("retagging waits for access to the provider: %s", error)
        _wait(session, retagging_id, refusal)
        return False
    reason: Reason = "calls_forbidden" if isinstance(error, CallsForbidden) else "provider_refused"
    return _broken_off(session, retagging_id, reason, error)


def _wait(session: Session, retagging_id: UUID, refusal: str | None) -> None:
    this = col(Retagging.id) == retagging_id
    with transaction(session):
        session.exec(update(Retagging).where(this).values(waits_for=refusal))


def _broken_off(session: Session, retagging_id: UUID, reason: Reason, error: Exception) -> bool:
    _log.warning("retagging is broken off: %s", error)
    return give_up(session, retagging_id, reason) == 1


def _send(session: Session, retagger: Retagger, desk: BatchDesk, this: Retagging) -> bool:
    """Note the questions, then hand over those batches that were not before a crash."""
    if not _batch_states(session, this.id):
        note_questions(session, retagger, this.id)
        if not _batch_states(session, this.id):
            return _finish(session, this.id, "done") == 1
    hand_over(session, retagger, desk, this)
    with transaction(session):
        asked = (col(Retagging.id) == this.id) & (col(Retagging.state) == "asked")
        session.exec(update(Retagging).where(asked).values(state="sent"))
    return False


def _collect(session: Session, retagger: Retagger, desk: BatchDesk, this: Retagging) -> bool:
    """Rounds are opened when the last batch has ended."""
    if not collect(session, retagger, desk, this.id):
        return False
    open_rounds(session, retagger)
    is_lost = _batch_states(session, this.id) == {"failed"}
    return _finish(session, this.id, "failed" if is_lost else "done", "provider_refused" if is_lost else None) == 1


def _batch_states(session: Session, retagging_id: UUID) -> set[str]:
    mine = col(RetaggingBatch.retagging_id) == retagging_id
    states = set(session.exec(select(RetaggingBatch.state).where(mine)))
    session.commit()
    return states


def _finish(session: Session, retagging_id: UUID, state: State, reason: Reason | None = None) -> int:
    """A reason that was noted before stays unless there is a newer one."""
    still_open = (col(Retagging.id) == retagging_id) & col(Retagging.state).in_(OPEN)
    why = {"reason": reason} if reason else {}
    with transaction(session):
        done = update(Retagging).where(still_open).values(state=state, finished_at=moment(), waits_for=None, **why)
        return session.exec(done).rowcount
