"""The table of measures; docs/metrics.md has the formula and source of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Literal

from evals.measures import calibration, hierarchy, proposals, ranking
from evals.measures.weights import Statistic
from evals.records import Answer

Statistics = Callable[[Sequence[Answer]], Statistic]
_Average = Callable[[proposals.Which, Sequence[proposals.Codes]], Statistic]
_KS = (1, 5, 20)
_SHARES: tuple[proposals.Which, ...] = ("precision", "recall", "F1")


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure of the answers of one facet; `name` is its key on pages and in files.

    `least` of a guarded measure is the smallest loss that closes the gate, when it is also beyond noise.
    """

    name: str
    of: Statistics
    better: Literal["higher", "lower"] = "higher"
    least: float | None = None

    @property
    def guarded(self) -> bool:
        return self.least is not None


@cache
def measures_of(facet: str) -> tuple[Measure, ...]:
    """In the order they are shown; a facet without a hierarchy has no hierarchical ones."""
    return (*_ranking(facet), *_proposals(), *_calibration(), *(_hierarchy(facet) if _has_levels(facet) else ()))


def measure(facet: str, name: str) -> Measure:
    """The row of a name."""
    return next(each for each in measures_of(facet) if each.name == name)


def _has_levels(facet: str) -> bool:
    return len(hierarchy.levels(facet)) > 1


def _ranking(facet: str) -> Iterator[Measure]:
    for k in _KS:
        guarded = 0.0 if facet == "occupation" and k == 1 else None
        yield Measure(f"hit@{k}", partial(ranking.hit_at, k), least=guarded)
    for k in (5, 10):
        yield Measure(f"ndcg@{k}", partial(ranking.ndcg_at, k))
        yield Measure(f"rp@{k}", partial(ranking.r_precision_at, k))
    yield Measure("mrr", ranking.reciprocal_rank)


def _proposals() -> Iterator[Measure]:
    for which in _SHARES:
        least = 0.0 if which == "F1" else None
        yield Measure(which.lower(), partial(_proposed, proposals.micro, which), least=least)
    for which in _SHARES:
        yield Measure(f"macro_{which.lower()}", partial(_proposed, proposals.macro, which))
    yield Measure("f1_by_program", _by_program)
    yield Measure("first_or_none", proposals.first_or_none)
    yield Measure("abstention_precision", partial(proposals.abstention, "precision"))
    yield Measure("abstention_recall", partial(proposals.abstention, "recall"))
    yield Measure("verbatim", proposals.verbatim, least=0.0)
    yield Measure("support", proposals.support)


def _calibration() -> Iterator[Measure]:
    yield Measure("ece", calibration.expected_calibration_error, "lower")
    yield Measure("ece_proposed", calibration.error_of_proposals, "lower")
    yield Measure("brier", calibration.brier, "lower", least=0.02)
    yield Measure("aurc", calibration.risk_coverage_area, "lower")


def _hierarchy(facet: str) -> Iterator[Measure]:
    for level in hierarchy.levels(facet)[1:]:
        for which in _SHARES:
            yield Measure(f"{which.lower()}@{level}", partial(_at_level, facet, level, which))
    yield Measure("hierarchical_f1", partial(_hierarchical, facet))
    yield Measure("distance", hierarchy.distance, "lower")


def _proposed(average: _Average, which: proposals.Which, answers: Sequence[Answer]) -> Statistic:
    return average(which, proposals.codes_of(answers))


def _by_program(answers: Sequence[Answer]) -> Statistic:
    return proposals.by_program(proposals.codes_of(answers))


def _at_level(facet: str, level: str, which: proposals.Which, answers: Sequence[Answer]) -> Statistic:
    return proposals.micro(which, hierarchy.at_level(level, proposals.codes_of(answers), facet))


def _hierarchical(facet: str, answers: Sequence[Answer]) -> Statistic:
    return proposals.micro("F1", hierarchy.with_ancestors(proposals.codes_of(answers), facet))
