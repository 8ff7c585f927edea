"""Two runs of one gold set, paired by program: differences with intervals, and the programs that changed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from evals.chance import difference, holm, mcnemar, sides, swaps, two_sided
from evals.figures import answers_of
from evals.measures import Measure, measures_of
from evals.measures.proposals import by_program, codes_of
from evals.measures.weights import DRAWS, Floats, Units, bootstrap, interval, once, units
from evals.records import Answer, Recorded, Result
from evals.slices import SHOWN, groups

COMPARED = (
    "hit@1",
    "hit@5",
    "ndcg@10",
    "precision",
    "recall",
    "f1",
    "first_or_none",
    "verbatim",
    "ece",
    "brier",
    "aurc",
)
_HIT = "hit@"
# The chance up to which a difference is called beyond noise.
ALPHA = 0.05
Pairs = Sequence[tuple[Result, Result]]


class NotPaired(ValueError):
    """Two runs over different programs or facets."""


@dataclass(frozen=True, slots=True)
class Difference:
    """New minus base with the 95 % interval of a paired bootstrap over programs; `programs` count for either.

    `chance` is the two-sided probability of such a difference without a change: McNemar's for hits, else that of
    programs swapped at random; `adjusted` is after Holm over all rows of its table. `dimension` and `value` name a
    slice, and are "" for all programs.
    """

    facet: str
    measure: str
    better: str
    programs: int
    base: float
    new: float
    low: float
    high: float
    chance: float
    adjusted: float
    dimension: str = ""
    value: str = ""

    @property
    def is_beyond_noise(self) -> bool:
        return self.adjusted <= ALPHA


@dataclass(frozen=True, slots=True)
class Change:
    """A program that one run answers better than the other for a facet: by its first code, then by its proposals."""

    facet: str
    improved: bool
    base: Result
    new: Result

    @property
    def codes(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Those proposed before and now; where they are the same, the first of each ranking."""
        answers = [answer for result in (self.base, self.new) if (answer := result.answer(self.facet))]
        old, now = (answer.proposed for answer in answers)
        if old != now:
            return old, now
        before, after = (answer.ranked[:1] for answer in answers)
        return before, after


@dataclass(frozen=True, slots=True)
class Comparison:
    """Differences over all programs, those on slices of the occupation facet, and the programs that changed."""

    base: Recorded
    new: Recorded
    differences: tuple[Difference, ...]
    slices: tuple[Difference, ...]
    changes: tuple[Change, ...]


def compare(base: Recorded, new: Recorded, *, sliced: str = "occupation") -> Comparison:
    """`sliced` is the facet that slices are compared on. Raises NotPaired."""
    pairs = paired(base, new)
    found = []
    for dimension, value, members in groups(base.results):
        ids = {result.id for result in members}
        part = [pair for pair in pairs if pair[0].id in ids]
        found += [replace(d, dimension=dimension, value=value) for d in _differences(part, sliced, SHOWN)]
    changes = [change for facet in base.facets for pair in pairs if (change := _change(facet, *pair))]
    return Comparison(base, new, differences(base, new), _adjusted(found), tuple(changes))


def differences(base: Recorded, new: Recorded, names: Sequence[str] = COMPARED) -> tuple[Difference, ...]:
    """Of the named measures over all programs, for the facets that both runs have. Raises NotPaired."""
    shared = [facet for facet in base.facets if facet in new.facets]
    pairs = paired(_only(base, shared), _only(new, shared))
    return _adjusted([each for facet in shared for each in _differences(pairs, facet, names)])


def _only(run: Recorded, facets: Sequence[str]) -> Recorded:
    kept = (
        replace(result, answers=tuple(answer for answer in result.answers if answer.facet in facets))
        for result in run.results
    )
    return replace(run, results=tuple(kept))


