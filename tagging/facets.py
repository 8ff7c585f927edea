"""Candidates of each vocabulary for a text: code, score in [0, 1] and the quotes behind it, best first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from tagging import evidence
from tagging.analysis import Segment, segments, stems
from tagging.candidates.industries import IndustryFinder
from tagging.candidates.labels import LabelFinder
from tagging.candidates.occupations import Contributions, OccupationRanker, Reading
from tagging.candidates.skills import SkillFinder
from tagging.candidates.technologies import TechnologyFinder
from tagging.language import detect
from tagging.model import Floats, Model
from tagging.records import Evidence, Language, Program
from vocabulary import Vocabulary

DATA = Path(__file__).parent / "data"
_LANGUAGES: tuple[Language, ...] = ("en", "fr")
# The share of a text's words that its language must know; other languages stay well below.
_LEAST_KNOWN = 0.7
# The share of a text's words that must stand in passages of the other language for the text to be read in both.
_LEAST_FOREIGN = 0.2


@dataclass(frozen=True, slots=True)
class Text:
    """A program, or its passages in one language, read once: segments, terms, and the chances of unit groups."""

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


@dataclass(frozen=True, slots=True)
class Part:
    """The passages of a program in one language, with their share of its words."""

    text: Text
    share: float


Find = Callable[[Text, int], list[Candidate]]


def model_path(language: Language) -> Path:
    return DATA / f"offline_{language}.npz"


@cache
def model(language: Language) -> Model:
    return Model.read(model_path(language))


@cache
def ranker(language: Language) -> OccupationRanker:
    return OccupationRanker(model(language))


def language_by_vocabulary(program: Program) -> Language | None:
    """The language whose training texts know most of the words: for texts too short for function words."""
    text = " ".join((program.title, program.description, *program.outcomes))
    shares = {language: _known_share(text, language) for language in _LANGUAGES}
    best = max(_LANGUAGES, key=lambda language: shares[language])
    return best if shares[best] >= _LEAST_KNOWN else None


def _known_share(text: str, language: Language) -> float:
    found = stems(text, language)
    trained = len(model(language).floats("idf"))
    known = sum(model(language).terms.get(stem, trained) < trained for stem in found)
    return known / len(found) if found else 0.0


def read(program: Program, language: Language, idle: Collection[Evidence] = ()) -> list[Part]:
    """The program in its language; when passages in the other make up enough of it, those as a second part.

    What stands in `idle` passages does not count.
    """
    found = [segment for segment in segments(program, language) if not any(_is_in(segment, each) for each in idle)]
    other: Language = "fr" if language == "en" else "en"
    foreign = {at for at, segment in enumerate(found) if detect(_passage(program, segment)).language == other}
    words = [len(segment.tokens) for segment in found]
    share = sum(words[at] for at in foreign) / max(sum(words), 1)
    if share < _LEAST_FOREIGN:
        return [Part(_text(program, language, found), 1.0)]
    places = {_place(found[at]) for at in foreign}
    own = [segment for at, segment in enumerate(found) if at not in foreign]
    theirs = [segment for segment in segments(program, other) if _place(segment) in places]
    return [Part(_text(program, language, own), 1 - share), Part(_text(program, other, theirs), share)]


def joined(found: Sequence[tuple[float, Sequence[Candidate]]], limit: int) -> list[Candidate]:
    """Candidates of parts with their shares: scores are weighted means, quotes those of the part that says most."""
    if len(found) == 1:
        return list(found[0][1])
    scores: dict[str, float] = {}
    strongest: dict[str, tuple[float, tuple[Evidence, ...]]] = {}
    for share, candidates in found:
        for candidate in candidates:
            said = share * candidate.score
            scores[candidate.code] = scores.get(candidate.code, 0.0) + said
            strongest[candidate.code] = max(strongest.get(candidate.code, (0.0, ())), (said, candidate.evidence))
    best = sorted(scores, key=lambda code: -scores[code])[:limit]
    return [Candidate(code, scores[code], strongest[code][1]) for code in best]


def _text(program: Program, language: Language, found: list[Segment]) -> Text:
    reading = Reading.of(model(language), found)
    return Text(program, language, found, reading, ranker(language).probabilities(reading))


def _passage(program: Program, segment: Segment) -> str:
    return program.text(segment.field)[segment.start : segment.end]


def _is_in(segment: Segment, passage: Evidence) -> bool:
    return segment.field == passage.field and passage.start <= segment.start and segment.end <= passage.end


def _place(segment: Segment) -> tuple[str, int, int]:
    return segment.field, segment.start, segment.end


def occupations(_: Vocabulary) -> Find:
    """Unit groups; the score is their share of the ranker's softmax."""

    def find(text: Text, limit: int) -> list[Candidate]:
        found = ranker(text.language)
        best = np.argsort(-text.occupations)[:limit].tolist()
        quotes = _telling(text, found.contributions(text.reading), best)
        return [Candidate(found.codes[at], float(text.occupations[at]), quotes[at]) for at in best]

    return find


