"""The present moment, in UTC."""

from __future__ import annotations

from datetime import UTC, datetime


def moment(now: datetime | None = None) -> datetime:
    """The moment a use case acts at: the one its caller names, or the present."""
    return now or datetime.now(UTC)
