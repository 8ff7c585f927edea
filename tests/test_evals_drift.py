"""The control band around the share of accepted proposals."""

from __future__ import annotations

import math
from datetime import date, timedelta
from uuid import UUID

import numpy as np
import pytest

from evals.drift import SIGMAS, Chart, chart
from review_queue.acceptance import Taken

START = date(2025, 3, 3)
# Accepted and decided of one program.
Program = tuple[int, int]


def _weeks(*weeks: list[Program]) -> list[Taken]:
    """Every program is another one, decided in one week."""
    return [
        Taken("occupation", "en", "Maple College", UUID(int=1_000 * at + number), _monday(at), decided, accepted)
        for at, programs in enumerate(weeks)
        for number, (accepted, decided) in enumerate(programs)
    ]


def _monday(at: int) -> date:
    return START + timedelta(weeks=at)


def _alone(accepted: int, decided: int) -> list[Program]:
    """As many programs as decisions."""
    return [(1, 1)] * accepted + [(0, 1)] * (decided - accepted)


def _together(accepted: int, decided: int, size: int = 10) -> list[Program]:
    """Programs of so many decisions, all accepted or none."""
    return [(size, size)] * (accepted // size) + [(0, size)] * ((decided - accepted) // size)


def _drawn(random: np.random.Generator, programs: int, share: float, together: float) -> list[Program]:
    """One to eight decisions a program, beta-binomial: any two of one program correlate by `together`."""
    decided = random.integers(1, 9, programs)
    spread = 1 / together - 1
    accepted = random.binomial(decided, random.beta(share * spread, (1 - share) * spread, programs))
    return [(int(one), int(of)) for one, of in zip(accepted, decided, strict=True)]


def _found(*weeks: list[Program]) -> Chart:
    found = chart(_weeks(*weeks))
    assert found is not None
    return found


def test_where_each_program_has_one_decision_the_limits_are_those_of_a_p_chart() -> None:
    found = _found(_alone(80, 100), _alone(85, 100), _alone(75, 100), _alone(80, 100))

    # p = 240 / 300 = 0.8. Between 300 programs of one decision: 300 / 299 * (240 * 0.04 + 60 * 0.64) / 48 = 300 / 299.
    # 3 sqrt(300 / 299 * 0.8 * 0.2 * (1 / 100 + 1 / 300)) = 0.13880
    assert found.center == pytest.approx(0.8)
    assert found.weeks[-1].low == pytest.approx(0.6612, abs=5e-5)
    assert found.weeks[-1].high == pytest.approx(0.9388, abs=5e-5)
    assert not found.has_left


def test_where_the_decisions_of_a_program_go_together_the_limits_are_wider() -> None:
    found = _found(_together(80, 100), _together(90, 100), _together(70, 100), _together(60, 100))

    # p = 0.8; 24 programs of 10 are 2 beyond, 6 are 8 below: 30 / 29 * (24 * 4 + 6 * 64) / (300 * 0.16) = 10.345.
    # 100 / 10.345 * 0.2 = 1.9 is under 5: small. 3 sqrt(10.345 * 0.16 * (1 / 100 + 1 / 300)) = 0.4457.
    assert found.center == pytest.approx(0.8)
    assert found.weeks[-1].low == pytest.approx(0.8 - 0.4457, abs=5e-5)
    assert found.weeks[-1].high == 1.0
    assert found.weeks[-1].is_small


def test_programs_more_alike_than_chance_do_not_narrow_the_limits() -> None:
    # Four of five are accepted in every program, so nothing lies between programs.
    even = [(4, 5)] * 20

    found = _found(even, even, even, even)

    assert found.weeks[-1].low == pytest.approx(0.8 - 3 * math.sqrt(0.16 * (1 / 100 + 1 / 300)))


def test_a_program_decided_over_two_weeks_is_one_program() -> None:
    alone = [_alone(60, 100)] * 4
    rows = _weeks(*alone)
    split = [
        *rows,
        Taken("occupation", "en", "Maple College", rows[0].submission_id, _monday(1), 20, 20),
        Taken("occupation", "en", "Maple College", rows[0].submission_id, _monday(2), 20, 20),
    ]
    whole = [*rows, Taken("occupation", "en", "Maple College", rows[0].submission_id, _monday(1), 40, 40)]

    apart, at_once = chart(split), chart(whole)

    assert apart is not None and at_once is not None
    assert apart.weeks[-1] == at_once.weeks[-1]
    assert apart.weeks[-1].low < _found(*alone).weeks[-1].low


def test_a_newest_week_far_below_leaves_the_band_and_does_not_pull_its_center() -> None:
    found = _found(_alone(80, 100), _alone(85, 100), _alone(75, 100), _alone(60, 100))

    assert found.has_left
    assert found.center == pytest.approx(0.8)
    assert [week.is_outside for week in found.weeks] == [False, False, False, True]


def test_a_week_of_few_decisions_is_marked_and_not_judged() -> None:
    found = _found(_alone(80, 100), _alone(85, 100), _alone(75, 100), _alone(0, 4))

    assert found.weeks[-1].is_small
    assert not found.has_left


@pytest.mark.parametrize(
    "weeks",
    [
        [],
        [_alone(80, 100)],
        [_alone(80, 100)] * 3,
        [[(80, 100)] * 4, [(80, 100)] * 5, [(80, 100)] * 5, [(80, 100)] * 9],
    ],
)
def test_there_is_no_band_before_there_is_something_to_compare_with(weeks: list[list[Program]]) -> None:
    assert chart(_weeks(*weeks)) is None


def test_fifteen_programs_before_the_newest_week_make_a_band() -> None:
    assert chart(_weeks(*[[(80, 100)] * 5] * 3, [(80, 100)])) is not None


@pytest.mark.parametrize(("share", "center"), [(0, 0.0), (1, 1.0)])
def test_where_all_or_none_was_accepted_no_week_is_judged(share: int, center: float) -> None:
    found = _found(*[[(5 * share, 5)] * 20] * 3, [(5 - 5 * share, 5)] * 20)

    assert found.center == center
    assert all(week.is_small for week in found.weeks)
    assert all(0 <= week.low <= week.high <= 1 for week in found.weeks)


def _without_programs(found: Chart) -> bool:
    """Whether the newest week leaves the band that takes decisions for independent."""
    newest = found.weeks[-1]
    reach = SIGMAS * math.sqrt(found.center * (1 - found.center) / newest.decided)
    return abs(newest.share - found.center) > reach


@pytest.mark.parametrize("weeks", [4, 12])
def test_chance_alone_leaves_the_band_rarely_although_decisions_on_a_program_go_together(weeks: int) -> None:
    random = np.random.default_rng(7)

    charts = [_found(*(_drawn(random, 20, 0.7, 0.3) for _ in range(weeks))) for _ in range(400)]

    judged = [found for found in charts if not found.weeks[-1].is_small]
    assert len(judged) > 390
    # 0.27 % would be one of 400; a band that takes decisions for independent is left in one week of twelve or more.
    assert sum(found.has_left for found in judged) <= 4
    assert sum(_without_programs(found) for found in judged) >= 30


def test_a_real_fall_is_noticed_nearly_always() -> None:
    random = np.random.default_rng(8)

    charts = [
        _found(*(_drawn(random, 40, 0.8, 0.2) for _ in range(8)), _drawn(random, 40, 0.5, 0.2)) for _ in range(100)
    ]

    assert sum(found.has_left for found in charts) >= 95
    assert all(found.weeks[-1].share < found.weeks[-1].low for found in charts if found.has_left)
