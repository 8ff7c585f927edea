"""How likely a candidate is right, by what the model said of it and by what the offline tagger made of it."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tagging.calibration import log_odds
from tagging.selection.answer import Strength

Said = Strength | Literal["unchosen"]


@dataclass(frozen=True, slots=True)
class Certainty:
    """log p/(1-p) = slope · log odds of the offline probability + what the model's word adds, by its strength."""

    slope: float
    strong: float
    fair: float
    weak: float
    unchosen: float
    threshold: float

    def probability(self, said: Said, offline: float) -> float:
        added = {"strong": self.strong, "fair": self.fair, "weak": self.weak, "unchosen": self.unchosen}[said]
        return 1 / (1 + math.exp(-(self.slope * log_odds(offline) + added)))


def read(path: Path) -> dict[str, Certainty]:
    """The table of a calibration file, by vocabulary name."""
    return {name: Certainty(**row) for name, row in tomllib.loads(path.read_text(encoding="utf-8")).items()}
