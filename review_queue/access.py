"""Who may do what, on which institution's programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal
from uuid import UUID

from sqlalchemy import ColumnElement, true
from sqlmodel import Session, col, select

from review_queue.records import Actor, Role
from review_queue.refusals import Forbidden, InstitutionNeeded, NotFound
from review_queue.tables import Institution, Submission, Upload

Deed = Literal[
    "submit",
    "answer",
    "review",
    "see_review",
    "retry",
    "see_audit",
    "see_model_calls",
    "run_accounts",
    "label_gold",
    "adjudicate_gold",
    "see_quality",
]

ALLOWED: Mapping[Deed, frozenset[Role]] = {
    "submit": frozenset({"submitter", "administrator"}),
    "answer": frozenset({"submitter", "administrator"}),
    "review": frozenset({"reviewer", "administrator"}),
    "see_review": frozenset({"reviewer", "qa", "administrator"}),
    "retry": frozenset({"administrator"}),
    "see_audit": frozenset({"qa", "administrator"}),
    "see_model_calls": frozenset({"administrator"}),
    "run_accounts": frozenset({"administrator"}),
    "label_gold": frozenset({"reviewer", "qa", "administrator"}),
    "adjudicate_gold": frozenset({"qa", "administrator"}),
    "see_quality": frozenset({"qa", "administrator"}),
}


def require(actor: Actor, deed: Deed) -> None:
    """Raises Forbidden."""
    if actor.role not in ALLOWED[deed]:
        raise Forbidden(role=actor.role)


def submissions_of(actor: Actor) -> ColumnElement[bool]:
    """The submissions the actor may see: a submitter those of the own institution, everybody else all."""
    return true() if actor.role != "submitter" else col(Submission.institution_id) == actor.institution_id


def uploads_of(actor: Actor) -> ColumnElement[bool]:
    """The uploads the actor may see."""
    return true() if actor.role != "submitter" else col(Upload.institution_id) == actor.institution_id


def visible_submission(session: Session, actor: Actor, submission_id: UUID) -> Submission:
    """Raises NotFound for what is not the actor's to see, exactly as for what does not exist."""
    found = session.exec(select(Submission).where(col(Submission.id) == submission_id, submissions_of(actor)))
    submission = found.one_or_none()
    if submission is None:
        raise NotFound
    return submission


def institution_for(session: Session, actor: Actor, institution_id: UUID | None) -> UUID:
    """The institution an act is for. Raises InstitutionNeeded, NotFound."""
    if actor.role == "submitter":
        if institution_id not in (None, actor.institution_id) or actor.institution_id is None:
            raise NotFound
        return actor.institution_id
    if institution_id is None:
        raise InstitutionNeeded
    if session.get(Institution, institution_id) is None:
        raise NotFound
    return institution_id
