"""The gate: a new run may not be worse than the base on any guarded measure, beyond noise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evals.chance import difference, swaps, westfall_young
from evals.compare import paired
from evals.figures import answers_of
from evals.measures import Measure, measures_of
from evals.measures.weights import Floats, Statistic
from evals.records import Recorded, Result

# The chance that the gate closes, on any of its measures, although nothing changed.
ERROR_RATE = 0.05


@dataclass(frozen=True, slots=True)
class Verdict:
    """A guarded measure of a facet; `chance` is one-sided and holds over all guarded measures together."""

    facet: str
    measure: str
    programs: int
    base: float
    new: float
    chance: float
    worse: bool


@dataclass(frozen=True, slots=True)
class _Guarded:
    facet: str
    measure: Measure
    judged: list[int]
    statistic: Statistic

    def losses(self, swapped: Floats) -> Floats:
        """A row a draw; positive when the new run is worse."""
        drawn = difference(self.statistic, swapped[:, self.judged])
        return np.nan_to_num(-drawn if self.measure.better == "higher" else drawn)


def gate(base: Recorded, new: Recorded) -> list[Verdict]:
    """A verdict for each guarded measure, by swapping programs between the runs at random. Raises NotPaired."""
    pairs = paired(base, new)
    guarded = [row for facet in base.facets for row in _guards(pairs, facet)]
    nothing = np.zeros((1, len(pairs)))
    swapped = swaps(len(pairs))
    observed = np.concatenate([row.losses(nothing) for row in guarded])
    drawn = np.stack([row.losses(swapped) for row in guarded], axis=1)
    # Swapping all the other programs instead gives the same differences the other way round.
    chances = westfall_young(observed, np.vstack([drawn, -drawn]))
    return [_verdict(*each) for each in zip(guarded, observed.tolist(), chances, strict=True)]


def _guards(pairs: Sequence[tuple[Result, Result]], facet: str) -> list[_Guarded]:
    judged = [at for at, (base, _) in enumerate(pairs) if base.answer(facet)]
    answers = [answer for side in (0, 1) for answer in answers_of([pair[side] for pair in pairs], facet)]
    return [_Guarded(facet, each, judged, each.of(answers)) for each in measures_of(facet) if each.guarded]


def _verdict(row: _Guarded, loss: float, chance: float) -> Verdict:
    programs = len(row.judged)
    alone = np.eye(2).repeat(programs, axis=1)
    base, new = (float(figure) for figure in row.statistic(alone))
    worse = chance <= ERROR_RATE and loss > (row.measure.least or 0.0)
    return Verdict(row.facet, row.measure.name, programs, base, new, chance, worse)
