"""Signed-in sessions: a token for the browser, its hash and an expiry for the database."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from sqlmodel import Session, col, delete, select

from review_queue.clock import moment
from review_queue.records import Actor, Role
from review_queue.refusals import SessionEnded
from review_queue.tables import Account, SignedSession

LIFETIME = timedelta(hours=12)


def open_session(session: Session, actor: Actor, *, now: datetime | None = None) -> str:
    """A token that lasts twelve hours; sessions that ran out are cleared away."""
    at = moment(now)
    token = secrets.token_urlsafe(32)
    session.exec(delete(SignedSession).where(col(SignedSession.expires_at) <= at))
    session.add(SignedSession(token_hash=_hash(token), account_id=actor.account_id, expires_at=at + LIFETIME))
    session.commit()
    return token


def resume_session(session: Session, token: str, *, now: datetime | None = None) -> Actor:
    """Raises SessionEnded when the token is unknown, expired, closed, or its account deactivated."""
    open_ones = (col(SignedSession.token_hash) == _hash(token)) & (col(SignedSession.expires_at) > moment(now))
    account = session.exec(
        select(Account)
        .join(SignedSession, col(SignedSession.account_id) == col(Account.id))
        .where(open_ones, col(Account.active))
    ).one_or_none()
    if account is None:
        raise SessionEnded
    return actor_of(account)


def close_session(session: Session, token: str) -> None:
    """Closing twice, or a token that never was, does nothing."""
    session.exec(delete(SignedSession).where(col(SignedSession.token_hash) == _hash(token)))
    session.commit()


def close_all(session: Session, account_id: UUID) -> None:
    """End every session of an account; the caller commits."""
    session.exec(delete(SignedSession).where(col(SignedSession.account_id) == account_id))


def actor_of(account: Account) -> Actor:
    return Actor(account.id, account.name, cast(Role, account.role), account.institution_id)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
