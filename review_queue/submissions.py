"""Programs as their institutions send and correct them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import true
from sqlmodel import Session, col, insert, select, update

from review_queue import access, circuit, questions, states
from review_queue.audit import Act, append
from review_queue.clock import moment
from review_queue.database import transaction
from review_queue.records import Actor, Draft
from review_queue.refusals import WrongProgram
from review_queue.revisions import compare, store
from review_queue.tables import Institution, Submission, Upload, UploadProblem
from review_queue.upload_records import Preview, Receipt, Replacement, RowProblem
from review_queue.waiting import CLEARED
from review_queue.wording import sentence


def submit(
    session: Session,
    *,
    actor: Actor,
    institution_id: UUID | None = None,
    filename: str,
    fingerprint_of_file: str,
    drafts: Sequence[Draft],
    problems: Sequence[RowProblem] = (),
    now: datetime | None = None,
) -> Receipt:
    """Take drafts into the queue, all in one transaction, with the problems of the rows left out.

    A program whose draft equals its newest revision is unchanged; another draft is a new revision and supersedes
    the open one before it. A submitter's institution is the own one; administrators name one.
    Raises Forbidden, InstitutionNeeded, NotFound, DuplicateProgram.
    """
    access.require(actor, "submit")
    institution = access.institution_for(session, actor, institution_id)
    at = moment(now)
    with transaction(session):
        _take_turn(session, institution)
        comparison = compare(session, institution, drafts)
        earlier = _earlier_upload(session, institution, fingerprint_of_file)
        if earlier is not None and not comparison.revisions:
            return Receipt(earlier, 0, 0, comparison.unchanged, already_received=True)
        upload = Upload(
            institution_id=institution,
            account_id=actor.account_id,
            filename=filename,
            fingerprint=fingerprint_of_file,
            received_at=at,
            created=comparison.created,
            revised=comparison.revised,
            unchanged=comparison.unchanged,
        )
        session.add(upload)
        session.flush()
        _record_problems(session, upload.id, problems)
        acts = store(session, comparison.revisions, institution_id=institution, upload_id=upload.id, now=at)
        append(session, [_upload_act(upload), *acts], actor=actor, now=at)
        return Receipt(upload.id, comparison.created, comparison.revised, comparison.unchanged)


def preview(session: Session, *, actor: Actor, institution_id: UUID | None = None, drafts: Sequence[Draft]) -> Preview:
    """What `submit` would do with the drafts now; changes nothing. Raises as `submit` does."""
    access.require(actor, "submit")
    institution = access.institution_for(session, actor, institution_id)
    comparison = compare(session, institution, drafts)
    replaced = tuple(
        Replacement(str(revision.columns["program_id"]), revision.before.title, str(revision.columns["title"]))
        for revision in comparison.revisions
        if revision.before
    )
    return Preview(comparison.created, comparison.unchanged, replaced)


def _take_turn(session: Session, institution_id: UUID) -> None:
    """Hold the institution's row until the commit, so that uploads of one institution are taken one by one."""
    this = col(Institution.id) == institution_id
    session.exec(update(Institution).where(this).values(uploads=Institution.uploads + 1))


def _earlier_upload(session: Session, institution_id: UUID, fingerprint: str) -> UUID | None:
    same = (col(Upload.institution_id) == institution_id) & (col(Upload.fingerprint) == fingerprint)
    return session.exec(select(Upload.id).where(same).order_by(col(Upload.received_at).desc())).first()


def _record_problems(session: Session, upload_id: UUID, problems: Sequence[RowProblem]) -> None:
    rows = [
        {
            "id": uuid4(),
            "upload_id": upload_id,
            "position": position,
            "row": problem.row,
            "field": problem.field,
            "code": problem.code,
            "named_values": dict(problem.values),
        }
        for position, problem in enumerate(problems)
    ]
    if rows:
        session.exec(insert(UploadProblem), params=rows)


def _upload_act(upload: Upload) -> Act:
    named = {"upload": upload.id, "filename": upload.filename, "created": upload.created, "revised": upload.revised}
    details = {name: str(value) for name, value in named.items()}
    return Act("upload.received", upload.institution_id, details=details)


def answer_question(
    session: Session,
    *,
    actor: Actor,
    submission_id: UUID,
    answer: str,
    draft: Draft | None = None,
    now: datetime | None = None,
) -> UUID:
    """Answer what a reviewer asked; a changed draft becomes a new revision. Gives the submission now in the queue.

    Raises Forbidden, NotFound, MoveRefused, TextNeeded, TextTooLong, WrongProgram.
    """
    access.require(actor, "answer")
    submission = access.visible_submission(session, actor, submission_id)
    if draft is not None and draft.program_id != submission.program_id:
        raise WrongProgram(program_id=submission.program_id)
    words, at, institution_id = sentence(answer), moment(now), submission.institution_id
    upload_id = submission.upload_id
    with transaction(session):
        _take_turn(session, institution_id)
        states.move_one(session, submission_id, "sent_back", "tagged", now=at)
        questions.answer(session, submission_id, words, actor=actor, now=at)
        revisions = compare(session, institution_id, [draft] if draft else []).revisions
        newer = store(session, revisions, institution_id=institution_id, upload_id=upload_id, now=at)
        append(session, [Act("submission.answered", institution_id, submission_id), *newer], actor=actor, now=at)
    return newer[0].submission_id or submission_id if newer else submission_id


def retry_tagging(
    session: Session, *, actor: Actor, submission_id: UUID | None = None, now: datetime | None = None
) -> int:
    """Administrators: put one waiting submission, or all of them, back in line; gives how many moved.

    All of them includes those that would be tried again by themselves later: they, and the provider, are tried now.

    Raises Forbidden, NotFound, MoveRefused (one that is not waiting).
    """
    access.require(actor, "retry")
    at = moment(now)
    again = {"attempt": Submission.attempt + 1, "tries": 0, "due_at": None, **CLEARED}
    with transaction(session):
        if submission_id is None:
            moved = states.move(session, true(), "waiting", "received", now=at, values=again)
            postponed = (col(Submission.state) == "received") & col(Submission.due_at).is_not(None)
            sooner = update(Submission).where(postponed).values(again).returning(col(Submission.id))
            moved += [submission_id for (submission_id,) in session.exec(sooner)]
            circuit.answered(session)
        else:
            states.move_one(session, submission_id, "waiting", "received", now=at, values=again)
            moved = [submission_id]
        append(session, [Act("submission.retried", None, one) for one in moved], actor=actor, now=at)
    return len(moved)
