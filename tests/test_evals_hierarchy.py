"""Measures that know the hierarchy, worked out by hand on the NOC."""

from __future__ import annotations

import pytest
from eval_runs import answer

from evals.measures import hierarchy, measures_of, proposals
from evals.measures.weights import Statistic, once

WELDER, FITTER, ROOFER, NURSE = "72106", "72105", "73110", "31301"


def figure(statistic: Statistic, programs: int) -> float:
    return float(statistic(once(programs))[0])


def test_the_levels_run_from_the_most_specific_to_the_broadest() -> None:
    assert hierarchy.levels("occupation") == (
        "unit_group",
        "minor_group",
        "sub_major_group",
        "major_group",
        "broad_category",
    )
    assert hierarchy.levels("industry") == ("industry_group", "subsector", "sector")
    assert hierarchy.levels("technology") == ("technology",)


def test_a_wrong_unit_group_of_the_right_minor_group_is_right_from_there_up() -> None:
    pairs = proposals.codes_of([answer([WELDER], [FITTER])])
    shares = [
        figure(proposals.micro("F1", hierarchy.at_level(level, pairs, "occupation")), 1)
        for level in hierarchy.levels("occupation")
    ]

    assert shares == [0, 1, 1, 1, 1]


def test_a_group_proposed_in_place_of_its_unit_group_is_wrong_below_itself_only() -> None:
    pairs = proposals.codes_of([answer([WELDER], ["721"])])
    shares = [
        figure(proposals.micro("precision", hierarchy.at_level(level, pairs, "occupation")), 1)
        for level in hierarchy.levels("occupation")
    ]

    assert shares == [0, 0, 1, 1, 1]


def test_groups_are_told_apart_below_themselves() -> None:
    same, other = ([answer(["721"], [proposed])] for proposed in ("721", "731"))
    shares = [
        figure(proposals.micro("F1", hierarchy.at_level("unit_group", proposals.codes_of(each), "occupation")), 1)
        for each in (same, other)
    ]

    assert shares == [1, 0]


def test_hierarchical_f1_counts_the_ancestors_both_share() -> None:
    # 72106 7210 721 72 7 against 73110 7311 731 73 7: one of five is shared.
    pairs = proposals.codes_of([answer([WELDER], [ROOFER])])

    assert figure(proposals.micro("F1", hierarchy.with_ancestors(pairs, "occupation")), 1) == pytest.approx(0.2)


@pytest.mark.parametrize(("first", "steps"), [(WELDER, 0), (FITTER, 2), (ROOFER, 8), (NURSE, 10), ("721", 2)])
def test_distance_counts_the_edges_to_the_nearest_right_code(first: str, steps: int) -> None:
    assert figure(hierarchy.distance([answer([WELDER], [first])]), 1) == steps


def test_programs_without_a_right_or_a_ranked_code_have_no_distance() -> None:
    answers = [answer([WELDER, NURSE], [NURSE]), answer([], [NURSE]), answer([NURSE], [])]

    assert figure(hierarchy.distance(answers), 3) == 0


def test_a_flat_vocabulary_has_no_measures_of_levels() -> None:
    assert not any("distance" in each.name for each in measures_of("technology"))
    assert sum("@minor_group" in each.name for each in measures_of("occupation")) == 3
