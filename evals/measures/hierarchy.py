"""Measures that know the hierarchy of a vocabulary: each level, and how far off a first code is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from evals.measures.proposals import Codes
from evals.measures.weights import Statistic, mean
from evals.records import Answer
from vocabulary import VOCABULARY_OF, load


@cache
def levels(facet: str) -> tuple[str, ...]:
    """From the most to the least specific."""
    concepts = load(VOCABULARY_OF[facet]).concepts
    counts: dict[str, int] = {}
    for concept in concepts.values():
        counts[concept.level] = max(counts.get(concept.level, 0), len(_path(facet, concept.code)))
    return tuple(sorted(counts, key=lambda level: -counts[level]))


def at_level(level: str, pairs: Sequence[Codes], facet: str) -> list[Codes]:
    """Every code replaced by its ancestor at the level; a code above the level stays, and so counts as another one."""
    return [(_lifted(level, proposed, facet), _lifted(level, right, facet)) for proposed, right in pairs]


def with_ancestors(pairs: Sequence[Codes], facet: str) -> list[Codes]:
    """Each set joined by all broader concepts: F1 over these is hierarchical F1 (Kiritchenko et al. 2005)."""
    return [(_joined(proposed, facet), _joined(right, facet)) for proposed, right in pairs]


def distance(answers: Sequence[Answer]) -> Statistic:
    """Mean number of edges from the first code to the nearest right one, in the tree under one root.

    0 is right; two unit groups of one minor group are 2 apart. Programs with no right or no ranked code do not count
    (the tree-induced error of Dekel et al. 2004).
    """
    return mean([_nearest(answer) if answer.right and answer.ranked else None for answer in answers])


def _nearest(answer: Answer) -> float:
    first = _path(answer.facet, answer.ranked[0])
    paths = (_path(answer.facet, code) for code in answer.right)
    return float(min(len(first) + len(path) - 2 * len(set(first) & set(path)) for path in paths))


@cache
def _path(facet: str, code: str) -> tuple[str, ...]:
    """The code and all its broader ones."""
    return (code, *(concept.code for concept in load(VOCABULARY_OF[facet]).ancestors(code)))


def _joined(codes: frozenset[str], facet: str) -> frozenset[str]:
    return frozenset(each for code in codes for each in _path(facet, code))


def _lifted(level: str, codes: frozenset[str], facet: str) -> frozenset[str]:
    concepts = load(VOCABULARY_OF[facet]).concepts
    return frozenset(
        next((each for each in _path(facet, code) if concepts[each].level == level), code) for code in codes
    )
