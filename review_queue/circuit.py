"""The circuit to the provider, shared by all workers: failures in a row or a refusal open it, an answer closes it."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from sqlmodel import Session, col, select, update

from review_queue.model_tables import ProviderCircuit
from review_queue.waiting import Reason
from tagging.selection.failures import FOR_ALL, Failure, Kind, ProviderRefused, ProviderUnavailable

# Failures with no answer between them that open the circuit.
FAILURES = 5
# Seconds of the first pause; each further one is twice as long.
FIRST_PAUSE, LONGEST_PAUSE = 5.0, 300.0
# A pause is drawn out by up to this share, so that what failed together does not come back together.
JITTER = 0.25


@dataclass(frozen=True, slots=True)
class Circuit:
    """`away_until` is set while nothing is to be sent; after it one program tries, until the provider answers.

    `failure` is the latest one without an answer since.
    """

    failures: int
    pauses: int
    away_until: datetime | None
    failure: Failure | None = None

    def is_open(self, now: datetime) -> bool:
        return self.away_until is not None and self.away_until > now

    @property
    def reason(self) -> Reason:
        """Why programs wait while it is open."""
        return "provider_refused" if self.failure and self.failure.kind in FOR_ALL else "provider_away"

    def room(self, most: int, now: datetime) -> int:
        """How many programs may be on their way."""
        if self.is_open(now):
            return 0
        return 1 if self.pauses else most


# Asked and told for every program, so put together once.
_STATE = select(ProviderCircuit).where(col(ProviderCircuit.id) == 1).execution_options(populate_existing=True)
_CLOSED = (
    update(ProviderCircuit)
    .where((col(ProviderCircuit.failures) > 0) | (col(ProviderCircuit.pauses) > 0))
    .values(failures=0, pauses=0, away_until=None, failure=None, failure_status=None)
    .execution_options(synchronize_session=False)
)


def state(session: Session) -> Circuit:
    row = session.exec(_STATE).one()
    failure = Failure(cast(Kind, row.failure), row.failure_status) if row.failure else None
    return Circuit(row.failures, row.pauses, row.away_until, failure)


def failed(session: Session, error: ProviderUnavailable | ProviderRefused, now: datetime) -> Circuit:
    """Count a failure, and open the circuit when it is the last straw or refuses every call; the caller commits.

    Failures of calls that were on their way when it opened count no more.
    """
    closed = col(ProviderCircuit.away_until).is_(None) | (col(ProviderCircuit.away_until) <= now)
    said = {"failure": error.failure.kind, "failure_status": error.failure.status}
    counted = session.exec(
        update(ProviderCircuit)
        .where(col(ProviderCircuit.id) == 1, closed)
        .values(failures=ProviderCircuit.failures + 1, **said)
        .returning(col(ProviderCircuit.failures), col(ProviderCircuit.pauses))
    ).one_or_none()
    # What somebody has to mend is not tried again soon.
    least = LONGEST_PAUSE if isinstance(error, ProviderRefused) else error.retry_after
    if counted and (isinstance(error, ProviderRefused) or counted.failures >= FAILURES or counted.pauses):
        until = now + timedelta(seconds=pause(counted.pauses, at_least=least))
        session.exec(update(ProviderCircuit).values(pauses=ProviderCircuit.pauses + 1, away_until=until))
    return state(session)


def answered(session: Session) -> None:
    """The provider is back; the caller commits."""
    session.exec(_CLOSED)


def pause(before: int, *, at_least: float) -> float:
    """Seconds to wait after `before` pauses in a row, and never less than the provider asked for."""
    doubled: float = min(FIRST_PAUSE * 2.0 ** min(before, 30), LONGEST_PAUSE)
    return max(doubled, at_least) * (1 + random.uniform(0, JITTER))  # noqa: S311 - spreads load, keeps no secret
