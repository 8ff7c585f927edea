"""Two runs of one gold set, paired by program: differences with intervals, and the release gate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evals.run import Result, results_of

_DRAWS, _SEED, _ERROR_RATE = 2000, 0, 0.05


class NotPaired(ValueError):
    """Two runs over different programs or facets."""


@dataclass(frozen=True, slots=True)
class Difference:
    """New minus base, the mean over programs, with a 95 % interval and the one-sided chance that it is noise.

    Interval and chance are of a paired bootstrap over programs (Efron & Tibshirani 1993, ch. 16).
    """

    measure: str
    programs: int
    base: float
    new: float
    low: float
    high: float
    noise: float


def compare(base: Path, new: Path) -> list[Difference]:
    """hit@1 and F1 of each facet. Raises NoRun, NotPaired."""
    old = {(result.id, result.facet): result for result in results_of(base)}
    now = {(result.id, result.facet): result for result in results_of(new)}
    if old.keys() != now.keys():
        raise NotPaired(f"{base} and {new} do not cover the same programs and facets; run both on one gold set.")
    found = []
    for facet in dict.fromkeys(facet for _, facet in old):
        pairs = [(old[key], now[key]) for key in old if key[1] == facet]
        hits = [(a.hit, b.hit) for a, b in pairs if a.hit is not None and b.hit is not None]
        if hits:
            found.append(_difference(f"{facet} hit@1", hits))
        found.append(_difference(f"{facet} F1 by program", [(a.f1, b.f1) for a, b in pairs]))
    return found


def worse_beyond_noise(differences: Sequence[Difference]) -> list[Difference]:
    """The guarded measures that are worse at a family-wise error rate of 5 % (Holm 1979)."""
    ordered = sorted(differences, key=lambda difference: difference.noise)
    worse = []
    for at, difference in enumerate(ordered):
        if difference.noise > _ERROR_RATE / (len(ordered) - at):
            break
        worse.append(difference)
    return worse


def changed(base: Path, new: Path, facet: str) -> tuple[list[Result], list[Result]]:
    """Programs whose first code became right, and those where it stopped being right (as the new run has them)."""
    old = {result.id: result for result in results_of(base) if result.facet == facet}
    now = [result for result in results_of(new) if result.facet == facet and result.hit is not None]
    better = [result for result in now if result.hit and not old[result.id].hit]
    worse = [result for result in now if not result.hit and old[result.id].hit]
    return better, worse


def _difference(measure: str, pairs: Sequence[tuple[float, float]]) -> Difference:
    values = np.array(pairs, dtype=np.float64)
    gains = values[:, 1] - values[:, 0]
    draws = np.random.default_rng(_SEED).integers(len(gains), size=(_DRAWS, len(gains)))
    means = gains[draws].mean(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    # Under no change the gains are centred on nothing: how often is a draw then as bad as what was seen?
    noise = float((means - gains.mean() <= gains.mean()).mean())
    base, new = values.mean(axis=0)
    return Difference(measure, len(gains), float(base), float(new), float(low), float(high), noise)
