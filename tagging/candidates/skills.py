"""Skill and knowledge descriptors a text develops, from its words, its cues and its occupations."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tagging.analysis import Segment
from tagging.candidates.cues import CuedConcept, CueFinder
from tagging.candidates.occupations import Contributions, Reading
from tagging.model import Floats, Model, tf_idf
from tagging.records import Language
from vocabulary import Vocabulary, relation

FEATURES = (
    "linear classifier",
    "word vectors",
    "share of the occupations' programs",
    "weight of cues",
    "has a cue",
    "expected rating",
    "share of all programs",
)


class SkillFinder:
    """Chances of every descriptor for a text in one language."""

    def __init__(self, vocabulary: Vocabulary, model: Model, language: Language) -> None:
        self.codes = [concept.code for concept in vocabulary.concepts.values() if concept.level == "descriptor"]
        self._at = {code: at for at, code in enumerate(self.codes)}
        self._cues = CueFinder(vocabulary, language)
        self._ratings = _ratings(self.codes, model.strings("unit_groups"))
        self._model = model
        self._idf = model.floats("idf")
        self._linear = model.quantized("skill")
        self._offsets = model.floats("skill.offsets")
        self._dense = model.floats("skill.dense")
        self._dense_offsets = model.floats("skill.dense_offsets")
        self._affinity = model.floats("skill.affinity")
        self._share = log_odds(model.floats("skill.share"))
        self._stack = model.floats("skill.stack")

    def probabilities(self, features: Floats) -> Floats:
        """The logistic curve over the features of each descriptor; not yet calibrated."""
        return np.asarray(1 / (1 + np.exp(-(features @ self._stack[:-1] + self._stack[-1]))), dtype=np.float32)

    def cues(self, segments: Sequence[Segment]) -> list[CuedConcept]:
        return self._cues.find(segments)

    def features(self, reading: Reading, found: Sequence[CuedConcept], occupations: Floats) -> Floats:
        """A row a descriptor, a column for each of FEATURES."""
        rows, weights = tf_idf(reading.whole, self._idf)
        linear = weights @ self._linear.rows(rows) + self._offsets
        dense = self._model.point(reading.whole) @ self._dense + self._dense_offsets
        cues = np.zeros(len(self.codes), dtype=np.float32)
        for cued in found:
            if cued.code in self._at:
                cues[self._at[cued.code]] = cued.weight
        usual = log_odds(occupations @ self._affinity)
        columns = [linear, dense, usual, np.log1p(cues), cues > 0, occupations @ self._ratings, self._share]
        return np.asarray(np.stack(columns, axis=1), dtype=np.float32)

    def contributions(self, reading: Reading) -> Contributions:
        """What each term of the text says for each descriptor."""
        rows, weights = tf_idf(reading.whole, self._idf)
        return Contributions(rows, np.maximum(self._linear.rows(rows) * weights[:, None], 0))


def log_odds(shares: Floats) -> Floats:
    return np.asarray(np.log(shares / (1 - shares)), dtype=np.float32)


def _ratings(codes: Sequence[str], unit_groups: Sequence[str]) -> Floats:
    """A row a unit group, a column a descriptor: the OaSIS rating, 0 where none is published."""
    header, *rows = relation("oasis", "ratings")
    columns = [codes.index(code) for code in header[1:]]
    table = np.zeros((len(unit_groups), len(codes)), dtype=np.float32)
    at = {code: row for row, code in enumerate(unit_groups)}
    for unit_group, *ratings in rows:
        table[at[unit_group], columns] = np.array(ratings, dtype=np.float32)
    return table
