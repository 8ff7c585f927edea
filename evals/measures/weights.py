"""Resampling of programs: every measure is a function of how often each program counts, so one table serves all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
# A row a draw, a column a program, how often it was drawn; gives a figure a row, not-a-number where nothing counts.
Statistic = Callable[[Floats], Floats]
DRAWS, SEED, LEVEL = 2000, 0, 0.95


# The unit that each program belongs to: what is drawn together, as one program in two languages.
Units = tuple[int, ...]


def units(names: Sequence[str]) -> Units:
    """Programs with the same name are one unit; one without a name is a unit of its own."""
    numbers: dict[str, int] = {}
    return tuple(numbers.setdefault(name or f"\0{at}", len(numbers)) for at, name in enumerate(names))


@lru_cache(maxsize=4)
def bootstrap(of: Units, *, draws: int = DRAWS, seed: int = SEED) -> Floats:
    """Weights of `draws` samples of the units with replacement, a column a program; not to write in.

    Efron & Tibshirani 1993; whole units are drawn because their programs hang together (Davison & Hinkley 1997, 3.8).
    """
    count = max(of) + 1
    chances = np.full(count, 1 / count)
    weights = np.random.default_rng(seed).multinomial(count, chances, size=draws).astype(np.float64)[:, list(of)]
    weights.setflags(write=False)
    return weights


def once(programs: int) -> Floats:
    """The weights of the sample itself."""
    return np.ones((1, programs))


def ratio(numerators: Sequence[float] | Floats, denominators: Sequence[float] | Floats) -> Statistic:
    """The sum of the first over the sum of the second, a value a program each."""
    both = np.stack([numerators, denominators], axis=1).astype(np.float64)

    def statistic(weights: Floats) -> Floats:
        sums = weights @ both
        return divided(sums[:, 0], sums[:, 1])

    return statistic


def mean(values: Sequence[float | None]) -> Statistic:
    """Over the programs that have a value."""
    counts = [0.0 if value is None else 1.0 for value in values]
    return ratio([value or 0.0 for value in values], counts)


def divided(above: Floats, below: Floats) -> Floats:
    return np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0)


def interval(figures: Floats, level: float = LEVEL) -> tuple[float, float]:
    """The percentile interval of the figures of all draws in which anything counted."""
    known = figures[~np.isnan(figures)]
    if not known.size:
        return (float("nan"), float("nan"))
    low, high = np.quantile(known, ((1 - level) / 2, (1 + level) / 2))
    return float(low), float(high)
