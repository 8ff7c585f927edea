"""Names of the people behind account ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlmodel import Session, col, select

from review_queue.tables import Account


def names(session: Session, account_ids: Iterable[UUID | None]) -> Mapping[UUID | None, str]:
    """Name by id; None, the worker, has none."""
    wanted = {account_id for account_id in account_ids if account_id is not None}
    found = session.exec(select(Account.id, Account.name).where(col(Account.id).in_(wanted)))
    return dict(found.all())
