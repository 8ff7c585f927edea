"""The gate: a new run may not be worse than the base on any guarded measure, beyond noise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from evals.chance import difference, sides, swaps, westfall_young
from evals.compare import paired
from evals.figures import answers_of
from evals.measures import Measure, measures_of
from evals.measures.weights import Floats, units
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
    """A measure of a facet over both runs: its figures, and how much worse the new one is, as seen and as drawn."""

    facet: str
    measure: Measure
    programs: int
    base: float
    new: float
    loss: float
    drawn: Floats


def gate(base: Recorded, new: Recorded) -> list[Verdict]:
    """A verdict for each guarded measure, by swapping programs between the runs at random. Raises NotPaired."""
    pairs = paired(base, new)
    swapped = swaps(units([base.unit for base, _ in pairs]))
    rows = [row for facet in base.facets for row in _guarded(pairs, facet, swapped)]
    drawn = np.stack([row.drawn for row in rows], axis=1)
    # Swapping all the other programs instead gives the same differences the other way round.
    chances = westfall_young(np.array([row.loss for row in rows]), np.vstack([drawn, -drawn]))
    return [_verdict(row, chance) for row, chance in zip(rows, chances, strict=True)]


def _guarded(pairs: Sequence[tuple[Result, Result]], facet: str, swapped: Floats) -> Iterator[_Guarded]:
    judged = [at for at, (base, _) in enumerate(pairs) if base.answer(facet)]
    answers = [answer for side in (0, 1) for answer in answers_of([pair[side] for pair in pairs], facet)]
    seen, drawn = sides(np.zeros((1, len(judged)))), sides(swapped[:, judged])
    for measure in (each for each in measures_of(facet) if each.guarded):
        statistic, sign = measure.of(answers), -1.0 if measure.better == "higher" else 1.0
        base, new = (float(statistic(weights)[0]) for weights in seen)
        loss = np.nan_to_num(sign * difference(statistic, seen))
        losses = np.nan_to_num(sign * difference(statistic, drawn))
        yield _Guarded(facet, measure, len(judged), base, new, float(loss[0]), losses)


def _verdict(row: _Guarded, chance: float) -> Verdict:
    worse = chance <= ERROR_RATE and row.loss > (row.measure.least or 0.0)
    return Verdict(row.facet, row.measure.name, row.programs, row.base, row.new, chance, worse)
