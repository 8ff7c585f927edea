"""The limit on failed sign-ins, counted by e-mail address in the database."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select, update

from review_queue.refusals import TooManyAttempts
from review_queue.tables import SignInLimit

FAILURES = 5
WINDOW = timedelta(minutes=15)


def reserve(session: Session, email_key: str, *, now: datetime) -> None:
    """Count an attempt as failed before the password is looked at; `forgive` takes it back when it fits.

    A guarded update, so that attempts in parallel cannot share one place. Raises TooManyAttempts.
    """
    this = col(SignInLimit.email_key) == email_key
    expired = this & (col(SignInLimit.window_started_at) <= now - WINDOW)
    room = this & (col(SignInLimit.failures) < FAILURES)
    _ensure_row(session, email_key, now)
    session.exec(update(SignInLimit).where(expired).values(failures=0, window_started_at=now))
    counted = session.exec(update(SignInLimit).where(room).values(failures=SignInLimit.failures + 1)).rowcount == 1
    session.commit()
    if not counted:
        started = session.exec(select(SignInLimit.window_started_at).where(this)).one()
        raise TooManyAttempts(wait_seconds=max(1, math.ceil((started + WINDOW - now).total_seconds())))


def forgive(session: Session, email_key: str) -> None:
    """Forget the failures of an address whose owner has signed in; the caller commits."""
    session.exec(update(SignInLimit).where(col(SignInLimit.email_key) == email_key).values(failures=0))


def _ensure_row(session: Session, email_key: str, now: datetime) -> None:
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    row = insert(SignInLimit).values(email_key=email_key, failures=0, window_started_at=now)
    session.exec(row.on_conflict_do_nothing())
