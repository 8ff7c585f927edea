"""Drift: whether reviewers still accept proposals as often as before, on a control chart of shares."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from review_queue.acceptance import Taken

SIGMAS = 3.0
FEWEST_WEEKS = 3
_FEWEST_EXPECTED = 5.0


@dataclass(frozen=True, slots=True)
class Week:
    """A week's decisions; `low` and `high` bound the share that chance alone allows.

    A week is small when the normal approximation does not hold for it; it is then drawn and not judged.
    """

    start: date
    decided: int
    accepted: int
    low: float
    high: float
    is_small: bool

    @property
    def share(self) -> float:
        return self.accepted / self.decided

    @property
    def is_outside(self) -> bool:
        return not self.is_small and not self.low <= self.share <= self.high


@dataclass(frozen=True, slots=True)
class Chart:
    """Weeks around the share accepted before the newest one."""

    center: float
    weeks: tuple[Week, ...]

    @property
    def has_left(self) -> bool:
        """Whether the newest week lies outside its band."""
        return self.weeks[-1].is_outside


def chart(taken: Iterable[Taken]) -> Chart | None:
    """A p-chart with limits of three standard deviations; None before there are enough weeks to compare with.

    Shewhart 1931; Montgomery 2009, Introduction to Statistical Quality Control, section 7.2: the limits of a week
    with n decisions are p ± 3 sqrt(p (1 - p) / n), p the share over the weeks before the newest. The normal
    approximation wants n p and n (1 - p) of at least 5.
    """
    by_week = groupby(sorted(taken, key=lambda each: each.week), key=lambda each: each.week)
    counts = [(week, _totals(rows)) for week, rows in by_week]
    if len(counts) <= FEWEST_WEEKS:
        return None
    decided, accepted = _sum(total for _, total in counts[:-1])
    center = accepted / decided
    return Chart(center, tuple(_week(start, total, center) for start, total in counts))


def _week(start: date, total: tuple[int, int], center: float) -> Week:
    decided, accepted = total
    reach = SIGMAS * math.sqrt(center * (1 - center) / decided)
    is_small = decided * min(center, 1 - center) < _FEWEST_EXPECTED
    return Week(start, decided, accepted, max(0.0, center - reach), min(1.0, center + reach), is_small)


def _totals(rows: Iterable[Taken]) -> tuple[int, int]:
    return _sum((row.decided, row.accepted) for row in rows)


def _sum(totals: Iterable[tuple[int, int]]) -> tuple[int, int]:
    decided = accepted = 0
    for more_decided, more_accepted in totals:
        decided, accepted = decided + more_decided, accepted + more_accepted
    return decided, accepted
