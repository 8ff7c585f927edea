"""Measures against values worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals import metrics

RANKED = [["a", "b", "c"], ["x", "y", "z"], ["m"]]
GOLD = [{"b"}, {"x", "z"}, set[str]()]


def test_hits_count_programs_with_a_right_code_among_the_first_k() -> None:
    assert metrics.hit_at(1, RANKED, GOLD) == 0.5
    assert metrics.hit_at(2, RANKED, GOLD) == 1.0


def test_r_precision_divides_by_the_smaller_of_k_and_the_right_codes() -> None:
    assert metrics.r_precision_at(1, RANKED, GOLD) == 0.5
    assert metrics.r_precision_at(2, RANKED, GOLD) == pytest.approx((1 + 0.5) / 2)
    assert metrics.r_precision_at(3, RANKED, GOLD) == 1.0


def test_shares_are_counted_over_all_programs_together() -> None:
    share = metrics.shares([["a", "b"], ["x"], ["m"]], GOLD)

    assert (share.right, share.proposed, share.wanted) == (2, 4, 3)
    assert (share.precision, share.recall, share.f1) == (0.5, pytest.approx(2 / 3), pytest.approx(4 / 7))


def test_nothing_proposed_where_nothing_is_wanted_is_perfect() -> None:
    share = metrics.shares([[], []], [set(), set()])

    assert (share.precision, share.recall, share.f1) == (1.0, 1.0, 1.0)


def test_none_is_an_answer_that_can_be_right() -> None:
    assert metrics.top_or_none([["b"], [], []], GOLD) == pytest.approx(2 / 3)


def test_calibration_error_weighs_each_bin_by_its_size() -> None:
    chances = [0.95, 0.95, 0.95, 0.95, 0.15]
    came_true = [True, True, True, False, False]

    assert metrics.calibration_error(chances, came_true) == pytest.approx(0.8 * 0.2 + 0.2 * 0.15)


@given(st.lists(st.sets(st.sampled_from("abcdef"), min_size=1), min_size=1))
def test_a_perfect_run_is_one_on_every_measure(gold: list[set[str]]) -> None:
    perfect = [sorted(right) for right in gold]

    assert metrics.hit_at(1, perfect, gold) == 1
    assert metrics.r_precision_at(5, perfect, gold) == 1
    assert metrics.shares(perfect, gold).f1 == 1
    assert metrics.top_or_none(perfect, gold) == 1
