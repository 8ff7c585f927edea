"""Probabilities and thresholds fitted on judged suggestions."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from evals.calibrate import LANGUAGES, WANTED_PRECISION, calibrate, calibrate_esco
from evals.gold import GoldProgram
from tagging.calibration import read
from tagging.profiles import CALIBRATION
from tagging.records import Program, Suggestion, Suggestions
from tagging.tagger import Tagger
from vocabulary import VOCABULARY_OF

SCORES = (0.95, 0.7, 0.4, 0.1)


class FixedScores:
    """Suggests the same four codes of every facet, whatever the text."""

    def suggest(self, program: Program) -> Suggestions:
        found = tuple(
            Suggestion(facet, "scheme", f"{facet}{rank}", "", "", score, score, True, ())
            for facet in VOCABULARY_OF
            for rank, score in enumerate(SCORES)
        )
        return Suggestions(program.id, program.language or "en", "fixed", {}, found, ())


def judged(right: int, programs: int = 40) -> list[GoldProgram]:
    """Programs in both languages for which the first `right` codes of a facet are right in nine of ten."""
    return [
        GoldProgram(
            Program(f"{language}{at}", "t", "d", (), language),
            {facet: frozenset(f"{facet}{rank}" for rank in range(right if at % 10 else 0)) for facet in VOCABULARY_OF},
        )
        for language in LANGUAGES
        for at in range(programs)
    ]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    copy = tmp_path / "calibration.toml"
    copy.write_text(CALIBRATION.read_text(encoding="utf-8"), encoding="utf-8")
    return copy


def fitted(gold: list[GoldProgram], path: Path) -> None:
    calibrate(cast("Tagger", FixedScores()), gold, path)


def test_probabilities_follow_how_often_suggestions_of_a_score_were_right(path: Path) -> None:
    fitted(judged(2), path)

    for name in VOCABULARY_OF.values():
        curve = read(path)[name, "en"]
        assert curve.probability(0.95) > 0.85
        assert 0.5 < curve.probability(0.7) < 0.95
        assert curve.probability(0.1) < 0.05


def test_the_threshold_lets_through_what_is_right_as_often_as_wanted(path: Path) -> None:
    fitted(judged(2), path)

    for facet, name in VOCABULARY_OF.items():
        curve = read(path)[name, "fr"]
        passing = [chance for chance in map(curve.probability, SCORES) if chance >= curve.threshold]
        assert passing
        assert sum(passing) / len(passing) >= WANTED_PRECISION[facet]


def test_where_little_is_right_the_threshold_is_high(path: Path) -> None:
    fitted([*judged(0, 30), *judged(1, 10)], path)

    assert all(read(path)[name, "en"].threshold == 0.9 for name in VOCABULARY_OF.values())


def test_esco_has_its_own_curve_and_the_others_keep_theirs(path: Path) -> None:
    before = read(path)
    calibrate_esco(cast("Tagger", FixedScores()), {f"sentence {at}": {"skill0"} for at in range(30)}, path)
    after = read(path)

    assert after["esco", "en"] == after["esco", "fr"]
    assert after["esco", "en"].probability(0.95) > 0.9
    assert {key: each for key, each in after.items() if key[0] != "esco"} == {
        key: each for key, each in before.items() if key[0] != "esco"
    }
