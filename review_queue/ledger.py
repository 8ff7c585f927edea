"""The ledger of model calls in the work database: each call and its answer kept the moment it has finished."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Engine
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, insert, select

from review_queue import budgets, circuit
from review_queue.budgets import ONTARIO, Budgets, PriceUnknown
from review_queue.clock import moment
from review_queue.database import transaction
from review_queue.model_tables import ModelAnswer, ModelCall
from review_queue.prices import Prices
from tagging.selection.ledger import Call


class WorkLedger:
    """A tagging.selection.ledger.Ledger; every method is a short transaction of its own, safe from many threads.

    A call is kept before anything is made of its answer, so that a crash in between never buys it twice.
    """

    def __init__(
        self, work: Engine, *, model: str, prices: Prices, limits: Budgets, clock: Callable[[], datetime] = moment
    ) -> None:
        self._work, self._model, self._prices, self._limits, self._clock = work, model, prices, limits, clock

    def earlier(self, key: str) -> str | None:
        with Session(self._work) as session:
            return session.exec(select(ModelAnswer.answer).where(col(ModelAnswer.key) == key)).one_or_none()

    def allow(self, subject: str) -> None:
        """Raises DayBudgetReached, BatchBudgetReached, PriceUnknown."""
        now = self._clock()
        if self._limits.are_set and self._prices.of(self._model, _day(now)) is None:
            raise PriceUnknown(f"The price table does not know {self._model}, so no budget can be kept.")
        with Session(self._work) as session:
            budgets.check(session, self._limits, UUID(subject), now)

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
