"""Claims: who reviews which program, for a limited time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from sqlalchemy import ColumnElement, case, true
from sqlmodel import Session, col, func, select, update

from review_queue.access import require, submissions_of, visible_submission
from review_queue.audit import Act, append
from review_queue.clock import moment
from review_queue.database import transaction
from review_queue.records import Actor, Language, State
from review_queue.refusals import AlreadyClaimed, ClaimLost
from review_queue.review_records import ClaimLine, QueueSize
from review_queue.states import held_by
from review_queue.tables import Institution, Program, Submission

LEASE = timedelta(minutes=30)


def claim_next(
    session: Session,
    *,
    actor: Actor,
    now: datetime | None = None,
    language: Language | None = None,
    lease: timedelta = LEASE,
) -> UUID | None:
    """The program the actor holds already, else the oldest free one (those the actor released come last)."""
    require(actor, "review")
    at = moment(now)
    held = claimed_by_me(session, actor=actor, now=at)
    if held:
        return held[0].submission_id
    while (candidate := _oldest_free(session, actor, at, language)) is not None:
        if _take(session, actor, candidate, at, lease):
            return candidate
    return None


def _oldest_free(session: Session, actor: Actor, now: datetime, language: Language | None) -> UUID | None:
    wanted = _free(now) & (col(Submission.language) == language if language else true())
    released_by_me = case((col(Submission.released_by) == actor.account_id, 1), else_=0)
    order = (released_by_me, col(Submission.submitted_at), col(Submission.position), col(Submission.id))
    return session.exec(select(Submission.id).where(wanted).order_by(*order).limit(1)).one_or_none()


def claim(
    session: Session, *, actor: Actor, submission_id: UUID, now: datetime | None = None, lease: timedelta = LEASE
) -> datetime:
    """Take this one, or hold it on; gives the end of the lease. Raises Forbidden, AlreadyClaimed, NotFound."""
    require(actor, "review")
    visible_submission(session, actor, submission_id)
    at = moment(now)
    if not _take(session, actor, submission_id, at, lease):
        raise AlreadyClaimed
    return at + lease


def _take(session: Session, actor: Actor, submission_id: UUID, now: datetime, lease: timedelta) -> bool:
    """The guarded update that makes a claim: of two who try, one changes the row."""
    open_to_me = _free(now) | (_in_queue() & held_by(actor.account_id, now))
    values = {"claimed_by": actor.account_id, "claimed_until": now + lease}
    with transaction(session):
        if _changed(session, submission_id, open_to_me, values) != 1:
            return False
        append(session, [Act("claim.taken", submission_id=submission_id)], actor=actor, now=now)
    return True


def renew(
    session: Session, *, actor: Actor, submission_id: UUID, now: datetime | None = None, lease: timedelta = LEASE
) -> datetime:
    """The new end of the lease. Raises ClaimLost."""
    at = moment(now)
    with transaction(session):
        extend(session, actor, submission_id, now=at, lease=lease)
    return at + lease


def extend(session: Session, actor: Actor, submission_id: UUID, *, now: datetime, lease: timedelta = LEASE) -> None:
    """Extend a running lease in the caller's transaction, which keeps the row until its commit. Raises ClaimLost."""
    mine = _in_queue() & held_by(actor.account_id, now)
    if _changed(session, submission_id, mine, {"claimed_until": now + lease}) != 1:
        raise ClaimLost


def release(session: Session, *, actor: Actor, submission_id: UUID, now: datetime | None = None) -> None:
    """Give the program back undecided or half decided; its decisions stay. Raises ClaimLost."""
    at = moment(now)
    mine = _in_queue() & held_by(actor.account_id, at)
    values = {"claimed_by": None, "claimed_until": None, "released_by": actor.account_id}
    with transaction(session):
        if _changed(session, submission_id, mine, values) != 1:
            raise ClaimLost
        append(session, [Act("claim.released", submission_id=submission_id)], actor=actor, now=at)


def claimed_by_me(session: Session, *, actor: Actor, now: datetime | None = None) -> tuple[ClaimLine, ...]:
    """Leases still running, the one that ends first at the top."""
    mine = _in_queue() & held_by(actor.account_id, moment(now))
    found = session.exec(
        select(Submission, Institution.name)
        .join(Institution, col(Institution.id) == col(Submission.institution_id))
        .where(mine)
        .order_by(col(Submission.claimed_until), col(Submission.id))
    )
    return tuple(
        ClaimLine(
            submission.id,
            institution,
            submission.title,
            cast(Language, submission.language),
            cast(datetime, submission.claimed_until),
        )
        for submission, institution in found
    )


def queue_size(session: Session, *, actor: Actor, now: datetime | None = None) -> QueueSize:
    """Counts over the newest revisions the actor may see."""
    newest = (col(Program.id) == col(Submission.program_key)) & (
        col(Program.latest_revision) == col(Submission.revision)
    )
    seen = submissions_of(actor)
    counted = session.exec(
        select(Submission.state, func.count()).join(Program, newest).where(seen).group_by(col(Submission.state))
    )
    states = {cast(State, state): count for state, count in counted}
    free, oldest = session.exec(
        select(func.count(), func.min(Submission.submitted_at)).where(seen & _free(moment(now)))
    ).one()
    return QueueSize(states, free=free, claimed=states.get("tagged", 0) - free, oldest=oldest)


def _in_queue() -> ColumnElement[bool]:
    return col(Submission.state) == "tagged"


def _free(now: datetime) -> ColumnElement[bool]:
    lapsed = col(Submission.claimed_until) <= now
    return _in_queue() & (col(Submission.claimed_by).is_(None) | lapsed)


def _changed(session: Session, submission_id: UUID, guard: ColumnElement[bool], values: Mapping[str, object]) -> int:
    return session.exec(update(Submission).where(col(Submission.id) == submission_id, guard).values(values)).rowcount
