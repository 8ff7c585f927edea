"""Whether probabilities mean what they say, and what is won by leaving the unsure to people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from evals.measures.weights import Floats, Statistic, divided, mean, once
from evals.records import Answer

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """A row of a reliability table: candidates with a probability in [low, high), its mean, and the share right."""

    low: float
    high: float
    candidates: int
    expected: float
    observed: float


@dataclass(frozen=True, slots=True)
class _Judged:
    """All candidates of all programs: the program each belongs to, its probability, and whether it is right."""

    program: np.ndarray[tuple[int], np.dtype[np.int64]]
    chance: Floats
    came: Floats


def expected_calibration_error(answers: Sequence[Answer], bins: int = BINS) -> Statistic:
    """The mean gap between probability and share right over equal-width bins, weighed by size (Naeini et al. 2015)."""
    chances, came, counts = _tables(answers, bins)

    def statistic(weights: Floats) -> Floats:
        return divided(np.abs(weights @ chances - weights @ came).sum(axis=1), (weights @ counts).sum(axis=1))

    return statistic


def error_of_proposals(answers: Sequence[Answer]) -> Statistic:
    """The expected calibration error over the proposed candidates alone: the many unlikely ones are easily right."""
    proposed = (tuple(c for c in answer.candidates if c.proposed) for answer in answers)
    return expected_calibration_error(
        [replace(answer, candidates=kept) for answer, kept in zip(answers, proposed, strict=True)]
    )


def brier(answers: Sequence[Answer]) -> Statistic:
    """Squared difference of probability and outcome, summed over all concepts, the mean over programs (Brier 1950).

    A concept that is not listed has probability 0, so runs that list different ones can be compared.
    """
    return mean([_squared_errors(answer) for answer in answers])


def risk_coverage_area(answers: Sequence[Answer]) -> Statistic:
    """Area under the risk-coverage curve (Geifman & El-Yaniv 2017): the mean, over all coverages, of the risk.

    Programs are taken in order of the probability of their first code; risk is the share of wrong first codes so far.
    """
    order, wrong = _by_confidence(answers)

    def statistic(weights: Floats) -> Floats:
        drawn = weights[:, order]
        covered = np.cumsum(drawn, axis=1)
        risks = np.divide(np.cumsum(drawn * wrong, axis=1), covered, out=np.zeros_like(covered), where=covered > 0)
        return divided((risks * drawn).sum(axis=1), drawn.sum(axis=1))

    return statistic


def reliability(answers: Sequence[Answer], bins: int = BINS) -> list[Bin]:
    """The bins that any candidate falls into."""
    weights = once(len(answers))
    chances, came, counts = ((weights @ table)[0] for table in _tables(answers, bins))
    return [
        Bin(at / bins, (at + 1) / bins, int(counts[at]), chances[at] / counts[at], came[at] / counts[at])
        for at in range(bins)
        if counts[at]
    ]


def risk_coverage(answers: Sequence[Answer]) -> list[tuple[float, float]]:
    """Coverage and risk after each program, the surest first."""
    _, wrong = _by_confidence(answers)
    return [(float(at / len(wrong)), float(wrong[:at].mean())) for at in range(1, len(wrong) + 1)]


def _squared_errors(answer: Answer) -> float:
    missing = len(set(answer.right) - set(answer.ranked))
    return missing + sum((c.probability - (c.code in answer.right)) ** 2 for c in answer.candidates)


def _judged(answers: Sequence[Answer]) -> _Judged:
    rows = [(at, c.probability, c.code in answer.right) for at, answer in enumerate(answers) for c in answer.candidates]
    table = np.array(rows, dtype=np.float64).reshape(-1, 3)
    return _Judged(table[:, 0].astype(np.int64), table[:, 1], table[:, 2])


def _tables(answers: Sequence[Answer], bins: int) -> tuple[Floats, Floats, Floats]:
    """Sums of probability, of right ones and of candidates; a row a program, a column a bin."""
    judged = _judged(answers)
    place = judged.program * bins + np.minimum((judged.chance * bins).astype(np.int64), bins - 1)
    values = (judged.chance, judged.came, np.ones_like(judged.came))
    tables = [np.bincount(place, each, len(answers) * bins).reshape(-1, bins).astype(np.float64) for each in values]
    return tables[0], tables[1], tables[2]


def _by_confidence(answers: Sequence[Answer]) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], Floats]:
    """Positions of the programs with a right and a ranked code, the surest first, and 1 where the first is wrong."""
    judged = [at for at, answer in enumerate(answers) if answer.right and answer.candidates]
    order = sorted(judged, key=lambda at: -answers[at].candidates[0].probability)
    wrong = [float(not answers[at].hit) for at in order]
    return np.array(order, dtype=np.int64), np.array(wrong, dtype=np.float64)
