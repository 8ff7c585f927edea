"""The audit trail: append-only, each entry chained to the one before by its hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from uuid import UUID

from sqlmodel import Session, col, func, insert, select, update

from review_queue.access import require
from review_queue.records import Actor, AuditLine, Page
from review_queue.refusals import AuditBroken
from review_queue.tables import AuditEntry, AuditHead, Submission

SYSTEM = "worker"
START = "0" * 64
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Act:
    """What happened, to be appended: a namespaced verb, its subject, and its named values."""

    verb: str
    institution_id: UUID | None = None
    submission_id: UUID | None = None
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class End:
    """The last entry of a trail that holds; sequence 0 when there is none."""

    sequence: int
    hash: str


def append(session: Session, acts: Sequence[Act], *, actor: Actor | None, now: datetime) -> None:
    """Chain `acts` to the trail in the caller's transaction; `actor` is None for the worker.

    Taking the head's row first makes writers take turns from here to their commit, so append last.
    """
    if not acts:
        return
    head = session.exec(
        update(AuditHead)
        .where(col(AuditHead.id) == 1)
        .values(sequence=AuditHead.sequence + len(acts))
        .returning(col(AuditHead.sequence), col(AuditHead.hash))
    ).one()
    rows, last = _chained(acts, actor, now, head.sequence - len(acts), head.hash)
    session.exec(insert(AuditEntry), params=rows)
    session.exec(update(AuditHead).where(col(AuditHead.id) == 1).values(hash=last))


def _chained(
    acts: Sequence[Act], actor: Actor | None, now: datetime, sequence: int, last: str
) -> tuple[list[dict[str, object]], str]:
    rows: list[dict[str, object]] = []
    for act in acts:
        sequence += 1
        entry = AuditEntry(
            sequence=sequence,
            at=now,
            actor_id=actor.account_id if actor else None,
            actor=actor.name if actor else SYSTEM,
            verb=act.verb,
            institution_id=act.institution_id,
            submission_id=act.submission_id,
            details=dict(act.details),
            previous_hash=last,
            hash="",
        )
        last = entry_hash(entry)
        rows.append(entry.model_dump() | {"hash": last})
    return rows, last


def entry_hash(entry: AuditEntry) -> str:
    """SHA-256 over every column but the hash itself, in one fixed spelling."""
    content = [
        entry.sequence,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        str(entry.actor_id or ""),
        entry.actor,
        entry.verb,
        str(entry.institution_id or ""),
        str(entry.submission_id or ""),
        sorted(entry.details.items()),
        entry.previous_hash,
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def entries(
    session: Session,
    *,
    actor: Actor,
    submission_id: UUID | None = None,
    verb: str | None = None,
    page: int = 1,
    page_size: int = 50,
) -> Page[AuditLine]:
    """Newest first; QA and administrators only. `verb` matches its beginning ("submission.")."""
    require(actor, "see_audit")
    wanted = col(AuditEntry.sequence) > 0
    if submission_id is not None:
        wanted &= col(AuditEntry.submission_id) == submission_id
    if verb is not None:
        wanted &= col(AuditEntry.verb).startswith(verb, autoescape=True)
    total = session.exec(select(func.count()).select_from(AuditEntry).where(wanted)).one()
    its_program = col(Submission.id) == col(AuditEntry.submission_id)
    found = select(AuditEntry, Submission.program_id).join(Submission, its_program, isouter=True).where(wanted)
    newest = found.order_by(col(AuditEntry.sequence).desc()).offset((page - 1) * page_size).limit(page_size)
    lines = [replace(line(entry), program_id=program_id) for entry, program_id in session.exec(newest)]
    return Page(tuple(lines), total, page, page_size)


def history(session: Session, submission_ids: Sequence[UUID]) -> tuple[AuditLine, ...]:
    """What happened to these submissions, oldest first; the caller has checked who asks."""
    found = select(AuditEntry).where(col(AuditEntry.submission_id).in_(submission_ids))
    return tuple(line(entry) for entry in session.exec(found.order_by(col(AuditEntry.sequence))))


def verify(session: Session) -> End:
    """Where the chain ends; raises AuditBroken with the first entry that does not fit it.

    Somebody who may write to the whole database can shorten the trail and its head alike: keep the end that this
    gives, with the backups, and compare.
    """
    # The head first: what others append meanwhile comes after it, and is left to the next check.
    head, expected, last = _head(session), 0, START
    for entry in trail(session, until=head.sequence):
        expected += 1
        if entry.sequence != expected:
            raise AuditBroken(sequence=expected, what="the entry is missing")
        if entry.previous_hash != last:
            raise AuditBroken(sequence=expected, what="it does not follow the entry before it")
        if entry_hash(entry) != entry.hash:
            raise AuditBroken(sequence=expected, what="its content is not what was recorded")
        last = entry.hash
    if head.sequence != expected:
        raise AuditBroken(sequence=expected + 1, what="entries at the end are missing")
    if head.hash != last:
        raise AuditBroken(sequence=expected, what="it is not the end that was recorded")
    newest = session.exec(select(func.max(AuditEntry.sequence))).one() or 0
    if newest > _head(session).sequence:
        raise AuditBroken(sequence=head.sequence + 1, what="it was added beside the chain")
    return head


def _head(session: Session) -> End:
    found = session.exec(select(AuditHead.sequence, AuditHead.hash).where(col(AuditHead.id) == 1)).one_or_none()
    if found is None:
        raise AuditBroken(sequence=1, what="the record of where the trail ends is missing")
    return End(*found)


def trail(session: Session, *, until: int | None = None) -> Iterator[AuditEntry]:
    """The entries in order, up to that sequence number, read in batches."""
    last = 0
    while until is None or last < until:
        after = select(AuditEntry).where(col(AuditEntry.sequence) > last).order_by(col(AuditEntry.sequence))
        batch = session.exec(after.limit(_BATCH if until is None else min(_BATCH, until - last))).all()
        for entry in batch:
            session.expunge(entry)
            yield entry
            last = entry.sequence
        if not batch:
            return


def line(entry: AuditEntry) -> AuditLine:
    return AuditLine(
        sequence=entry.sequence,
        at=entry.at,
        actor_id=entry.actor_id,
        actor=entry.actor,
        verb=entry.verb,
        institution_id=entry.institution_id,
        submission_id=entry.submission_id,
        details=entry.details,
        previous_hash=entry.previous_hash,
        hash=entry.hash,
    )
