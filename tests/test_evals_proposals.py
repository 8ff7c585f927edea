"""Measures of what is proposed against values worked out by hand and against scikit-learn."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from eval_runs import answer
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import precision_recall_fscore_support
from sklearn.preprocessing import MultiLabelBinarizer

from evals.measures import proposals
from evals.measures.proposals import Which
from evals.measures.weights import Statistic, once

ANSWERS = [answer(["b"], ["a", "b"], 2), answer(["x", "z"], ["x"], 1), answer([], ["m"], 1)]
PAIRS = proposals.codes_of(ANSWERS)
WHICH: tuple[Which, ...] = ("precision", "recall", "F1")


def figure(statistic: Statistic, programs: int = 3) -> float:
    return float(statistic(once(programs))[0])


def test_micro_averages_count_over_all_programs_together() -> None:
    figures = [figure(proposals.micro(which, PAIRS)) for which in WHICH]

    assert figures == [0.5, pytest.approx(2 / 3), pytest.approx(4 / 7)]


def test_macro_averages_are_over_codes_and_a_code_never_proposed_has_precision_0() -> None:
    # b: 1, 1; x: 1, 1; z: 0, 0; a and m: 0, 0
    assert [figure(proposals.macro(which, PAIRS)) for which in WHICH] == [pytest.approx(2 / 5)] * 3


def test_f1_by_program_counts_none_where_none_is_right_as_1() -> None:
    pairs = [*PAIRS, (frozenset[str](), frozenset[str]())]

    assert figure(proposals.by_program(pairs), 4) == pytest.approx((2 / 3 + 2 / 3 + 0 + 1) / 4)


sets = st.frozensets(st.sampled_from("abcde"), max_size=4)


@given(st.lists(st.tuples(sets, sets), min_size=1, max_size=8), st.sampled_from(WHICH))
def test_shares_are_those_of_scikit_learn(pairs: list[proposals.Codes], which: Which) -> None:
    codes = sorted({code for pair in pairs for side in pair for code in side})
    if len(codes) < 2:
        return  # the reference takes a single column for two classes
    binarize = MultiLabelBinarizer(classes=codes).fit_transform
    said, right = binarize([pair[0] for pair in pairs]), binarize([pair[1] for pair in pairs])
    for average, own in (("micro", proposals.micro), ("macro", proposals.macro)):
        expected = precision_recall_fscore_support(right, said, average=average, zero_division=0)[WHICH.index(which)]
        found = figure(own(which, pairs), len(pairs))
        assert found == pytest.approx(expected) or (math.isnan(found) and expected == 0)


def test_none_is_an_answer_that_can_be_right() -> None:
    answers = [answer(["b"], ["b"]), answer(["b"], ["b"], 0), answer([], ["b"], 0), answer([], [], 0)]

    assert figure(proposals.first_or_none(answers), 4) == 0.75
    assert figure(proposals.abstention("precision", answers), 4) == pytest.approx(2 / 3)
    assert figure(proposals.abstention("recall", answers), 4) == 1


def test_a_proposal_without_a_verbatim_quote_counts_against_evidence() -> None:
    bare = replace(ANSWERS[0], candidates=tuple(c._replace(verbatim=c.code == "a") for c in ANSWERS[0].candidates))

    assert figure(proposals.verbatim([bare, ANSWERS[1]]), 2) == pytest.approx(2 / 3)
    assert figure(proposals.verbatim(ANSWERS)) == 1


def test_the_steps_name_where_a_right_code_was_lost() -> None:
    found = answer(["a", "b", "d", "e", "q"], ["a", "b", "c", "d", "e"], 1)
    unquoted = replace(found, candidates=tuple(c._replace(verbatim=c.code != "b") for c in found.candidates))

    assert found.lost() == {"b": "below_threshold", "d": "not_selected", "e": "not_selected", "q": "not_retrieved"}
    assert unquoted.lost()["b"] == "no_evidence"


def test_support_counts_proposals_whose_quote_was_judged() -> None:
    first, second = answer(["a"], ["a", "b"], 2).candidates
    judged = replace(ANSWERS[0], candidates=(first._replace(supported=True), second._replace(supported=False), first))
    unproposed = replace(ANSWERS[0], candidates=(first._replace(supported=False, proposed=False),))

    assert figure(proposals.support([judged, unproposed, ANSWERS[1]])) == 0.5
    assert math.isnan(figure(proposals.support([unproposed, ANSWERS[1]]), 2))
