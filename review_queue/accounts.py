"""Accounts of the people who use the back office."""

from __future__ import annotations

import re
import secrets
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select, update

from review_queue import attempts, passwords
from review_queue.access import require
from review_queue.audit import Act, append
from review_queue.clock import moment
from review_queue.database import transaction
from review_queue.institutions import institution_named
from review_queue.records import AccountView, Actor, FirstAccount, Role
from review_queue.refusals import (
    EmailTaken,
    InstitutionNeeded,
    InstitutionNotAllowed,
    InvalidEmail,
    LastAdministrator,
    NotFound,
    SignInRefused,
)
from review_queue.sessions import actor_of, close_all
from review_queue.tables import Account, Institution

FIRST_INSTITUTION = "Example College"
FIRST_ROLES: tuple[Role, ...] = ("submitter", "reviewer", "qa", "administrator")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


def create_account(
    session: Session,
    *,
    actor: Actor | None,
    email: str,
    name: str,
    role: Role,
    institution_name: str | None,
    password: str,
    now: datetime | None = None,
) -> UUID:
    """Make an account, and its institution when the name is new; `actor` is None only from the command line.

    Raises Forbidden, EmailTaken, InvalidEmail, WeakPassword, InstitutionNeeded, InstitutionNotAllowed.
    """
    if actor is not None:
        require(actor, "run_accounts")
    try:
        with transaction(session):
            account = _new_account(
                session, email, role, name=name, institution_name=institution_name, password=password, now=moment(now)
            )
            act = Act("account.created", account.institution_id, details={"account": str(account.id), "role": role})
            append(session, [act], actor=actor, now=moment(now))
    except IntegrityError:
        raise EmailTaken(email=email) from None
    return account.id


def _new_account(
    session: Session, email: str, role: Role, *, name: str, institution_name: str | None, password: str, now: datetime
) -> Account:
    if not _EMAIL.fullmatch(email.strip()):
        raise InvalidEmail(email=email)
    if role != "submitter" and institution_name is not None:
        raise InstitutionNotAllowed(role=role)
    if role == "submitter" and institution_name is None:
        raise InstitutionNeeded
    account = Account(
        email=email.strip(),
        email_key=_key(email),
        name=" ".join(name.split()) or email.strip(),
        role=role,
        password_hash=passwords.hashed(password),
        institution_id=institution_named(session, name=institution_name, now=now) if institution_name else None,
        created_at=now,
    )
    session.add(account)
    session.flush()
    return account


def sign_in(session: Session, *, email: str, password: str, now: datetime | None = None) -> Actor:
    """Raises SignInRefused, or TooManyAttempts with the seconds to wait."""
    at = moment(now)
    attempts.reserve(session, _key(email), now=at)
    found = select(Account).where(col(Account.email_key) == _key(email), col(Account.active))
    account = session.exec(found).one_or_none()
    if not passwords.fits(password, account.password_hash if account else None) or account is None:
        raise SignInRefused
    actor = actor_of(account)
    with transaction(session):
        attempts.forgive(session, account.email_key)
        account.last_signed_in_at = at
        session.add(account)
        append(session, [Act("session.opened", actor.institution_id)], actor=actor, now=at)
    return actor


def change_password(session: Session, *, actor: Actor, current: str, new: str, now: datetime | None = None) -> None:
    """Also ends every session of the account. Raises SignInRefused, TooManyAttempts, WeakPassword."""
    account, new_hash = _active(session, actor.account_id), passwords.hashed(new)
    attempts.reserve(session, account.email_key, now=moment(now))
    if not passwords.fits(current, account.password_hash):
        raise SignInRefused
    with transaction(session):
        attempts.forgive(session, account.email_key)
        _set_password(session, account, new_hash, actor, moment(now))


def reset_password(
    session: Session, *, actor: Actor, account_id: UUID, password: str, now: datetime | None = None
) -> None:
    """An administrator gives a new password and thereby ends the account's sessions."""
    require(actor, "run_accounts")
    with transaction(session):
        _set_password(session, _active(session, account_id), passwords.hashed(password), actor, moment(now))


def _set_password(session: Session, account: Account, password_hash: str, actor: Actor, now: datetime) -> None:
    account.password_hash = password_hash
    session.add(account)
    close_all(session, account.id)
    act = Act("account.password_changed", account.institution_id, details={"account": str(account.id)})
    append(session, [act], actor=actor, now=now)


def deactivate_account(session: Session, *, actor: Actor, account_id: UUID, now: datetime | None = None) -> None:
    """Raises LastAdministrator for the only one left, NotFound."""
    require(actor, "run_accounts")
    administrators = (col(Account.role) == "administrator") & col(Account.active)
    this = (col(Account.id) == account_id) & col(Account.active)
    with transaction(session):
        # Holding every administrator's row makes two of them who deactivate each other take turns.
        session.exec(update(Account).where(administrators).values(active=True))
        if session.exec(update(Account).where(this).values(active=False)).rowcount != 1:
            raise NotFound
        if session.exec(select(func.count()).where(administrators)).one() == 0:
            raise LastAdministrator
        close_all(session, account_id)
        act = Act("account.deactivated", details={"account": str(account_id)})
        append(session, [act], actor=actor, now=moment(now))


def list_accounts(session: Session, *, actor: Actor) -> tuple[AccountView, ...]:
    """Administrators only; by role, then address."""
    require(actor, "run_accounts")
    found = session.exec(
        select(Account, Institution.name)
        .join(Institution, col(Institution.id) == col(Account.institution_id), isouter=True)
        .order_by(col(Account.role), col(Account.email_key))
    )
    return tuple(
        AccountView(
            account_id=account.id,
            email=account.email,
            name=account.name,
            role=cast(Role, account.role),
            institution=institution,
            active=account.active,
            created_at=account.created_at,
            last_signed_in_at=account.last_signed_in_at,
        )
        for account, institution in found
    )


def operator(session: Session, *, email: str) -> Actor:
    """The actor a command line acts for: whoever can run it holds the database anyway. Raises NotFound."""
    found = select(Account).where(col(Account.email_key) == _key(email), col(Account.active))
    account = session.exec(found).one_or_none()
    if account is None:
        raise NotFound
    return actor_of(account)


def ensure_first_accounts(session: Session, *, now: datetime | None = None) -> list[FirstAccount]:
    """One account a role with random passwords; an empty list when accounts exist."""
    if session.exec(select(func.count()).select_from(Account)).one():
        return []
    first = [FirstAccount(f"{role}@example.org", role, secrets.token_urlsafe(12)) for role in FIRST_ROLES]
    at = moment(now)
    try:
        with transaction(session):
            for account in first:
                _new_account(
                    session,
                    account.email,
                    account.role,
                    name="QA" if account.role == "qa" else account.role.capitalize(),
                    institution_name=FIRST_INSTITUTION if account.role == "submitter" else None,
                    password=account.password,
                    now=at,
                )
            append(session, [Act("account.first_created")], actor=None, now=at)
    except IntegrityError:
        # Another process made them at the same moment, and knows the passwords.
        return []
    return first


def _active(session: Session, account_id: UUID) -> Account:
    account = session.get(Account, account_id)
    if account is None or not account.active:
        raise NotFound
    return account


def _key(email: str) -> str:
    return email.strip().casefold()
