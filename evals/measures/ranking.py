"""Measures of ranked codes: whether, and how high, the right ones stand. Programs with none right do not count."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from evals.measures.weights import Statistic, mean
from evals.records import Answer


def hit_at(k: int, answers: Sequence[Answer]) -> Statistic:
    """Share of programs with a right code among the first k."""
    return mean([float(any(_gains(answer)[:k])) if answer.right else None for answer in answers])


def r_precision_at(k: int, answers: Sequence[Answer]) -> Statistic:
    """RP@k: right codes among the first k over min(k, number of right codes) (Chalkidis et al. 2019)."""
    return mean([sum(_gains(a)[:k]) / min(k, len(a.right)) if a.right else None for a in answers])


def ndcg_at(k: int, answers: Sequence[Answer]) -> Statistic:
    """NDCG@k with gain 1 and discount log2(rank + 1) (Järvelin & Kekäläinen 2002)."""
    discounts = 1 / np.log2(np.arange(2, k + 2))

    def of(answer: Answer) -> float:
        gains = np.array(_gains(answer)[:k], dtype=np.float64)
        ideal = discounts[: len(answer.right)].sum()
        return float((gains * discounts[: len(gains)]).sum() / ideal)

    return mean([of(answer) if answer.right else None for answer in answers])


def reciprocal_rank(answers: Sequence[Answer]) -> Statistic:
    """MRR: one over the rank of the first right code, 0 when there is none among those ranked (Voorhees 1999)."""

    def of(answer: Answer) -> float:
        return next((1 / rank for rank, gain in enumerate(_gains(answer), 1) if gain), 0.0)

    return mean([of(answer) if answer.right else None for answer in answers])


def _gains(answer: Answer) -> list[bool]:
    return [code in answer.right for code in answer.ranked]
