"""Uploads, with the problems of their rows and how far their programs are."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from review_queue.access import uploads_of
from review_queue.records import Actor, State
from review_queue.refusals import NotFound
from review_queue.tables import Account, Institution, Submission, Upload, UploadProblem
from review_queue.upload_records import RowProblem, UploadView


def my_uploads(session: Session, *, actor: Actor, limit: int = 50) -> tuple[UploadView, ...]:
    """Newest first, as far as the actor may see them."""
    return _views(session, uploads_of(actor), limit)


def upload(session: Session, *, actor: Actor, upload_id: UUID) -> UploadView:
    """Raises NotFound for another institution's upload too."""
    found = _views(session, uploads_of(actor) & (col(Upload.id) == upload_id), 1)
    if not found:
        raise NotFound
    return found[0]


def _views(session: Session, wanted: ColumnElement[bool], limit: int) -> tuple[UploadView, ...]:
    found = session.exec(
        select(Upload, Institution.name, Account.name)
        .join(Institution, col(Institution.id) == col(Upload.institution_id))
        .join(Account, col(Account.id) == col(Upload.account_id))
        .where(wanted)
        .order_by(col(Upload.received_at).desc(), col(Upload.id))
        .limit(limit)
    ).all()
    ids = [upload.id for upload, _, _ in found]
    states, problems = _states(session, ids), _problems(session, ids)
    return tuple(
        UploadView(
            upload_id=upload.id,
            institution=institution,
            filename=upload.filename,
            received_at=upload.received_at,
            received_by=account,
            created=upload.created,
            revised=upload.revised,
            unchanged=upload.unchanged,
            states=states.get(upload.id, {}),
            problems=tuple(problems.get(upload.id, ())),
        )
        for upload, institution, account in found
    )


def _states(session: Session, upload_ids: list[UUID]) -> dict[UUID, dict[State, int]]:
    counted = session.exec(
        select(Submission.upload_id, Submission.state, func.count())
        .where(col(Submission.upload_id).in_(upload_ids))
        .group_by(col(Submission.upload_id), col(Submission.state))
    )
    states: dict[UUID, dict[State, int]] = {}
    for upload_id, state, count in counted:
        states.setdefault(upload_id, {})[cast(State, state)] = count
    return states


def _problems(session: Session, upload_ids: list[UUID]) -> dict[UUID, list[RowProblem]]:
    found = session.exec(
        select(UploadProblem)
        .where(col(UploadProblem.upload_id).in_(upload_ids))
        .order_by(col(UploadProblem.upload_id), col(UploadProblem.position))
    )
    problems: dict[UUID, list[RowProblem]] = {}
    for problem in found:
        told = RowProblem(problem.row, problem.field, problem.code, problem.named_values)
        problems.setdefault(problem.upload_id, []).append(told)
    return problems
