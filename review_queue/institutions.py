"""Institutions that send programs."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import true
from sqlmodel import Session, col, select

from review_queue.clock import moment
from review_queue.records import Actor, InstitutionView
from review_queue.refusals import InstitutionNeeded
from review_queue.tables import Institution
from vocabulary.search import fold


def list_institutions(session: Session, *, actor: Actor) -> tuple[InstitutionView, ...]:
    """By name; a submitter sees the own one."""
    mine = true() if actor.role != "submitter" else col(Institution.id) == actor.institution_id
    found = session.exec(select(Institution).where(mine).order_by(col(Institution.name_key)))
    return tuple(InstitutionView(institution.id, institution.name) for institution in found)


def institution_named(session: Session, *, name: str, now: datetime | None = None) -> UUID:
    """The institution's id, made when the name (case and accents aside) is new; the caller commits."""
    key = " ".join(fold(name).split())
    if not key:
        raise InstitutionNeeded
    known = session.exec(select(Institution.id).where(col(Institution.name_key) == key)).one_or_none()
    if known is not None:
        return known
    institution = Institution(name=" ".join(name.split()), name_key=key, created_at=moment(now))
    session.add(institution)
    session.flush()
    return institution.id
