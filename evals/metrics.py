"""Measures of ranked and of proposed tags, each over one list entry a program."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shares:
    """Precision and recall over all programs together (micro averages), with F1 their harmonic mean."""

    right: int
    proposed: int
    wanted: int

    @property
    def precision(self) -> float:
        return self.right / self.proposed if self.proposed else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        total = self.proposed + self.wanted
        return 2 * self.right / total if total else 1.0


def hit_at(k: int, ranked: Sequence[Sequence[str]], gold: Sequence[Collection[str]]) -> float:
    """Share of programs with a right code among the first k; programs without a right code do not count."""
    judged = [(codes, right) for codes, right in zip(ranked, gold, strict=True) if right]
    return sum(bool(set(codes[:k]) & set(right)) for codes, right in judged) / len(judged)


def r_precision_at(k: int, ranked: Sequence[Sequence[str]], gold: Sequence[Collection[str]]) -> float:
    """RP@k: right codes among the first k over min(k, number of right codes), averaged (Chalkidis et al. 2019)."""
    judged = [(codes, set(right)) for codes, right in zip(ranked, gold, strict=True) if right]
    return sum(len(set(codes[:k]) & right) / min(k, len(right)) for codes, right in judged) / len(judged)


def shares(proposed: Sequence[Collection[str]], gold: Sequence[Collection[str]]) -> Shares:
    """Micro-averaged precision and recall of what is proposed."""
    pairs = [(set(codes), set(right)) for codes, right in zip(proposed, gold, strict=True)]
    return Shares(
        sum(len(codes & right) for codes, right in pairs),
        sum(len(codes) for codes, _ in pairs),
        sum(len(right) for _, right in pairs),
    )


def top_or_none(proposed: Sequence[Sequence[str]], gold: Sequence[Collection[str]]) -> float:
    """Share of programs whose first proposal is right, or which have none and should have none."""
    pairs = list(zip(proposed, gold, strict=True))
    return sum(codes[0] in right if codes else not right for codes, right in pairs) / len(pairs)


def calibration_error(chances: Sequence[float], came_true: Sequence[bool], bins: int = 10) -> float:
    """Expected calibration error with equal-width bins (Naeini et al. 2015, eq. 3)."""
    error = 0.0
    for at in range(bins):
        inside = [i for i, chance in enumerate(chances) if at == min(int(chance * bins), bins - 1)]
        if inside:
            expected = sum(chances[i] for i in inside) / len(inside)
            observed = sum(came_true[i] for i in inside) / len(inside)
            error += abs(expected - observed) * len(inside) / len(chances)
    return error
