"""Slices: parts of a gold set that are looked at apart, each with its size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from evals.figures import Figure, answers_of, facet_figures
from evals.gold import PROGRAMS, read
from evals.measures.weights import DRAWS
from evals.records import Recorded, Result
from tagging.fitting.corpus import LANGUAGES, programs, unit_groups

SMALL = 20
SHOWN = ("hit@1", "f1")
_SHORT, _LONG = 40, 80
# The training programs that a quarter of the unit groups do not exceed.
_FEW = 13


@dataclass(frozen=True, slots=True)
class Slice:
    """The programs that share a value of a dimension, and their figures; small ones say little."""

    dimension: str
    value: str
    programs: int
    figures: tuple[Figure, ...]

    @property
    def small(self) -> bool:
        return self.programs < SMALL


def _occupations(result: Result) -> tuple[str, ...]:
    answer = result.answer("occupation")
    return answer.right if answer else ()


def _length(result: Result) -> str:
    return "short" if result.words < _SHORT else "medium" if result.words < _LONG else "long"


def _rarity(result: Result) -> tuple[str, ...]:
    right = set(_occupations(result))
    return () if not right else ("yes",) if right & rare_occupations() else ("no",)


# The values of a program in each dimension: none when it has no part in it, several when it has several occupations.
DIMENSIONS: dict[str, Callable[[Result], Sequence[str]]] = {
    "language": lambda result: (result.language,) if result.language else (),
    "broad_category": lambda result: sorted({code[0] for code in _occupations(result)}),
    "teer": lambda result: sorted({code[1] for code in _occupations(result) if len(code) > 1}),
    "institution": lambda result: (result.institution,) if result.institution else (),
    "length": lambda result: (_length(result),),
    "declared": lambda result: () if result.declared is None else ("yes",) if result.declared else ("no",),
    "rare": _rarity,
}


@cache
def rare_occupations() -> frozenset[str]:
    """Unit groups with few training programs in both languages together that calibration has not seen either."""
    trained = Counter(code for language in LANGUAGES for each in programs(language) for code in each.occupation)
    calibrated = {code for gold in read(PROGRAMS, "calibration") for code in gold.right["occupation"]}
    few = {concept.code for concept in unit_groups() if trained[concept.code] <= _FEW}
    return frozenset(few - calibrated)


def groups(results: Sequence[Result]) -> list[tuple[str, str, list[Result]]]:
    """Dimension, value and the programs that have it, for all values that occur."""
    found: dict[tuple[str, str], list[Result]] = {}
    for dimension, values_of in DIMENSIONS.items():
        values = {value: None for result in results for value in values_of(result)}
        for value in sorted(values):
            found[dimension, value] = [result for result in results if value in values_of(result)]
    return [(dimension, value, members) for (dimension, value), members in found.items()]


def sliced(
    recorded: Recorded, facet: str = "occupation", names: Sequence[str] = SHOWN, *, draws: int = DRAWS
) -> list[Slice]:
    """The named measures of a facet on every slice."""
    found = []
    for dimension, value, members in groups(recorded.results):
        answers = answers_of(members, facet)
        if answers:
            figures = tuple(facet_figures(answers, facet, names, draws=draws))
            found.append(Slice(dimension, value, len(answers), figures))
    return found
