"""Chances against values worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from evals.chance import difference, holm, mcnemar, sides, swaps, two_sided, westfall_young
from evals.measures.weights import mean


def test_mcnemar_is_the_sign_test_on_the_programs_that_changed() -> None:
    assert mcnemar(0, 0) == 1
    assert mcnemar(5, 0) == mcnemar(0, 5) == pytest.approx(2 / 2**5)
    assert mcnemar(1, 7) == pytest.approx(2 * (1 + 8) / 2**8)


def test_holm_multiplies_the_smallest_most_and_never_reorders() -> None:
    assert holm([0.01, 0.04, 0.03]) == [pytest.approx(0.03), pytest.approx(0.06), pytest.approx(0.06)]
    assert holm([0.9, 0.8]) == [1.0, 1.0]
    assert holm([]) == []


def test_swapped_programs_give_the_sign_test_for_hits() -> None:
    base, new = [1.0] * 6 + [0.0] * 30, [0.0] * 6 + [0.0] * 30
    drawn = difference(mean([*base, *new]), sides(swaps(tuple(range(36)))))

    assert two_sided(-6 / 36, drawn) == pytest.approx(mcnemar(0, 6), abs=0.006)


def test_a_difference_of_nothing_has_chance_1() -> None:
    assert two_sided(0.0, difference(mean([1.0, 0.0, 1.0, 0.0]), sides(swaps((0, 1))))) == 1


def test_a_measure_that_cannot_differ_costs_the_others_nothing() -> None:
    drawn = np.where(np.random.default_rng(0).random((10_000, 1)) < 1 / 32, 1.0, -1.0)
    silent = np.zeros((10_000, 4))

    (alone,) = westfall_young(np.array([1.0]), drawn)
    among, *others = westfall_young(np.array([1.0, 0, 0, 0, 0]), np.hstack([drawn, silent]))
    assert among == alone == pytest.approx(1 / 32, abs=0.005)
    assert others == [1.0] * 4


def test_independent_measures_are_adjusted_as_their_number_asks() -> None:
    drawn = np.random.default_rng(1).random((20_000, 3))
    first, *_ = westfall_young(np.array([0.99, 0.5, 0.5]), drawn)

    assert first == pytest.approx(1 - 0.99**3, abs=0.005)
