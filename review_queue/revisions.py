"""Drafts compared with the newest revisions an institution has, and stored as new ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Session, col, insert, select, update

from review_queue.audit import Act
from review_queue.drafts import columns_of, fingerprint
from review_queue.records import Draft
from review_queue.refusals import DuplicateProgram
from review_queue.states import OPEN, move
from review_queue.tables import Program, Submission
from vocabulary.search import fold

# Programs that one workflow tags; docs/decisions/0001 has the figures.
BATCH = 50


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest revision of a program, as far as a comparison needs it."""

    program_key: UUID
    revision: int
    submission_id: UUID
    title: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Revision:
    """A draft that is to become a submission; `before` is None for a new program."""

    columns: dict[str, object]
    fingerprint: str
    before: Newest | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a set of drafts changes."""

    revisions: tuple[Revision, ...]
    unchanged: int

    @property
    def created(self) -> int:
        return sum(1 for revision in self.revisions if revision.before is None)

    @property
    def revised(self) -> int:
        return len(self.revisions) - self.created


def compare(session: Session, institution_id: UUID, drafts: Sequence[Draft]) -> Comparison:
    """Raises DuplicateProgram."""
    known = _newest(session, institution_id, [draft.program_id for draft in drafts])
    revisions, seen = [], set[str]()
    for draft in drafts:
        columns = columns_of(draft)
        program_id = str(columns["program_id"])
        if program_id in seen:
            raise DuplicateProgram(program_id=program_id)
        seen.add(program_id)
        before, mark = known.get(program_id), fingerprint(columns)
        if before is None or before.fingerprint != mark:
            revisions.append(Revision(columns, mark, before))
    return Comparison(tuple(revisions), unchanged=len(drafts) - len(revisions))


def _newest(session: Session, institution_id: UUID, program_ids: Sequence[str]) -> dict[str, Newest]:
    newest = (col(Submission.program_key) == col(Program.id)) & (
        col(Submission.revision) == col(Program.latest_revision)
    )
    found = session.exec(
        select(Program, Submission.id, Submission.title, Submission.fingerprint)
        .join(Submission, newest)
        .where(col(Program.institution_id) == institution_id, col(Program.program_id).in_(program_ids))
    )
    return {
        program.program_id: Newest(program.id, program.latest_revision, submission_id, title, mark)
        for program, submission_id, title, mark in found
    }


def store(
    session: Session, revisions: Sequence[Revision], *, institution_id: UUID, upload_id: UUID, now: datetime
) -> list[Act]:
    """Insert the revisions, supersede the open ones before them, and give what the audit trail must say.

    The caller holds the institution's row, so nobody else numbers its revisions meanwhile.
    """
    if not revisions:
        return []
    batches = [uuid4() for _ in range(0, len(revisions), BATCH)]
    rows = [
        _row(revision, now)
        | {
            "institution_id": institution_id,
            "upload_id": upload_id,
            "position": position,
            "batch": batches[position // BATCH],
        }
        for position, revision in enumerate(revisions)
    ]
    _number(session, institution_id, rows, revisions)
    session.exec(insert(Submission), params=rows)
    return [
        Act("submission.received", institution_id, UUID(str(row["id"])), {"revision": str(row["revision"])})
        for row in rows
    ] + _supersede(session, institution_id, revisions, now)


def _row(revision: Revision, now: datetime) -> dict[str, object]:
    columns = revision.columns
    return columns | {
        "id": uuid4(),
        "program_key": revision.before.program_key if revision.before else uuid4(),
        "attempt": 1,
        "tries": 0,
        "revision": revision.before.revision + 1 if revision.before else 1,
        "fingerprint": revision.fingerprint,
        "search_key": fold(f"{columns['program_id']} {columns['title']}"),
        "state": "received",
        "submitted_at": now,
        "changed_at": now,
    }


def _number(
    session: Session, institution_id: UUID, rows: Sequence[dict[str, object]], revisions: Sequence[Revision]
) -> None:
    programs = [
        {
            "id": row["program_key"],
            "institution_id": institution_id,
            "program_id": row["program_id"],
            "latest_revision": 1,
        }
        for row, revision in zip(rows, revisions, strict=True)
        if revision.before is None
    ]
    if programs:
        session.exec(insert(Program), params=programs)
    known = [revision.before.program_key for revision in revisions if revision.before]
    session.exec(update(Program).where(col(Program.id).in_(known)).values(latest_revision=Program.latest_revision + 1))


def _supersede(session: Session, institution_id: UUID, revisions: Sequence[Revision], now: datetime) -> list[Act]:
    before = [revision.before.submission_id for revision in revisions if revision.before]
    moved = [
        submission_id
        for origin in OPEN
        for submission_id in move(session, col(Submission.id).in_(before), origin, "superseded", now=now)
    ]
    return [Act("submission.superseded", institution_id, submission_id) for submission_id in moved]
