"""The ledger of model calls in the work database: each call and its answer kept the moment it has finished."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from sqlalchemy import Engine
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, insert, select

from review_queue import budgets, circuit
from review_queue.budgets import ONTARIO, Budgets, PriceUnknown
from review_queue.clock import moment
from review_queue.database import transaction
from review_queue.model_tables import ModelAnswer, ModelCall
from review_queue.prices import MICROS, Prices
from tagging.selection.ledger import Call


class WorkLedger:
    """A tagging.selection.ledger.Ledger; every method is a short transaction of its own, safe from many threads.

    A call is kept before anything is made of its answer, so that a crash in between never buys it twice.
    """

    def __init__(
        self, work: Engine, *, model: str, prices: Prices, limits: Budgets, clock: Callable[[], datetime] = moment
    ) -> None:
        self._work, self._prices, self._limits, self._clock = work, prices, limits, clock
        self.model = model

    def earlier(self, key: str) -> str | None:
        with Session(self._work) as session:
            return session.exec(select(ModelAnswer.answer).where(col(ModelAnswer.key) == key)).one_or_none()

    def allow(self, subject: str) -> None:
        """Raises DayBudgetReached, BatchBudgetReached, PriceUnknown."""
        self.check_price()
        with Session(self._work) as session:
            budgets.check(session, self._limits, UUID(subject), self._clock())

    def check_price(self) -> None:
        """Raises PriceUnknown."""
        if self._limits.are_set and self._prices.of(self.model, _day(self._clock())) is None:
            raise PriceUnknown(self.model)

    def left_today(self) -> Decimal | None:
        """Millionths of a dollar that the day's budget still has; None without one."""
        if not self._limits.day:
            return None
        with Session(self._work) as session:
            return self._limits.day * MICROS - budgets.spent_since(session, budgets.day_of(self._clock()))

    def bought(self, call: Call, answer: str | None) -> None:
        with Session(self._work) as session, transaction(session):
            self.record(session, call, answer)
            circuit.answered(session)

    def record(self, session: Session, call: Call, answer: str | None, *, in_batch: bool = False) -> None:
        """Keep a call in the caller's transaction."""
        now = self._clock()
        row = {
            "id": uuid4(),
            "key": call.key,
            "submission_id": UUID(call.subject),
            "prompt": call.prompt,
            "prompt_hash": call.prompt_hash,
            "model": call.model,
            "tokens_in": call.tokens_in,
            "tokens_cached": call.tokens_cached,
            "tokens_out": call.tokens_out,
            "seconds": call.seconds,
            "outcome": call.outcome,
            "cost_micros": self.cost(call, in_batch=in_batch),
            "at": now,
        }
        session.exec(insert(ModelCall).values(row))
        if answer is not None:
            _keep(session, call.key, answer, now)

    def cost(self, call: Call, *, in_batch: bool) -> int | None:
        """Millionths of a dollar at today's price; None when it is unknown."""
        return self._prices.cost(call, _day(self._clock()), in_batch=in_batch)


def _keep(session: Session, key: str, answer: str, now: datetime) -> None:
    """The latest answer under a key takes the place of the one before."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    row = dialect.insert(ModelAnswer).values(key=key, answer=answer, at=now)
    session.exec(row.on_conflict_do_update(index_elements=["key"], set_={"answer": answer, "at": now}))


def _day(now: datetime) -> date:
    return now.astimezone(ONTARIO).date()
