"""The states of a submission, the moves between them, and the guarded update that makes a move."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import get_args
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select, update

from review_queue.records import State
from review_queue.refusals import ClaimLost, MoveRefused, NotFound
from review_queue.tables import Submission

STATES: tuple[State, ...] = get_args(State)

# received: waits for the tagger; waiting: the tagger failed, a person must look; tagged: in the review queue;
# sent_back: the institution has a question to answer; approved: decided, about to be published; published: in the
# catalog; declined: will not be published; superseded: a newer revision took its place.
MOVES: Mapping[State, frozenset[State]] = {
    "received": frozenset({"tagged", "waiting", "superseded"}),
    "waiting": frozenset({"received", "superseded"}),
    "tagged": frozenset({"sent_back", "approved", "declined", "superseded"}),
    "sent_back": frozenset({"tagged", "superseded"}),
    "approved": frozenset({"published", "superseded"}),
    "published": frozenset({"superseded"}),
    "declined": frozenset(),
    "superseded": frozenset(),
}
# A new revision replaces the one before it unless that one is settled.
OPEN: tuple[State, ...] = ("received", "waiting", "tagged", "sent_back")


def move(
    session: Session,
    rows: ColumnElement[bool],
    origin: State,
    target: State,
    *,
    now: datetime,
    values: Mapping[str, object] | None = None,
) -> list[UUID]:
    """Move those of `rows` that are in `origin`, ending their lease; gives their ids. The caller commits."""
    if target not in MOVES[origin]:
        raise MoveRefused(state=origin, target=target)
    changes: dict[str, object] = {"state": target, "changed_at": now, "claimed_by": None, "claimed_until": None}
    moved = session.exec(
        update(Submission)
        .where(rows & (col(Submission.state) == origin))
        .values(changes | dict(values or {}))
        .returning(col(Submission.id))
    )
    return [submission_id for (submission_id,) in moved.all()]


def move_one(
    session: Session,
    submission_id: UUID,
    origin: State,
    target: State,
    *,
    now: datetime,
    holder: UUID | None = None,
    values: Mapping[str, object] | None = None,
) -> None:
    """Move one submission, believed only when its row changed; with `holder`, only under that account's lease.

    Raises MoveRefused, ClaimLost, NotFound.
    """
    this = col(Submission.id) == submission_id
    guarded = this if holder is None else this & held_by(holder, now)
    if move(session, guarded, origin, target, now=now, values=values):
        return
    state = session.exec(select(Submission.state).where(this)).one_or_none()
    if state is None:
        raise NotFound
    raise ClaimLost if state == origin else MoveRefused(state=state, target=target)


def held_by(account_id: UUID, now: datetime) -> ColumnElement[bool]:
    """Whether the account's lease on a submission still runs."""
    return (col(Submission.claimed_by) == account_id) & (col(Submission.claimed_until) > now)
