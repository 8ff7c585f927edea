"""The industry a text is aimed at, or none, from its cues and its occupations."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tagging.analysis import Segment
from tagging.candidates.cues import CuedConcept, CueFinder
from tagging.candidates.occupations import softmax
from tagging.model import Floats, Model
from tagging.records import Language
from vocabulary import Vocabulary

FEATURES = ("affinity of the occupations", "weight of cues", "has a cue", "weight of the subsector's cues", "is none")
_LEAST = 1e-4


class IndustryFinder:
    """Chances of every 3- and 4-digit industry, and of none, for a text in one language."""

    def __init__(self, vocabulary: Vocabulary, model: Model, language: Language) -> None:
        self.codes = model.strings("industries")
        self._at = {code: at for at, code in enumerate(self.codes)}
        self._subsector = np.array([self._at[code[:3]] for code in self.codes])
        self._cues = CueFinder(vocabulary, language)
        self._affinity = model.floats("industry.affinity")
        self._ranker = {name: model.floats(f"industry.{name}") for name in ("mean", "deviation", "weights")}

    def probabilities(self, features: Floats) -> Floats:
        """The softmax over all industries and, last, none; not yet calibrated."""
        standard = (features - self._ranker["mean"]) / self._ranker["deviation"]
        return softmax(np.asarray(standard @ self._ranker["weights"], dtype=np.float32))

    def cues(self, segments: Sequence[Segment]) -> list[CuedConcept]:
        return self._cues.find(segments)

    def features(self, found: Sequence[CuedConcept], occupations: Floats) -> Floats:
        """A row an industry and a last row for none, a column for each of FEATURES."""
        table = np.zeros((len(self.codes) + 1, len(FEATURES)), dtype=np.float32)
        table[:, 0] = np.log(occupations @ self._affinity + _LEAST)
        for cued in found:
            if cued.code in self._at:
                table[self._at[cued.code], 1:3] = np.log1p(cued.weight), 1
        table[:-1, 3] = np.where(self._subsector != np.arange(len(self.codes)), table[self._subsector, 1], 0)
        table[-1, 4] = 1
        return table
