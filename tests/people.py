"""The people of the tests: an actor for each role, at two institutions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Session

from review_queue.institutions import institution_named
from review_queue.records import Actor, Role
from review_queue.sessions import actor_of
from review_queue.tables import Account

NewDatabase = Callable[[str], str]


@dataclass(frozen=True)
class People:
    """One actor a role, a submitter of another institution (`neighbour`), and a second reviewer."""

    submitter: Actor
    neighbour: Actor
    reviewer: Actor
    second_reviewer: Actor
    qa: Actor
    administrator: Actor


def enrol(session: Session) -> People:
    """Accounts without usable passwords, made directly because hashing six takes longer than most tests."""
    roles: dict[str, tuple[Role, str | None]] = {
        "submitter": ("submitter", "Maple College"),
        "neighbour": ("submitter", "Birch College"),
        "reviewer": ("reviewer", None),
        "second_reviewer": ("reviewer", None),
        "qa": ("qa", None),
        "administrator": ("administrator", None),
    }
    actors = {name: _account(session, name, role, institution) for name, (role, institution) in roles.items()}
    session.commit()
    return People(**actors)


def _account(session: Session, name: str, role: Role, institution: str | None) -> Actor:
    account = Account(
        email=f"{name}@example.org",
        email_key=f"{name}@example.org",
        name=name.replace("_", " ").capitalize(),
        role=role,
        institution_id=institution_named(session, name=institution) if institution else None,
        password_hash="none",
        created_at=datetime.now(UTC),
    )
    session.add(account)
    session.flush()
    return actor_of(account)
