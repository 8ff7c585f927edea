"""How far two people agree who label the same programs without seeing each other."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations

Pair = tuple[Collection[str], Collection[str]]


@dataclass(frozen=True, slots=True)
class Agreement:
    """`alpha` is 1 for perfect agreement and 0 for that of chance; None when everybody always said the same."""

    programs: int
    identical: int
    alpha: float | None

    @property
    def share(self) -> float:
        return self.identical / self.programs


def agreement(pairs: Sequence[Pair]) -> Agreement:
    """Krippendorff's alpha for two coders (Krippendorff 2011), with MASI as distance between sets of codes.

    alpha = 1 - (observed distance within pairs) / (distance expected between any two of all answers).
    """
    answers = [frozenset(codes) for pair in pairs for codes in pair]
    between = [masi_distance(one, other) for one, other in combinations(answers, 2)]
    expected = sum(between) / len(between)
    observed = sum(masi_distance(frozenset(one), frozenset(other)) for one, other in pairs) / len(pairs)
    identical = sum(set(one) == set(other) for one, other in pairs)
    return Agreement(len(pairs), identical, 1 - observed / expected if expected else None)


def masi_distance(one: frozenset[str], other: frozenset[str]) -> float:
    """1 - Jaccard's index weighted by monotonicity: 1, 2/3, 1/3 or 0 (Passonneau 2006)."""
    if one == other:
        return 0.0
    shared = one & other
    if not shared:
        return 1.0
    weight = 2 / 3 if shared in {one, other} else 1 / 3
    return 1 - weight * len(shared) / len(one | other)
