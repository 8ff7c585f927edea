"""Drift: whether reviewers still accept proposals as often as before, on a control chart of shares."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from review_queue.acceptance import Taken

SIGMAS = 3.0
# Before the newest week, for a band around it.
FEWEST_WEEKS, FEWEST_PROGRAMS = 3, 15
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


@dataclass(frozen=True, slots=True)
class _Past:
    """The weeks before the newest: the share accepted of so many decided, and the design effect of their programs."""

    center: float
    decided: int
    effect: float


def chart(taken: Iterable[Taken]) -> Chart | None:
    """A p-chart with limits of three standard deviations; None before there is enough to compare with.

    Shewhart 1931; Montgomery 2009, Introduction to Statistical Quality Control, section 7.2. Decisions on one program
    go together, which widens the limits by the design effect; docs/metrics.md has the formula. The normal
    approximation wants n p and n (1 - p) of at least 5, n being decisions divided by the design effect.
    """
    rows = sorted(taken, key=lambda each: each.week)
    weeks = [(start, _totals(of_week)) for start, of_week in groupby(rows, key=lambda each: each.week)]
    if len(weeks) <= FEWEST_WEEKS:
        return None
    before = [row for row in rows if row.week < weeks[-1][0]]
    if len({row.submission_id for row in before}) < FEWEST_PROGRAMS:
        return None
    past = _past(before)
    return Chart(past.center, tuple(_week(start, total, past) for start, total in weeks))


def _past(before: Sequence[Taken]) -> _Past:
    decided, accepted = _totals(before)
    center = accepted / decided
    return _Past(center, decided, _design_effect(before, decided, center))


def _design_effect(before: Sequence[Taken], decided: int, center: float) -> float:
    """By how much programs multiply the variance of a share; 1 where decisions do not go together.

    Rao and Scott 1992, A simple method for the analysis of clustered binary data: the variance of a ratio between
    clusters over that of independent decisions.
    """
    independent = decided * center * (1 - center)
    if not independent:
        return 1.0
    beyond: dict[UUID, float] = defaultdict(float)
    for row in before:
        beyond[row.submission_id] += row.accepted - center * row.decided
    between = len(beyond) / (len(beyond) - 1) * sum(each**2 for each in beyond.values())
    return max(1.0, between / independent)


def _week(start: date, total: tuple[int, int], past: _Past) -> Week:
    decided, accepted = total
    center = past.center
    variance = past.effect * center * (1 - center) * (1 / decided + 1 / past.decided)
    reach = SIGMAS * math.sqrt(variance)
    is_small = decided / past.effect * min(center, 1 - center) < _FEWEST_EXPECTED
    return Week(start, decided, accepted, max(0.0, center - reach), min(1.0, center + reach), is_small)


def _totals(rows: Iterable[Taken]) -> tuple[int, int]:
    """Decided, accepted."""
    decided = accepted = 0
    for row in rows:
        decided, accepted = decided + row.decided, accepted + row.accepted
    return decided, accepted
