"""Measures of probabilities against values worked out by hand and against scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from eval_runs import answer
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import brier_score_loss

from evals.measures import calibration
from evals.measures.weights import Statistic, once
from evals.records import Answer


def figure(statistic: Statistic, programs: int) -> float:
    return float(statistic(once(programs))[0])


def judged(chances: list[float], right: list[bool]) -> list[Answer]:
    """A program a probability, right or wrong, with one candidate each."""
    pairs = zip(chances, right, strict=True)
    return [answer(["a"] if came else ["z"], ["a"], chances=[chance]) for chance, came in pairs]


def test_calibration_error_weighs_each_bin_by_its_size() -> None:
    answers = judged([0.95, 0.95, 0.95, 0.95, 0.15], [True, True, True, False, False])

    assert figure(calibration.expected_calibration_error(answers), 5) == pytest.approx(0.8 * 0.2 + 0.2 * 0.15)


def test_the_error_of_proposals_leaves_out_what_is_not_proposed() -> None:
    answers = [answer(["a"], ["a", "b", "c"], 1, chances=[0.6, 0.0, 0.0])] * 4

    assert figure(calibration.expected_calibration_error(answers), 4) == pytest.approx(0.4 / 3)
    assert figure(calibration.error_of_proposals(answers), 4) == pytest.approx(0.4)


def test_a_reliability_table_has_a_row_for_each_bin_in_use() -> None:
    low, high = calibration.reliability(judged([0.1, 0.12, 1.0], [False, True, True]))

    assert (low.low, low.candidates, low.expected, low.observed) == (0.1, 2, pytest.approx(0.11), 0.5)
    assert (high.high, high.candidates, high.expected, high.observed) == (1.0, 1, 1.0, 1.0)


chances = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=2, max_size=20)


@given(chances)
def test_brier_of_one_candidate_a_program_is_that_of_scikit_learn(made: list[tuple[float, bool]]) -> None:
    probabilities, right = [chance for chance, _ in made], [came for _, came in made]
    answers = [answer(["a"] if came else [], ["a"], chances=[chance]) for chance, came in made]
    expected = brier_score_loss(right, probabilities, labels=[False, True])

    assert figure(calibration.brier(answers), len(answers)) == pytest.approx(expected)


def test_a_right_code_that_is_not_listed_costs_as_much_as_probability_0() -> None:
    listed = answer(["a", "b"], ["a", "b"], chances=[0.8, 0.0])
    missing = answer(["a", "b"], ["a"], chances=[0.8])

    assert figure(calibration.brier([listed]), 1) == figure(calibration.brier([missing]), 1) == pytest.approx(1.04)


def test_the_risk_grows_as_less_sure_programs_are_covered() -> None:
    answers = judged([0.9, 0.8, 0.7, 0.6], [True, True, False, True])

    assert calibration.risk_coverage(answers) == [(0.25, 0), (0.5, 0), (0.75, pytest.approx(1 / 3)), (1.0, 0.25)]
    assert figure(calibration.risk_coverage_area(answers), 4) == pytest.approx((0 + 0 + 1 / 3 + 1 / 4) / 4)


def test_being_unsure_where_one_is_wrong_is_rewarded() -> None:
    rng = np.random.default_rng(1)
    right = (rng.random(200) < 0.7).tolist()
    sure = [0.9 if came else 0.2 for came in right]

    knowing = figure(calibration.risk_coverage_area(judged(sure, right)), 200)
    guessing = figure(calibration.risk_coverage_area(judged(rng.random(200).tolist(), right)), 200)
    assert knowing < 0.06
    assert guessing > 0.2
