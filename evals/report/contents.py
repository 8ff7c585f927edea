"""What a report shows of its runs, the first being the one it is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evals.attacked import Attacked
from evals.attacked import figures as attack_figures
from evals.compare import Difference, differences
from evals.figures import Figure, answers_of, measured
from evals.measures import measures_of
from evals.measures.calibration import Bin, reliability, risk_coverage
from evals.records import Answer, Lost, Recorded, Result
from evals.slices import Slice, sliced

_AGAINST = ("hit@1", "f1", "brier")
_BETTER = {"attack_flips": "lower", "claim_flips": "lower", "attack_brought": "lower", "attack_flagged": "higher"}


@dataclass(frozen=True, slots=True)
class Line:
    """A measure with the figure of each run; None where a run has none."""

    measure: str
    better: str
    figures: tuple[Figure | None, ...]


@dataclass(frozen=True, slots=True)
class FacetPart:
    """All that is shown of one facet: figures, those at each level, calibration and risk, and where codes were lost."""

    facet: str
    lines: tuple[Line, ...]
    levels: tuple[Line, ...]
    bins: tuple[Bin, ...]
    curves: tuple[tuple[tuple[float, float], ...], ...]
    right: int
    lost: Mapping[Lost, int]


@dataclass(frozen=True, slots=True)
class Contents:
    """`names` are the runs' profiles, made distinct; `gains` has a run's name and the difference to it."""

    runs: tuple[Recorded, ...]
    names: tuple[str, ...]
    costs: tuple[Line, ...]
    facets: tuple[FacetPart, ...]
    gains: tuple[tuple[str, Difference], ...]
    slices: tuple[Slice, ...]
    errors: tuple[tuple[Result, Answer], ...]
    attacks: tuple[Line, ...]

    @property
    def about(self) -> Recorded:
        return self.runs[0]


def contents(runs: Sequence[Recorded], attacked: Sequence[Sequence[Attacked]] = ()) -> Contents:
    """`attacked` has what attacks did to each run, nothing where it was not tried. Raises NotPaired.

    The runs must be of one gold set.
    """
    figures = [{(each.facet, each.measure): each for each in measured(run)} for run in runs]
    names = _names(runs)
    gains = [
        (name, difference)
        for name, other in zip(names[1:], runs[1:], strict=True)
        for difference in differences(other, runs[0], _AGAINST)
    ]
    first = runs[0]
    wrong = ((result, result.answer("occupation")) for result in first.results)
    errors = [(result, answer) for result, answer in wrong if answer and answer.hit is False]
    costs = dict.fromkeys(name for of_run in figures for facet, name in of_run if not facet)
    return Contents(
        tuple(runs),
        names,
        tuple(_line(figures, "", name, "lower") for name in costs),
        tuple(_part(runs, figures, facet) for facet in first.facets),
        tuple(gains),
        tuple(sliced(first)),
        tuple(errors),
        _attacks(attacked),
    )


def _attacks(attacked: Sequence[Sequence[Attacked]]) -> tuple[Line, ...]:
    found = [{("", each.measure): each for each in attack_figures(of_run)} for of_run in attacked]
    names = dict.fromkeys(name for of_run in found for _, name in of_run)
    return tuple(_line(found, "", name, _BETTER[name]) for name in names)


def _names(runs: Sequence[Recorded]) -> tuple[str, ...]:
    profiles = [run.run.inputs.profile for run in runs]
    return tuple(
        profile if profiles.count(profile) == 1 else f"{profile} {run.run.id[:8]}"
        for profile, run in zip(profiles, runs, strict=True)
    )


def _part(runs: Sequence[Recorded], figures: Sequence[dict[tuple[str, str], Figure]], facet: str) -> FacetPart:
    lines = [_line(figures, facet, each.name, each.better) for each in measures_of(facet)]
    shown = [line for line in lines if any(line.figures)]
    answers = answers_of(runs[0].results, facet)
    lost = Counter(step for answer in answers for step in answer.lost().values())
    return FacetPart(
        facet,
        tuple(line for line in shown if not _of_level(line)),
        tuple(line for line in shown if _of_level(line)),
        tuple(reliability(answers)),
        tuple(tuple(risk_coverage(answers_of(run.results, facet))) for run in runs),
        sum(len(answer.right) for answer in answers),
        lost,
    )


def _line(figures: Sequence[dict[tuple[str, str], Figure]], facet: str, name: str, better: str) -> Line:
    return Line(name, better, tuple(of_run.get((facet, name)) for of_run in figures))


def _of_level(line: Line) -> bool:
    return "@" in line.measure and not line.measure.rsplit("@", 1)[1].isdigit()
