"""The figures of a run: every measure of every facet with its interval, and what the run cost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import binomtest

from evals.measures import measures_of
from evals.measures.weights import DRAWS, LEVEL, Floats, Statistic, bootstrap, interval, mean, once, units
from evals.records import Answer, Recorded, Result


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure with its 95 % interval over the `programs` that count for it; `facet` "" means whole programs."""

    facet: str
    measure: str
    programs: int
    value: float
    low: float
    high: float


def answers_of(results: Sequence[Result], facet: str) -> list[Answer]:
    """Of the programs that were judged for the facet, in order."""
    return [answer for result in results if (answer := result.answer(facet))]


def measured(recorded: Recorded, *, draws: int = DRAWS) -> list[Figure]:
    """All figures, facet by facet, in the order of the measures; those that nothing counts for are left out."""
    found = [*_costs(recorded.results, draws)]
    for facet in recorded.facets:
        found += facet_figures(answers_of(recorded.results, facet), facet, draws=draws)
    return found


def facet_figures(
    answers: Sequence[Answer], facet: str, names: Sequence[str] = (), *, draws: int = DRAWS
) -> list[Figure]:
    """The measures of one facet over any programs; `names` chooses some of them."""
    weights = bootstrap(units([answer.unit for answer in answers]), draws=draws)
    chosen = (each for each in measures_of(facet) if not names or each.name in names)
    figures = (figure(facet, each.name, each.of(answers), weights, share=each.better == "higher") for each in chosen)
    return [each for each in figures if not np.isnan(each.value)]


def figure(facet: str, name: str, statistic: Statistic, weights: Floats, *, share: bool = False) -> Figure:
    """Of a share in [0, 1] that is the same 0 or 1 for every program, the interval is exact (Clopper & Pearson 1934).

    The bootstrap would give no width there, however few the programs are.
    """
    programs = weights.shape[1]
    value, alone = float(statistic(once(programs))[0]), statistic(np.eye(programs))
    counted = int(np.isfinite(alone).sum())
    low, high = interval(statistic(weights))
    if share and counted and value in (0.0, 1.0) and np.all(alone[np.isfinite(alone)] == value):
        exact = binomtest(round(value * counted), counted).proportion_ci(LEVEL)
        low, high = float(exact.low), float(exact.high)
    return Figure(facet, name, counted, value, low, high)


def _costs(results: Sequence[Result], draws: int) -> Iterator[Figure]:
    weights = bootstrap(units([result.unit for result in results]), draws=draws)
    yield figure("", "seconds", mean([result.seconds for result in results]), weights)
    yield figure("", "seconds_p95", _quantile([result.seconds for result in results], 0.95), weights)
    for name in ("tokens_in", "tokens_out", "cost"):
        values = [getattr(result, name) for result in results]
        if any(value is not None for value in values):
            yield figure("", name, mean(values), weights)


def _quantile(values: Sequence[float], share: float) -> Statistic:
    """The least value that at least this share of the programs does not exceed."""
    order = np.argsort(values)
    ordered = np.asarray(values)[order]

    def statistic(weights: Floats) -> Floats:
        reached = np.cumsum(weights[:, order], axis=1) >= share * weights.sum(axis=1, keepdims=True)
        found: Floats = ordered[np.argmax(reached, axis=1)]
        return found

    return statistic
