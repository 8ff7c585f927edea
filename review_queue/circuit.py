"""The circuit to the model provider: opened by failures in a row, closed by an answer, shared by all workers."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select, update

from review_queue.model_tables import ProviderCircuit

# Failures with no answer between them that open the circuit.
FAILURES = 5
# Seconds of the first pause; each further one is twice as long.
FIRST_PAUSE, LONGEST_PAUSE = 5.0, 300.0
# A pause is drawn out by up to this share, so that what failed together does not come back together.
JITTER = 0.25


@dataclass(frozen=True, slots=True)
class Circuit:
    """`away_until` is set while nothing is to be sent; after it one program tries, until the provider answers."""

    failures: int
    pauses: int
    away_until: datetime | None

    def is_open(self, now: datetime) -> bool:
        return self.away_until is not None and self.away_until > now

    def room(self, most: int, now: datetime) -> int:
        """How many programs may be on their way."""
        if self.is_open(now):
            return 0
        return 1 if self.pauses else most


def state(session: Session) -> Circuit:
    columns = select(ProviderCircuit.failures, ProviderCircuit.pauses, ProviderCircuit.away_until)
    return Circuit(*session.exec(columns.where(col(ProviderCircuit.id) == 1)).one())


def failed(session: Session, retry_after: float, now: datetime) -> Circuit:
    """Count a failure, and open the circuit when it is the last straw; the caller commits.

    Failures of calls that were on their way when it opened count no more.
    """
    closed = col(ProviderCircuit.away_until).is_(None) | (col(ProviderCircuit.away_until) <= now)
    counted = session.exec(
        update(ProviderCircuit)
        .where(col(ProviderCircuit.id) == 1, closed)
        .values(failures=ProviderCircuit.failures + 1)
        .returning(col(ProviderCircuit.failures), col(ProviderCircuit.pauses))
    ).one_or_none()
    if counted and (counted.failures >= FAILURES or counted.pauses):
        until = now + timedelta(seconds=pause(counted.pauses, at_least=retry_after))
        session.exec(update(ProviderCircuit).values(pauses=ProviderCircuit.pauses + 1, away_until=until))
    return state(session)


def answered(session: Session) -> None:
    """The provider is back; the caller commits."""
    troubled = (col(ProviderCircuit.failures) > 0) | (col(ProviderCircuit.pauses) > 0)
    session.exec(update(ProviderCircuit).where(troubled).values(failures=0, pauses=0, away_until=None))


def pause(before: int, *, at_least: float) -> float:
    """Seconds to wait after `before` pauses in a row, and never less than the provider asked for."""
    doubled: float = min(FIRST_PAUSE * 2.0 ** min(before, 30), LONGEST_PAUSE)
    return max(doubled, at_least) * (1 + random.uniform(0, JITTER))  # noqa: S311 - spreads load, keeps no secret
