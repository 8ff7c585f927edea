"""Programs as their institutions follow them."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from review_queue import audit, questions, tags
from review_queue.access import submissions_of, visible_submission
from review_queue.drafts import draft_of
from review_queue.records import Actor, Draft, Language, Page, ProgramLine, ProgramView, State
from review_queue.tables import Institution, Program, Submission
from tagging.selection.failures import Failure, Kind
from vocabulary.search import fold

# What an institution may read of a program's history; decisions on single proposals are the reviewers' own.
_TOLD = ("submission.",)
_SETTLED: tuple[State, ...] = ("approved", "published")


def my_programs(
    session: Session,
    *,
    actor: Actor,
    state: State | None = None,
    search: str | None = None,
    institution_id: UUID | None = None,
    page: int = 1,
    page_size: int = 25,
) -> Page[ProgramLine]:
    """Newest revision of each program the actor may see, last changed first; `search` in title and program id."""
    wanted = submissions_of(actor) & (col(Submission.revision) == col(Program.latest_revision))
    if state is not None:
        wanted &= col(Submission.state) == state
    if institution_id is not None:
        wanted &= col(Submission.institution_id) == institution_id
    for word in fold(search or "").split():
        wanted &= col(Submission.search_key).contains(word, autoescape=True)
    return _page(session, wanted, page, page_size)


def _page(session: Session, wanted: ColumnElement[bool], page: int, page_size: int) -> Page[ProgramLine]:
    of_program = col(Program.id) == col(Submission.program_key)
    total = session.exec(select(func.count()).select_from(Submission).join(Program, of_program).where(wanted)).one()
    found = session.exec(
        select(Submission, Institution.name)
        .join(Program, of_program)
        .join(Institution, col(Institution.id) == col(Submission.institution_id))
        .where(wanted)
        .order_by(col(Submission.changed_at).desc(), col(Submission.position), col(Submission.id))
        .offset((page - 1) * page_size)
        .limit(page_size)
    )
    return Page(tuple(_line(submission, institution) for submission, institution in found), total, page, page_size)


def _line(submission: Submission, institution: str) -> ProgramLine:
    return ProgramLine(
        submission_id=submission.id,
        institution=institution,
        program_id=submission.program_id,
        title=submission.title,
        language=cast(Language, submission.language),
        state=cast(State, submission.state),
        revision=submission.revision,
        reason_code=submission.reason_code,
        reason=submission.reason,
        reason_value=submission.reason_value,
        failure=_failure(submission),
        submitted_at=submission.submitted_at,
        changed_at=submission.changed_at,
    )


def _failure(submission: Submission) -> Failure | None:
    return Failure(cast(Kind, submission.failure), submission.failure_status) if submission.failure else None


def program(session: Session, *, actor: Actor, submission_id: UUID) -> ProgramView:
    """Raises NotFound for another institution's program too."""
    submission = visible_submission(session, actor, submission_id)
    revisions = revisions_of(session, submission)
    history = audit.history(session, [revision.id for revision in revisions])
    newer = [revision.id for revision in revisions if revision.revision > submission.revision]
    settled = submission.state in _SETTLED
    return ProgramView(
        submission_id=submission.id,
        institution=institution_name(session, submission),
        draft=draft_of(submission),
        state=cast(State, submission.state),
        revision=submission.revision,
        reason_code=submission.reason_code,
        reason=submission.reason,
        submitted_at=submission.submitted_at,
        changed_at=submission.changed_at,
        questions=questions.asked(session, [revision.id for revision in revisions]),
        tags=tags.decided(session, submission.id) if settled else (),
        history=tuple(line for line in history if line.verb.startswith(_TOLD)),
        previous=previous_of(submission, revisions),
        newer_id=newer[-1] if newer else None,
    )


def revisions_of(session: Session, submission: Submission) -> list[Submission]:
    """All revisions of the submission's program, oldest first."""
    same = col(Submission.program_key) == submission.program_key
    return list(session.exec(select(Submission).where(same).order_by(col(Submission.revision))))


def previous_of(submission: Submission, revisions: list[Submission]) -> Draft | None:
    earlier = [revision for revision in revisions if revision.revision < submission.revision]
    return draft_of(earlier[-1]) if earlier else None


def institution_name(session: Session, submission: Submission) -> str:
    return session.exec(select(Institution.name).where(col(Institution.id) == submission.institution_id)).one()
