"""Scores into probabilities, per facet and language, by parameters fitted on judged data."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from pathlib import Path

from tagging.records import Language


@dataclass(frozen=True, slots=True)
class Calibration:
    """Platt's logistic curve (Platt 1999): p = 1 / (1 + exp(-(slope * score + offset))); threshold on p."""

    slope: float
    offset: float
    threshold: float

    def probability(self, score: float) -> float:
        return 1 / (1 + math.exp(-(self.slope * score + self.offset)))


def read(path: Path) -> dict[tuple[str, Language], Calibration]:
    """The table of a calibration file, by facet and language."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        (facet, language): Calibration(**parameters)
        for facet, languages in table.items()
        for language, parameters in languages.items()
    }
