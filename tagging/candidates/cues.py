"""Concepts shown by the words a text uses: phrases that teach a skill, or that name an industry."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tagging.analysis import Segment, stems
from tagging.candidates.phrases import Phrases
from tagging.records import Language
from vocabulary import Vocabulary

DATA = Path(__file__).resolve().parent.parent / "data"
_TITLE_WEIGHT = 2.0


@dataclass(frozen=True, slots=True)
class CuedConcept:
    """A concept with its cue weight, and the segments that hold cues, the most telling first."""

    code: str
    weight: float
    segments: tuple[Segment, ...]


class CueFinder:
    """Cue phrases of one vocabulary in one language; a cue shared by many concepts weighs less."""

    def __init__(self, vocabulary: Vocabulary, language: Language) -> None:
        cues = sorted(set(_cues(vocabulary, language)))
        shared = Counter(phrase for phrase, _ in cues)
        self._phrases = Phrases(
            (phrase, (code, (1 + math.log(len(phrase))) / shared[phrase])) for phrase, code in cues if phrase
        )

    def find(self, segments: Sequence[Segment]) -> list[CuedConcept]:
        """Heaviest first; each cue counts once a concept, more in the title."""
        weights: dict[str, dict[str, float]] = {}
        places: dict[str, dict[int, float]] = {}
        for at, segment in enumerate(segments):
            words = [token.stem for token in segment.tokens]
            for match in self._phrases.find(words):
                code, weight = match.meaning
                weight *= _TITLE_WEIGHT if segment.field == "title" else 1.0
                phrase = " ".join(words[match.first : match.last])
                known = weights.setdefault(code, {})
                known[phrase] = max(weight, known.get(phrase, 0.0))
                where = places.setdefault(code, {})
                where[at] = where.get(at, 0.0) + weight
        cued = [
            CuedConcept(code, sum(found.values()), tuple(segments[at] for at in _heaviest(places[code])))
            for code, found in weights.items()
        ]
        return sorted(cued, key=lambda concept: -concept.weight)


def _heaviest(places: dict[int, float]) -> list[int]:
    return sorted(places, key=lambda at: (-places[at], at))


def _cues(vocabulary: Vocabulary, language: Language) -> Iterator[tuple[tuple[str, ...], str]]:
    for concept in vocabulary.concepts.values():
        if concept.level not in ("category", "sub_category", "similarity_group", "sector"):
            yield tuple(stems(concept.label(language), language)), concept.code
    path = DATA / f"{vocabulary.facet}_cues.jsonl"
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for cue in row[language]:
            yield tuple(stems(cue, language)), row["code"]
