"""Candidates of each vocabulary for a text: code, score in [0, 1] and the quotes behind it, best first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from tagging import evidence
from tagging.analysis import Segment, segments
from tagging.candidates.industries import IndustryFinder
from tagging.candidates.labels import LabelFinder
from tagging.candidates.occupations import OccupationRanker, Reading
from tagging.candidates.skills import SkillFinder
from tagging.candidates.technologies import TechnologyFinder
from tagging.model import Floats, Model
from tagging.records import Evidence, Language, Program
from vocabulary import Vocabulary

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Text:
    """A program read once: its segments, its terms, and the chances of its unit groups."""

    program: Program
    language: Language
    segments: list[Segment]
    reading: Reading
    occupations: Floats


@dataclass(frozen=True, slots=True)
class Candidate:
    """A concept with its score."""

    code: str
    score: float
    evidence: tuple[Evidence, ...]


Find = Callable[[Text, int], list[Candidate]]


def model_path(language: Language) -> Path:
    return DATA / f"offline_{language}.npz"


@cache
def model(language: Language) -> Model:
    return Model.read(model_path(language))


@cache
def ranker(language: Language) -> OccupationRanker:
    return OccupationRanker(model(language))


def read(program: Program, language: Language) -> Text:
    found = segments(program, language)
    reading = Reading.of(model(language), found)
    return Text(program, language, found, reading, ranker(language).probabilities(reading))


def occupations(_: Vocabulary) -> Find:
    """Unit groups; the score is their share of the ranker's softmax."""

    def find(text: Text, limit: int) -> list[Candidate]:
        found = ranker(text.language)
        return [
            Candidate(found.codes[at], float(text.occupations[at]), occupation_quotes(text, int(at)))
            for at in np.argsort(-text.occupations)[:limit]
        ]

    return find


def skills(vocabulary: Vocabulary) -> Find:
    """OaSIS descriptors; the score is the joined classifier's chance."""

    @cache
    def finder(language: Language) -> SkillFinder:
        return SkillFinder(vocabulary, model(language), language)

    def find(text: Text, limit: int) -> list[Candidate]:
        found = finder(text.language)
        chances = found.probabilities(found.features(text.reading, text.segments, text.occupations))
        cued = found.cued_segments(text.segments)
        return [
            Candidate(
                found.codes[at],
                float(chances[at]),
                _cued_first(text, cued.get(found.codes[at], ()), found.term_weights(int(at), text.reading)),
            )
            for at in np.argsort(-chances)[:limit]
        ]

    return find


def industries(vocabulary: Vocabulary) -> Find:
    """NAICS subsectors and industry groups; the score is their share of a softmax in which none is a choice too."""

    @cache
    def finder(language: Language) -> IndustryFinder:
        return IndustryFinder(vocabulary, model(language), language)

    def find(text: Text, limit: int) -> list[Candidate]:
        found = finder(text.language)
        chances = found.probabilities(found.features(text.segments, text.occupations))[:-1]
        cued = found.cued_segments(text.segments)
        likeliest = int(text.occupations.argmax())
        return [
            Candidate(
                found.codes[at],
                float(chances[at]),
                _quoted(text, cued.get(found.codes[at], ())) or occupation_quotes(text, likeliest),
            )
            for at in np.argsort(-chances)[:limit]
        ]

    return find


def technologies(vocabulary: Vocabulary) -> Find:
    """Technologies the text names; the score is how sure the naming is."""
    finder = TechnologyFinder(vocabulary)

    def find(text: Text, limit: int) -> list[Candidate]:
        return [Candidate(t.code, t.certainty, t.evidence) for t in finder.find(text.program)[:limit]]

    return find


def labelled(vocabulary: Vocabulary) -> Find:
    """Concepts whose label a passage comes close to; the score is the similarity."""

    @cache
    def finder(language: Language) -> LabelFinder:
        return LabelFinder(vocabulary, language)

    def find(text: Text, limit: int) -> list[Candidate]:
        passages = [(s, text.program.text(s.field)[s.start : s.end]) for s in text.segments]
        return [
            Candidate(c.code, c.similarity, (evidence.quote(text.program, c.segment),))
            for c in finder(text.language).find(passages, limit)
        ]

    return find


FINDERS: Mapping[str, Callable[[Vocabulary], Find]] = {
    "noc": occupations,
    "oasis": skills,
    "esco": labelled,
    "onet": technologies,
    "naics": industries,
}


def occupation_quotes(text: Text, at: int) -> tuple[Evidence, ...]:
    weights = ranker(text.language).term_weights(at, text.reading)
    return evidence.telling(text.program, text.segments, _by_stem(text, weights))


def _cued_first(text: Text, cued: Sequence[Segment], weights: Mapping[int, float]) -> tuple[Evidence, ...]:
    return _quoted(text, cued) or evidence.telling(text.program, text.segments, _by_stem(text, weights))


def _quoted(text: Text, found: Sequence[Segment]) -> tuple[Evidence, ...]:
    return tuple(evidence.quote(text.program, segment) for segment in found[: evidence.QUOTES])


def _by_stem(text: Text, weights: Mapping[int, float]) -> dict[str, float]:
    terms = model(text.language).terms
    stems = {token.stem for segment in text.segments for token in segment.tokens}
    return {stem: weights[terms[stem]] for stem in stems if terms.get(stem) in weights}
