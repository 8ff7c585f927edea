"""Measures of ranked codes against values worked out by hand and against scikit-learn."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from eval_runs import answer
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import label_ranking_average_precision_score, ndcg_score

from evals.measures import ranking
from evals.measures.weights import Statistic, once
from evals.records import Answer

ANSWERS = [answer(["b"], ["a", "b", "c"]), answer(["x", "z"], ["x", "y", "z"]), answer([], ["m"])]
CODES = "abcdefgh"


def figure(statistic: Statistic, programs: int = len(ANSWERS)) -> float:
    return float(statistic(once(programs))[0])


def test_hits_count_programs_with_a_right_code_among_the_first_k() -> None:
    assert figure(ranking.hit_at(1, ANSWERS)) == 0.5
    assert figure(ranking.hit_at(2, ANSWERS)) == 1.0


def test_r_precision_divides_by_the_smaller_of_k_and_the_right_codes() -> None:
    assert figure(ranking.r_precision_at(1, ANSWERS)) == 0.5
    assert figure(ranking.r_precision_at(2, ANSWERS)) == pytest.approx((1 + 0.5) / 2)
    assert figure(ranking.r_precision_at(3, ANSWERS)) == 1.0


def test_reciprocal_rank_is_of_the_first_right_code_and_0_without_one() -> None:
    answers = [*ANSWERS, answer(["q"], ["a", "b"])]

    assert figure(ranking.reciprocal_rank(answers), 4) == pytest.approx((1 / 2 + 1 + 0) / 3)


def test_ndcg_by_hand() -> None:
    first = (1 / math.log2(3)) / 1
    second = (1 + 1 / math.log2(4)) / (1 + 1 / math.log2(3))

    assert figure(ranking.ndcg_at(5, ANSWERS)) == pytest.approx((first + second) / 2)
    assert figure(ranking.ndcg_at(1, ANSWERS)) == pytest.approx(0.5)


rankings = st.tuples(st.permutations(CODES), st.sets(st.sampled_from(CODES), min_size=1))


def tables(answers: Sequence[Answer]) -> tuple[list[list[int]], list[list[float]]]:
    """What is right, and a score that orders as ranked: a column a code."""
    right = [[int(code in each.right) for code in CODES] for each in answers]
    return right, [[-each.ranked.index(code) for code in CODES] for each in answers]


@given(st.lists(rankings, min_size=1, max_size=5), st.sampled_from([1, 3, 5, 8]))
def test_ndcg_is_that_of_scikit_learn(made: list[tuple[list[str], set[str]]], k: int) -> None:
    answers = [answer(right, ranked) for ranked, right in made]

    assert figure(ranking.ndcg_at(k, answers), len(answers)) == pytest.approx(ndcg_score(*tables(answers), k=k))


@given(st.permutations(CODES), st.sampled_from(CODES))
def test_with_one_right_code_mrr_is_the_ranking_precision_of_scikit_learn(ranked: list[str], right: str) -> None:
    answers = [answer([right], ranked)]
    expected = label_ranking_average_precision_score(*tables(answers))

    assert figure(ranking.reciprocal_rank(answers), 1) == pytest.approx(expected)


@given(st.lists(st.sets(st.sampled_from(CODES), min_size=1), min_size=1, max_size=6))
def test_a_perfect_ranking_is_one_on_every_measure(gold: list[set[str]]) -> None:
    answers = [answer(right, [*sorted(right), "y", "z"]) for right in gold]

    for statistic in (
        ranking.hit_at(1, answers),
        ranking.r_precision_at(5, answers),
        ranking.ndcg_at(10, answers),
        ranking.reciprocal_rank(answers),
    ):
        assert figure(statistic, len(answers)) == pytest.approx(1)


def test_the_right_codes_given_to_other_programs_are_not_perfect() -> None:
    rng = np.random.default_rng(3)
    codes = [f"c{at}" for at in range(40)]
    shuffled = rng.permutation(codes).tolist()
    answers = [answer([right], [given_to]) for right, given_to in zip(codes, shuffled, strict=True)]

    assert figure(ranking.hit_at(1, answers), 40) < 0.2
    assert figure(ranking.ndcg_at(10, answers), 40) < 0.2
