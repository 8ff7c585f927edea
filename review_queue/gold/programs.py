"""Texts to label: taken from the queue or a gold set, and the next one for a person."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy import ColumnElement, exists, true
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from review_queue.access import require, visible_submission
from review_queue.audit import Act, append
from review_queue.clock import moment
from review_queue.contacts import without_contacts
from review_queue.database import transaction
from review_queue.gold.records import GoldTask
from review_queue.gold.tables import GoldLabel, GoldProgram
from review_queue.records import Actor, Draft, Language, State
from review_queue.refusals import NotFound
from review_queue.tables import Decision, Program, Proposal, Submission
from tagging.records import Program as Text

QUEUE = "queue"
MOST_LABELS = 2
# What has been tagged is a whole text in a known language; a superseded one has a newer text to label.
_LABELLED_FROM: tuple[State, ...] = ("tagged", "approved", "published")


def next_task(
    session: Session, *, actor: Actor, language: Language | None = None, now: datetime | None = None
) -> UUID | None:
    """A text somebody else has labelled once or only added, else a new one from the queue; None when there is none.

    New ones come in the order of their fingerprints, which is as good as chance, so that no institution prevails.
    """
    require(actor, "label_gold")
    wanted = col(GoldProgram.language) == language if language else true()
    seen = _reviewed(actor, col(GoldProgram.submission_id)) | _saw_gold(actor)
    begun = wanted & (col(GoldProgram.labels) < MOST_LABELS) & ~labelled_by(actor) & ~seen
    order = (col(GoldProgram.labels).desc(), col(GoldProgram.added_at), col(GoldProgram.id))
    found = session.exec(select(GoldProgram.id).where(begun).order_by(*order).limit(1)).one_or_none()
    if found is not None:
        return found
    fresh = session.exec(_fresh(actor, language).limit(1)).one_or_none()
    return add_submission(session, actor=actor, submission_id=fresh, now=now) if fresh else None


def _fresh(actor: Actor, language: Language | None) -> SelectOfScalar[UUID]:
    newest = (col(Program.id) == col(Submission.program_key)) & (
        col(Program.latest_revision) == col(Submission.revision)
    )
    known = exists().where(col(GoldProgram.submission_id) == col(Submission.id))
    wanted = col(Submission.state).in_(_LABELLED_FROM) & ~known & ~_reviewed(actor, col(Submission.id))
    if language:
        wanted &= col(Submission.language) == language
    return (
        select(Submission.id)
        .join(Program, newest)
        .where(wanted)
        .order_by(col(Submission.fingerprint), col(Submission.id))
    )


def add_submission(session: Session, *, actor: Actor, submission_id: UUID, now: datetime | None = None) -> UUID:
    """The text of a submission, added when it is new. Raises Forbidden, NotFound."""
    require(actor, "label_gold")
    sent = visible_submission(session, actor, submission_id)
    text = Text(sent.program_id, sent.title, sent.description, tuple(sent.outcomes), cast(Language, sent.language))
    return _add(session, actor, text, QUEUE, submission_id=submission_id, now=moment(now))


def add_text(session: Session, *, actor: Actor, text: Text, origin: str, now: datetime | None = None) -> UUID:
    """A program of the gold set `origin`, whose gold the actor has seen; added when new. Raises Forbidden."""
    require(actor, "label_gold")
    return _add(session, actor, text, f"{origin}#{text.id}", submission_id=None, now=moment(now))


def _add(session: Session, actor: Actor, text: Text, origin: str, *, submission_id: UUID | None, now: datetime) -> UUID:
    clean = [without_contacts(part) for part in (text.title, text.description, *text.outcomes)]
    key = text_key(clean)
    known = select(GoldProgram.id).where(col(GoldProgram.text_key) == key)
    found = session.exec(known).one_or_none()
    if found is not None:
        return found
    row = GoldProgram(
        text_key=key,
        origin=origin,
        submission_id=submission_id,
        language=text.language or "en",
        title=clean[0],
        description=clean[1],
        outcomes=clean[2:],
        added_by=actor.account_id,
        added_at=now,
    )
    added = row.id
    try:
        with transaction(session):
            session.add(row)
            session.flush()
            append(session, [Act("gold.added", submission_id=submission_id)], actor=actor, now=now)
    except IntegrityError:
        # Somebody else added the same text at the same moment.
        return session.exec(known).one()
    return added


def task(session: Session, *, actor: Actor, gold_program_id: UUID) -> GoldTask:
    """Raises Forbidden, NotFound."""
    require(actor, "label_gold")
    row = program_row(session, gold_program_id)
    this = (col(GoldLabel.gold_program_id) == row.id) & (col(GoldLabel.account_id) == actor.account_id)
    mine = session.exec(select(GoldLabel.judged).where(this)).one_or_none()
    said = None if mine is None else {facet: tuple(codes) for facet, codes in mine.items()}
    return GoldTask(row.id, text_of(row), row.origin, row.labels, said)


def program_row(session: Session, gold_program_id: UUID) -> GoldProgram:
    """Raises NotFound."""
    row = session.get(GoldProgram, gold_program_id)
    if row is None:
        raise NotFound
    return row


def text_key(parts: Iterable[str]) -> str:
    """The same for the same title, description and outcomes."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def text_of(row: GoldProgram) -> Draft:
    return Draft(row.name, row.title, row.description, tuple(row.outcomes), cast(Language, row.language))


def labelled_by(actor: Actor) -> ColumnElement[bool]:
    """Whether the actor has labelled or adjudicated the program."""
    this = col(GoldLabel.gold_program_id) == col(GoldProgram.id)
    return exists().where(this, col(GoldLabel.account_id) == actor.account_id)


def has_reviewed(session: Session, actor: Actor, submission_ids: Iterable[UUID]) -> bool:
    """Whether the actor decided on proposals of one of these, and so has seen what the tagger suggests."""
    wanted = col(Submission.id).in_(submission_ids) & _reviewed(actor, col(Submission.id))
    return session.exec(select(Submission.id).where(wanted).limit(1)).one_or_none() is not None


def has_seen_gold(actor: Actor, row: GoldProgram) -> bool:
    """Whether the actor came to the text from its gold."""
    return row.origin != QUEUE and row.added_by == actor.account_id


def _saw_gold(actor: Actor) -> ColumnElement[bool]:
    return (col(GoldProgram.origin) != QUEUE) & (col(GoldProgram.added_by) == actor.account_id)


def _reviewed(actor: Actor, submission_id: Mapped[UUID] | Mapped[UUID | None]) -> ColumnElement[bool]:
    by_actor = (col(Decision.account_id) == actor.account_id) & (col(Decision.proposal_id) == col(Proposal.id))
    return exists().where(by_actor, col(Proposal.submission_id) == submission_id)