def skills(vocabulary: Vocabulary) -> Find:
    """OaSIS descriptors; the score is the joined classifier's chance."""

    @cache
    def finder(language: Language) -> SkillFinder:
        return SkillFinder(vocabulary, model(language), language)

    def find(text: Text, limit: int) -> list[Candidate]:
        found = finder(text.language)
        cues = found.cues(text.segments)
        chances = found.probabilities(found.features(text.reading, cues, text.occupations))
        best = np.argsort(-chances)[:limit].tolist()
        cued = {cue.code: cue.segments for cue in cues}
        quotes = _telling(text, found.contributions(text.reading), best)
        return [
            Candidate(code, float(chances[at]), _quoted(text, cued.get(code, ())) or quotes[at])
            for at, code in ((at, found.codes[at]) for at in best)
        ]

    return find


def industries(vocabulary: Vocabulary) -> Find:
    """NAICS subsectors and industry groups; the score is their share of a softmax in which none is a choice too."""

    @cache
    def finder(language: Language) -> IndustryFinder:
        return IndustryFinder(vocabulary, model(language), language)

    def find(text: Text, limit: int) -> list[Candidate]:
        found = finder(text.language)
        cues = found.cues(text.segments)
        chances = found.probabilities(found.features(cues, text.occupations))[:-1]
        cued = {cue.code: cue.segments for cue in cues}
        likeliest = int(text.occupations.argmax())
        of_occupation = _telling(text, ranker(text.language).contributions(text.reading), [likeliest])[likeliest]
        return [
            Candidate(code, float(chances[at]), _quoted(text, cued.get(code, ())) or of_occupation)
            for at, code in ((at, found.codes[at]) for at in np.argsort(-chances)[:limit])
        ]

    return find


def technologies(vocabulary: Vocabulary) -> Find:
    """Technologies the text names; the score is how sure the naming is."""
    finder = TechnologyFinder(vocabulary)

    def find(text: Text, limit: int) -> list[Candidate]:
        return [Candidate(t.code, t.certainty, t.evidence) for t in finder.find(text.program, text.language)[:limit]]

    return find


def labelled(vocabulary: Vocabulary) -> Find:
    """Concepts whose label a passage comes close to; the score is the similarity."""

    @cache
    def finder(language: Language) -> LabelFinder:
        return LabelFinder(vocabulary, language)

    def find(text: Text, limit: int) -> list[Candidate]:
        passages = [(segment, _passage(text.program, segment)) for segment in text.segments]
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


def _quoted(text: Text, found: Sequence[Segment]) -> tuple[Evidence, ...]:
    return tuple(evidence.quote(text.program, segment) for segment in found[: evidence.QUOTES])


def _telling(text: Text, said: Contributions, concepts: Sequence[int]) -> dict[int, tuple[Evidence, ...]]:
    """The passages whose distinct terms say most for each concept (a column of the table)."""
    terms = model(text.language).terms
    place = {row: at for at, row in enumerate(said.rows.tolist())}
    holds = np.zeros((len(text.segments), len(said.rows)), dtype=np.float32)
    for at, segment in enumerate(text.segments):
        known = (place.get(terms.get(token.stem, -1), -1) for token in segment.tokens)
        holds[at, [column for column in known if column >= 0]] = 1
    weights = holds @ said.table[:, concepts]
    return {
        concept: evidence.telling(text.program, text.segments, weights[:, column].tolist())
        for column, concept in enumerate(concepts)
    }
