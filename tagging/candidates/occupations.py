"""Unit groups a text could prepare for, from their titles and job titles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tagging.analysis import Segment, stems
from tagging.candidates.lexical import Bm25, Scores
from tagging.records import Language
from vocabulary import Vocabulary


class OccupationFinder:
    """Scores every unit group for a text in one language."""

    def __init__(self, vocabulary: Vocabulary, language: Language) -> None:
        unit_groups = [c for c in vocabulary.concepts.values() if c.level == "unit_group"]
        self.codes = [concept.code for concept in unit_groups]
        self._index = Bm25(
            [
                [
                    stem
                    for name in (c.label(language), c.label(language), *c.terms(language))
                    for stem in stems(name, language)
                ]
                for c in unit_groups
            ],
            k1=2.5,
        )

    def scores(self, segments: Sequence[Segment]) -> Scores:
        """One score a unit group in the order of `codes`; the title is read twice."""
        everywhere = [token.stem for segment in segments for token in segment.tokens]
        title = [token.stem for segment in segments if segment.field == "title" for token in segment.tokens]
        return np.asarray(self._index.scores(everywhere) + self._index.scores(title), dtype=np.float32)

    def term_weights(self, at: int, segments: Sequence[Segment]) -> dict[str, float]:
        """What each term of the text adds to the score of the unit group at a position."""
        terms = sorted({token.stem for segment in segments for token in segment.tokens})
        return dict(zip(terms, self._index.contributions(terms, at), strict=True))
