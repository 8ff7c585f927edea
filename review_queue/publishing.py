"""Publication of an approved program in the catalog's database."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, col, select, update

from catalog.publication import publish
from catalog.records import Publication, Tag
from review_queue import tags
from review_queue.audit import Act, append
from review_queue.clock import moment
from review_queue.database import transaction
from review_queue.drafts import draft_of
from review_queue.programs import institution_name
from review_queue.states import move, move_one
from review_queue.tables import Program, Submission

FAILED = "publication_failed"
REASON = "The catalog could not be reached; publication is tried again by itself."


def publish_submission(work: Engine, catalog: Engine, submission_id: UUID, now: datetime | None = None) -> bool:
    """Publish it unless that was done or a newer revision is published; whether this run did.

    Safe to run again after a crash at any point: the catalog knows a submission it has, and the work database
    commits only after the catalog. The program's row, kept from the first line to that commit, makes revisions
    take turns, so an older one can never overwrite a newer one in the catalog.
    """
    at = moment(now)
    with Session(work) as session, transaction(session):
        submission = session.exec(select(Submission).where(col(Submission.id) == submission_id)).one()
        newest = _claim_listing(session, submission)
        session.refresh(submission)
        if submission.state != "approved":
            session.rollback()
            return False
        if newest:
            _move_to_published(session, submission, at)
            with Session(catalog) as catalog_session:
                publish(catalog_session, _publication(session, submission), at)
        else:
            move_one(session, submission_id, "approved", "superseded", now=at)
        verb = "submission.published" if newest else "submission.superseded"
        append(session, [Act(verb, submission.institution_id, submission_id)], actor=None, now=at)
        return newest


def _claim_listing(session: Session, submission: Submission) -> bool:
    """Whether no newer revision is published; from here to the commit no other revision can be."""
    this = col(Program.id) == submission.program_key
    older = col(Program.published_revision).is_(None) | (col(Program.published_revision) < submission.revision)
    values = {"published_revision": submission.revision}
    return session.exec(update(Program).where(this, older).values(values)).rowcount == 1


def _move_to_published(session: Session, submission: Submission, now: datetime) -> None:
    move(session, col(Submission.program_key) == submission.program_key, "published", "superseded", now=now)
    values = {"reason_code": None, "reason": None}
    move_one(session, submission.id, "approved", "published", now=now, values=values)


def _publication(session: Session, submission: Submission) -> Publication:
    draft = draft_of(submission)
    decided = tags.decided(session, submission.id)
    return Publication(
        submission_id=submission.id,
        institution=institution_name(session, submission),
        program_id=draft.program_id,
        language=draft.language,
        title=draft.title,
        description=draft.description,
        outcomes=draft.outcomes,
        delivery=draft.delivery,
        duration_weeks=draft.duration_weeks,
        hours=draft.hours,
        cost_cad=draft.cost_cad,
        osap_eligible=draft.osap_eligible,
        stacks_into=draft.stacks_into,
        employer_partners=draft.employer_partners,
        start_dates=draft.start_dates,
        url=draft.url,
        tags=tuple(Tag(tag.facet, tag.scheme, tag.edition, tag.code, tag.label_en, tag.label_fr) for tag in decided),
    )


def postpone(session: Session, submission_id: UUID, attempt: int, now: datetime) -> bool:
    """After a publication that failed: the next attempt, with the reason; believed only when one row changed."""
    this = (col(Submission.id) == submission_id) & (col(Submission.state) == "approved")
    values = {"attempt": attempt + 1, "reason_code": FAILED, "reason": REASON, "changed_at": now}
    with transaction(session):
        waiting = update(Submission).where(this, col(Submission.attempt) == attempt).values(values)
        return session.exec(waiting).rowcount == 1
