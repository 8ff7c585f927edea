"""Agreement of two people, against values worked out by hand."""

from __future__ import annotations

import pytest

from evals.agreement import agreement, masi_distance


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("ab", "ab", 0.0),
        ("", "", 0.0),
        ("a", "b", 1.0),
        ("a", "", 1.0),
        ("a", "ab", 1 - 2 / 3 * 1 / 2),
        ("ab", "bc", 1 - 1 / 3 * 1 / 3),
    ],
)
def test_the_distance_between_sets_is_masi_s(one: str, other: str, expected: float) -> None:
    assert masi_distance(frozenset(one), frozenset(other)) == pytest.approx(expected)
    assert masi_distance(frozenset(other), frozenset(one)) == pytest.approx(expected)


def test_alpha_of_nominal_answers_is_krippendorff_s() -> None:
    # Krippendorff 2011, section A: two observers, ten units, nominal; alpha = 0.095.
    found = agreement(list(zip("0100000000", "1110010010", strict=True)))

    assert found.alpha == pytest.approx(0.095, abs=0.001)
    assert found.identical == 6
    assert found.share == pytest.approx(0.6)


def test_people_who_always_agree_have_an_alpha_of_one() -> None:
    found = agreement([("a", "a"), ("b", "b"), (("a", "c"), ("c", "a"))])

    assert found.alpha == 1
    assert found.identical == found.programs == 3


def test_alpha_is_not_defined_when_everybody_always_says_the_same() -> None:
    assert agreement([((), ()), ((), ())]).alpha is None


def test_answers_that_cross_are_worse_than_chance() -> None:
    found = agreement([("a", "b"), ("b", "a")])

    assert found.alpha is not None
    assert found.alpha < 0
