"""The control band around the share of accepted proposals."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from evals.drift import chart
from review_queue.acceptance import Taken

START = date(2025, 3, 3)


def _weeks(*counts: tuple[int, int]) -> list[Taken]:
    """A week for each pair of accepted and decided."""
    return [
        Taken("occupation", "en", "Maple College", START + timedelta(weeks=at), decided, accepted)
        for at, (accepted, decided) in enumerate(counts)
    ]


def test_the_limits_are_those_of_a_p_chart_worked_out_by_hand() -> None:
    found = chart(_weeks((80, 100), (85, 100), (75, 100), (80, 100)))

    assert found is not None
    # p = 240 / 300 = 0.8; 3 sqrt(0.8 * 0.2 / 100) = 0.12
    assert found.center == pytest.approx(0.8)
    assert found.weeks[-1].low == pytest.approx(0.68)
    assert found.weeks[-1].high == pytest.approx(0.92)
    assert not found.has_left


def test_a_newest_week_far_below_leaves_the_band_and_does_not_pull_its_center() -> None:
    found = chart(_weeks((80, 100), (85, 100), (75, 100), (60, 100)))

    assert found is not None
    assert found.has_left
    assert found.center == pytest.approx(0.8)
    assert [week.is_outside for week in found.weeks] == [False, False, False, True]


def test_a_week_of_few_decisions_is_marked_and_not_judged() -> None:
    found = chart(_weeks((80, 100), (85, 100), (75, 100), (0, 4)))

    assert found is not None
    assert found.weeks[-1].is_small
    assert not found.has_left


@pytest.mark.parametrize("counts", [[], [(8, 10)], [(8, 10), (8, 10), (9, 10)]])
def test_there_is_no_band_before_there_is_something_to_compare_with(counts: list[tuple[int, int]]) -> None:
    assert chart(_weeks(*counts)) is None


def test_weeks_of_several_institutions_are_added_up() -> None:
    rows = _weeks((80, 100), (85, 100), (75, 100), (80, 100))

    both, one = chart([*rows, *rows]), chart(rows)

    assert both is not None
    assert one is not None
    assert both.weeks[0].decided == 200
    assert both.weeks[0].high - both.center == pytest.approx((one.weeks[0].high - one.center) / 2**0.5)


def test_the_limits_stay_between_none_and_all() -> None:
    found = chart(_weeks((10, 10), (10, 10), (9, 10), (10, 10)))

    assert found is not None
    assert all(0 <= week.low <= week.high <= 1 for week in found.weeks)


def test_chance_alone_leaves_the_band_rarely() -> None:
    random = np.random.default_rng(7)
    charts = [chart(_weeks(*((int(random.binomial(200, 0.7)), 200) for _ in range(12)))) for _ in range(500)]

    left = sum(found.has_left for found in charts if found)

    # 0.27 % expected, a little more because the center is itself estimated.
    assert 0 <= left <= 7