def shared(base: Recorded, new: Recorded) -> tuple[Recorded, Recorded]:
    """Two runs on different parts of one gold file, each with the programs alone that both have; others as they are."""
    same_file = base.run.inputs.gold_hash == new.run.inputs.gold_hash
    if not same_file or base.run.inputs.split == new.run.inputs.split:
        return base, new
    ids = {result.id for result in base.results} & {result.id for result in new.results}
    return _programs(base, ids), _programs(new, ids)


def _programs(run: Recorded, ids: Collection[str]) -> Recorded:
    return replace(run, results=tuple(result for result in run.results if result.id in ids))


def paired(base: Recorded, new: Recorded) -> list[tuple[Result, Result]]:
    """The results of each program. Raises NotPaired when programs, facets or gold differ."""
    now = {result.id: result for result in new.results}
    pairs = [(result, now[result.id]) for result in base.results if result.id in now]
    whole = len(pairs) == len(base.results) == len(new.results) > 0
    if not whole or any(_judged(old) != _judged(recent) for old, recent in pairs):
        raise NotPaired("The two runs do not cover the same programs with the same gold; run both on one gold set.")
    return pairs


def _judged(result: Result) -> dict[str, tuple[str, ...]]:
    return {answer.facet: answer.right for answer in result.answers}


def _differences(pairs: Pairs, facet: str, names: Sequence[str]) -> list[Difference]:
    base, new = (answers_of([pair[side] for pair in pairs], facet) for side in (0, 1))
    if not base:
        return []
    drawn = sides(swaps(_units(base)))
    rows = (_difference(facet, each, (base, new), drawn) for each in measures_of(facet) if each.name in names)
    return [row for row in rows if not np.isnan(row.new - row.base)]


def _difference(
    facet: str, measure: Measure, answers: tuple[Sequence[Answer], Sequence[Answer]], drawn: tuple[Floats, Floats]
) -> Difference:
    base, new = answers
    old, now = measure.of(base), measure.of(new)
    weights, all_once = bootstrap(_units(base), draws=DRAWS), once(len(base))
    before, after = float(old(all_once)[0]), float(now(all_once)[0])
    low, high = interval(now(weights) - old(weights))
    if measure.name.startswith(_HIT):
        changed = _changed(_units(base), _hits(measure, base), _hits(measure, new))
        chance = mcnemar(changed.count(1), changed.count(-1))
    else:
        chance = two_sided(after - before, difference(measure.of([*base, *new]), drawn))
    counted = np.isfinite(old(np.eye(len(base)))) | np.isfinite(now(np.eye(len(new))))
    figures = int(counted.sum()), before, after, low, high
    return Difference(facet, measure.name, measure.better, *figures, chance, chance)


def _units(answers: Sequence[Answer]) -> Units:
    return units([answer.unit for answer in answers])


def _changed(of: Units, base: Sequence[bool], new: Sequence[bool]) -> list[int]:
    """For each unit, 1 where more of its programs are hits than before, -1 where fewer are, else 0."""
    gained = [0] * (max(of) + 1)
    for unit, before, after in zip(of, base, new, strict=True):
        gained[unit] += int(after) - int(before)
    return [(each > 0) - (each < 0) for each in gained]


def _hits(measure: Measure, answers: Sequence[Answer]) -> list[bool]:
    k = int(measure.name.removeprefix(_HIT))
    return [bool(set(answer.ranked[:k]) & set(answer.right)) for answer in answers]


def _adjusted(differences: Sequence[Difference]) -> tuple[Difference, ...]:
    chances = holm([each.chance for each in differences])
    return tuple(replace(each, adjusted=chance) for each, chance in zip(differences, chances, strict=True))


def _change(facet: str, base: Result, new: Result) -> Change | None:
    old, now = base.answer(facet), new.answer(facet)
    if old is None or now is None or _quality(old) == _quality(now):
        return None
    return Change(facet, _quality(now) > _quality(old), base, new)


def _quality(answer: Answer) -> tuple[bool, float]:
    return bool(answer.hit), float(by_program(codes_of([answer]))(once(1))[0])
