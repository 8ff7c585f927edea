"""Scores into probabilities, per vocabulary and language, by parameters fitted on judged data."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from pathlib import Path

from tagging.records import Language

_LEAST = 1e-6


@dataclass(frozen=True, slots=True)
class Calibration:
    """Platt's curve on the log odds of a score in (0, 1) (Platt 1999): log p/(1-p) = slope · log s/(1-s) + offset."""

    slope: float
    offset: float
    threshold: float

    def probability(self, score: float) -> float:
        return 1 / (1 + math.exp(-(self.slope * log_odds(score) + self.offset)))


def log_odds(score: float) -> float:
    """Of a score in [0, 1], kept finite at both ends."""
    within = min(max(score, _LEAST), 1 - _LEAST)
    return math.log(within / (1 - within))


def read(path: Path) -> dict[tuple[str, Language], Calibration]:
    """The table of a calibration file, by vocabulary name and language."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        (name, language): Calibration(**parameters)
        for name, languages in table.items()
        for language, parameters in languages.items()
    }
