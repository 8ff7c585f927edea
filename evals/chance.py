"""How likely a difference is without a change: programs of two runs swapped at random, McNemar's test, Holm's rule."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from scipy.stats import binomtest

from evals.measures.weights import Floats, Statistic, Units

SWAPS = 5_000
# Sums in another order differ in the last digits; smaller differences are none.
_DIGITS = 12


@lru_cache(maxsize=4)
def swaps(of: Units, *, draws: int = SWAPS, seed: int = 0) -> Floats:
    """1 where a draw takes the program's base answer for the new one and the other way round; not to write in.

    The programs of a unit are swapped together.
    """
    drawn = np.random.default_rng(seed).integers(2, size=(draws, max(of) + 1)).astype(np.float64)[:, list(of)]
    drawn.setflags(write=False)
    return drawn


def sides(swapped: Floats) -> tuple[Floats, Floats]:
    """Weights of the base answers followed by the new ones: those a draw takes for the base, and for the new run."""
    kept = 1 - swapped
    return np.hstack([kept, swapped]), np.hstack([swapped, kept])


def difference(statistic: Statistic, drawn: tuple[Floats, Floats]) -> Floats:
    """New minus base, a row a draw; the statistic is of the base answers followed by the new ones."""
    base, new = drawn
    return np.round(statistic(new) - statistic(base), _DIGITS)


def two_sided(observed: float, drawn: Floats) -> float:
    """The share of draws at least as far from nothing as what was seen (Phipson & Smyth 2010: never 0)."""
    return float((1 + (np.abs(drawn) >= abs(round(observed, _DIGITS))).sum()) / (1 + len(drawn)))


def mcnemar(gained: int, lost: int) -> float:
    """Two-sided exact test on the units that changed (McNemar 1947)."""
    return float(binomtest(gained, gained + lost).pvalue) if gained + lost else 1.0


def holm(chances: Sequence[float]) -> list[float]:
    """Chances adjusted for their number, in the order given (Holm 1979)."""
    adjusted, highest = [0.0] * len(chances), 0.0
    for at, place in enumerate(sorted(range(len(chances)), key=lambda place: chances[place])):
        highest = max(highest, min(1.0, chances[place] * (len(chances) - at)))
        adjusted[place] = highest
    return adjusted


def westfall_young(observed: Floats, drawn: Floats) -> list[float]:
    """One-sided chances of losses, adjusted for their number and dependence (Westfall & Young 1993, algorithm 2.8).

    `observed` has a loss a measure, `drawn` a row a draw; the draws swap the same programs for all measures, so a
    measure that nothing changed costs nothing.
    """
    each = _share_as_large(np.vstack([observed, drawn]))
    order = np.argsort(each[0], kind="stable")
    least = np.minimum.accumulate(each[:, order[::-1]], axis=1)[:, ::-1]
    ordered = np.maximum.accumulate((least <= each[0, order]).mean(axis=0))
    adjusted = np.empty_like(ordered)
    adjusted[order] = ordered
    return [float(chance) for chance in adjusted]


def _share_as_large(losses: Floats) -> Floats:
    """For each value the share of its column that is at least as large."""
    rows = len(losses)
    return np.stack([(rows - np.searchsorted(np.sort(column), column)) / rows for column in losses.T], axis=1)
