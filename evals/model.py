"""The model that runs ask, and what its answers took: answers bought before count like those bought now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from review_queue.prices import MICROS, Prices
from tagging.selection.answer_file import AnswerFile
from tagging.selection.failures import SelectionFailed
from tagging.selection.ledger import Call
from tagging.selection.provider import Access, Provider

_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Taken:
    """What one program's calls took: tokens, Canadian dollars (None without a price), seconds of those not made now."""

    tokens_in: int
    tokens_out: int
    cost: float | None
    seconds_before: float


class Meter:
    """A tagging.selection.ledger.Ledger over a file of answers that notes which calls stand behind the answers given.

    For one thread.
    """

    def __init__(self, answers: AnswerFile) -> None:
        self._answers = answers
        self._reused: list[Call] = []
        self._bought: list[Call] = []

    def earlier(self, key: str) -> str | None:
        answer = self._answers.earlier(key)
        self._reused += () if answer is None else self._answers.calls(key)
        return answer

    def allow(self, subject: str) -> None:
        self._answers.allow(subject)

    def bought(self, call: Call, answer: str | None) -> None:
        self._answers.bought(call, answer)
        self._bought.append(call)

    def taken(self) -> tuple[Sequence[Call], Sequence[Call]]:
        """The calls reused and bought since the last time."""
        reused, bought = self._reused, self._bought
        self._reused, self._bought = [], []
        return reused, bought


@dataclass(frozen=True, slots=True)
class Model:
    """Who is asked, where answers are kept, and what tokens cost on the day of the run."""

    provider: Provider
    meter: Meter
    prices: Prices
    day: date

    @property
    def access(self) -> Access:
        return Access(self.provider, self.meter, _ATTEMPTS)

    @property
    def is_configured(self) -> bool:
        """Whether it may be called at all."""
        try:
            self.provider.check()
        except SelectionFailed:
            return False
        return True

    def taken(self) -> Taken | None:
        """By the program tagged last; None where nothing was asked."""
        reused, bought = self.meter.taken()
        calls = (*reused, *bought)
        if not calls:
            return None
        costs = [self.prices.cost(call, self.day) for call in calls]
        return Taken(
            sum(call.tokens_in for call in calls),
            sum(call.tokens_out for call in calls),
            None if None in costs else sum(cost or 0 for cost in costs) / MICROS,
            sum(call.seconds for call in reused),
        )
