"""The four facets' candidates for a text: code, score and the quotes behind it, best first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tagging import evidence
from tagging.analysis import Segment
from tagging.candidates.cues import CueFinder
from tagging.candidates.occupations import OccupationFinder
from tagging.candidates.technologies import TechnologyFinder
from tagging.records import Evidence, Language, Program
from vocabulary import Vocabulary

_CONSIDERED = 50


@dataclass(frozen=True, slots=True)
class Text:
    """A program read once: its language and its segments."""

    program: Program
    language: Language
    segments: list[Segment]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A concept with its score in the facet's own scale."""

    code: str
    score: float
    evidence: tuple[Evidence, ...]


Find = Callable[[Text, int], list[Candidate]]


def occupations(vocabulary: Vocabulary) -> Find:
    """Unit groups; the score is the share of the best possible overlap, damped when a rival is close."""
    finders: dict[Language, OccupationFinder] = {}

    def find(text: Text, limit: int) -> list[Candidate]:
        if text.language not in finders:
            finders[text.language] = OccupationFinder(vocabulary, text.language)
        finder = finders[text.language]
        scores = finder.scores(text.segments)
        best = np.argsort(-scores)[:limit]
        highest = float(scores[best[0]]) or 1.0
        return [
            Candidate(
                finder.codes[at],
                float(scores[at]) / highest * min(1.0, highest / 20),
                evidence.telling(text.program, text.segments, finder.term_weights(int(at), text.segments)),
            )
            for at in best
            if scores[at] > 0
        ]

    return find


def cued(vocabulary: Vocabulary) -> Find:
    """Concepts whose cue phrases the text uses."""
    finders: dict[Language, CueFinder] = {}

    def find(text: Text, limit: int) -> list[Candidate]:
        if text.language not in finders:
            finders[text.language] = CueFinder(vocabulary, text.language)
        return [
            Candidate(c.code, c.weight, tuple(evidence.quote(text.program, segment) for segment in c.segments[:2]))
            for c in finders[text.language].find(text.segments)[:limit]
        ]

    return find


def technologies(vocabulary: Vocabulary) -> Find:
    """Technologies the text names; the score is how sure the naming is."""
    finder = TechnologyFinder(vocabulary)

    def find(text: Text, limit: int) -> list[Candidate]:
        return [Candidate(t.code, t.certainty, t.evidence) for t in finder.find(text.program)[:limit]]

    return find


FINDERS: dict[str, Callable[[Vocabulary], Find]] = {
    "occupation": occupations,
    "skill": cued,
    "technology": technologies,
    "industry": cued,
}
