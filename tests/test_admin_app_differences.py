"""What the panel makes of a difference between two runs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from admin_app.widgets.differences import says
from evals.compare import Difference

GAIN = Difference("occupation", "f1", "higher", 100, 0.6, 0.7, 0.05, 0.15, 0.001, 0.01)


@pytest.mark.parametrize(
    ("difference", "expected"),
    [
        (GAIN, "better"),
        (replace(GAIN, base=0.7, new=0.6), "worse"),
        (replace(GAIN, better="lower"), "worse"),
        (replace(GAIN, better="lower", base=0.7, new=0.6), "better"),
        (replace(GAIN, adjusted=0.2), "same"),
        (replace(GAIN, new=0.6), "same"),
    ],
)
def test_a_difference_is_better_or_worse_only_beyond_noise(difference: Difference, expected: str) -> None:
    assert says(difference) == expected


def test_the_chance_before_correction_does_not_decide() -> None:
    assert says(replace(GAIN, chance=0.001, adjusted=0.06)) == "same"
    assert says(replace(GAIN, chance=0.9, adjusted=0.05)) == "better"
