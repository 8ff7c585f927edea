"""Measures of what is proposed: precision, recall and F1, and whether proposing nothing was right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import numpy as np

from evals.measures.weights import Floats, Statistic, divided, mean, ratio
from evals.records import Answer

Which = Literal["precision", "recall", "F1"]
Codes = tuple[frozenset[str], frozenset[str]]


def codes_of(answers: Iterable[Answer]) -> list[Codes]:
    """What is proposed and what is right, a pair a program."""
    return [(frozenset(answer.proposed), frozenset(answer.right)) for answer in answers]


def micro(which: Which, pairs: Sequence[Codes]) -> Statistic:
    """Over all codes of all programs together; F1 = 2·TP / (proposed + right), the harmonic mean of the other two."""
    right = np.array([len(proposed & wanted) for proposed, wanted in pairs], dtype=np.float64)
    proposed = np.array([len(codes) for codes, _ in pairs], dtype=np.float64)
    wanted = np.array([len(codes) for _, codes in pairs], dtype=np.float64)
    if which == "precision":
        return ratio(right, proposed)
    return ratio(right, wanted) if which == "recall" else ratio(2 * right, proposed + wanted)


def macro(which: Which, pairs: Sequence[Codes]) -> Statistic:
    """The mean over all codes that are right or proposed anywhere; a code never proposed has precision 0."""
    codes = sorted({code for pair in pairs for side in pair for code in side})
    proposed, wanted = (
        _incidence([codes for codes, _ in pairs], codes),
        _incidence([right for _, right in pairs], codes),
    )

    def statistic(weights: Floats) -> Floats:
        right, said, asked = (weights @ each for each in (proposed * wanted, proposed, wanted))
        above, below = {"precision": (right, said), "recall": (right, asked), "F1": (2 * right, said + asked)}[which]
        figures = np.divide(above, below, out=np.zeros_like(above), where=below > 0)
        return divided(figures.sum(axis=1), ((said + asked) > 0).sum(axis=1).astype(np.float64))

    return statistic


def by_program(pairs: Sequence[Codes]) -> Statistic:
    """Mean F1 of the programs; 1 where nothing is right and nothing is proposed."""
    return mean([2 * len(a & b) / (len(a) + len(b)) if a or b else 1.0 for a, b in pairs])


def first_or_none(answers: Sequence[Answer]) -> Statistic:
    """Share of programs whose first proposal is right, or which have none and should have none."""
    return mean([float(a.proposed[0] in a.right if a.proposed else not a.right) for a in answers])


def abstention(which: Literal["precision", "recall"], answers: Sequence[Answer]) -> Statistic:
    """Of the programs with no proposal the share with none right, and of those with none right the share with none."""
    none = np.array([not answer.proposed for answer in answers], dtype=np.float64)
    rightly = np.array([not answer.right for answer in answers], dtype=np.float64)
    return ratio(none * rightly, none if which == "precision" else rightly)


def verbatim(answers: Sequence[Answer]) -> Statistic:
    """Share of proposals that have quotes, each verbatim in the text."""
    proposed = [[c for c in answer.candidates if c.proposed] for answer in answers]
    return ratio([sum(c.verbatim for c in each) for each in proposed], [len(each) for each in proposed])


def support(answers: Sequence[Answer]) -> Statistic:
    """Share of proposals whose first quote people judged to support the tag, of those whose quote was judged."""
    known = [[c.supported for c in a.candidates if c.proposed and c.supported is not None] for a in answers]
    return ratio([sum(each) for each in known], [len(each) for each in known])


def _incidence(sets: Sequence[frozenset[str]], codes: Sequence[str]) -> Floats:
    place = {code: at for at, code in enumerate(codes)}
    table = np.zeros((len(sets), len(codes)))
    for row, members in enumerate(sets):
        table[row, [place[code] for code in members]] = 1
    return table
