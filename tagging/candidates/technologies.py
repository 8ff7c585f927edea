"""Technologies named in a text: full names, aliases, and short names that only count in context."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tagging.analysis import fold
from tagging.candidates.phrases import Match, Phrases
from tagging.candidates.technology_names import WORD, Naming, namings, words
from tagging.records import Evidence, Field, Language, Program
from vocabulary import Vocabulary

_FIELDS: tuple[Field, ...] = ("title", "description", "outcomes")
# Words that name what follows or precedes as software: these count anywhere in the sentence.
_STRONG_CUES = frozenset(
    "software logiciel logiciels programming programmation spreadsheet spreadsheets tableur".split()
)
# These only count within a few words.
_CUES = _STRONG_CUES | frozenset(
    "langage langages code coding coder script scripts scripting framework database microsoft ms google adobe apache "
    "autodesk developer developers application applications platform plateforme plateformes videoconferencing "
    "visioconference systeme engine desktop plugin macro macros formulas formules dashboards workbook workbooks "
    "classeurs bases donnees".split()
)
_BEFORE = frozenset("in using with via through on into d dans avec sous sur learn apprendre use utiliser".split())
_LEVELS = frozenset(
    "advanced basic basics beginner intermediate introductory avance avancee debutant intermediaire initiation".split()
)
_NOT_AFTER = frozenset("to of de du des a d".split())
_SENTENCE_END = re.compile(r"[.!?]\s|\n")
_JOINED = re.compile(
    r"\s*(?:[,/+&]|(?:,\s*)?\b(?:and|or|et|ou|puis|then)\b(?:\s+(?:dans|in|with|avec))?)\s*", re.IGNORECASE
)
_REACH = 4
_MOSTLY = 0.8

PLAIN, BESIDE, CUED, LED, GENERIC = 0.95, 0.85, 0.8, 0.7, 0.2


@dataclass(frozen=True, slots=True)
class NamedTechnology:
    """A technology the text names, with the first places, and how sure the naming is in [0, 1]."""

    code: str
    certainty: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class _Passage:
    """A field's text with its words, folded for comparison."""

    field: Field
    text: str
    places: Sequence[re.Match[str]]
    folded: Sequence[str]
    in_capitals: bool

    def written(self, match: Match[Naming]) -> Evidence:
        start, end = self.places[match.first].start(), self.places[match.last - 1].end()
        return Evidence(self.field, start, end, self.text[start:end])

    def sentence(self, match: Match[Naming]) -> frozenset[str]:
        """The words of the sentence around a match."""
        first, last = match.first, match.last
        while first > 0 and not _SENTENCE_END.search(
            self.text, self.places[first - 1].end(), self.places[first].start()
        ):
            first -= 1
        while last < len(self.places) and not _SENTENCE_END.search(
            self.text, self.places[last - 1].end(), self.places[last].start()
        ):
            last += 1
        return frozenset(self.folded[first:last])

    def lists(self, match: Match[Naming], other: Match[Naming]) -> bool:
        """Whether nothing but a comma, a slash or a conjunction stands between the two."""
        first, second = sorted((match, other), key=lambda each: each.first)
        between = self.text[self.places[first.last - 1].end() : self.places[second.first].start()]
        return _JOINED.fullmatch(between) is not None

    def word(self, at: int) -> str:
        return self.folded[at] if 0 <= at < len(self.folded) else ""


class TechnologyFinder:
    """Finds the technologies of one vocabulary edition in a program's text."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._phrases = Phrases((words(naming.written.lower()), naming) for naming in namings(vocabulary))

    def find(self, program: Program, language: Language) -> list[NamedTechnology]:
        """Most certain first, then in the order of the text."""
        passages = [_passage(field, program.text(field)) for field in _FIELDS]
        said = frozenset(word for passage in passages for word in passage.folded)
        found: dict[str, list[tuple[float, Evidence]]] = {}
        for passage in passages:
            for code, certainty, evidence in self._named(passage, said, language):
                found.setdefault(code, []).append((certainty, evidence))
        named = [
            NamedTechnology(code, max(certainty for certainty, _ in places), tuple(e for _, e in places[:3]))
            for code, places in found.items()
        ]
        return sorted(named, key=lambda technology: -technology.certainty)

    def _named(
        self, passage: _Passage, said: frozenset[str], language: Language
    ) -> Iterator[tuple[str, float, Evidence]]:
        lower = [place.group().lower() for place in passage.places]
        matches = self._phrases.find(lower)
        plain = [m for m in matches if _is_plain(m, passage, language) and not m.meaning.unless & said]
        certain = {match: PLAIN if match in plain else _in_context(match, plain, passage, said) for match in matches}
        sure = [match for match in matches if certain[match]]
        for match in matches:
            certainty = GENERIC if match.meaning.rule == "generic" else certain[match]
            if not certainty and _is_named(match, passage) and any(passage.lists(match, other) for other in sure):
                certainty = BESIDE
            if certainty:
                yield match.meaning.code, certainty, passage.written(match)


def _passage(field: Field, text: str) -> _Passage:
    places = list(WORD.finditer(text))
    letters = [char for char in text if char.isalpha()]
    in_capitals = sum(char.isupper() for char in letters) > _MOSTLY * len(letters)
    return _Passage(field, text, places, [fold(place.group()) for place in places], in_capitals)


def _is_plain(match: Match[Naming], passage: _Passage, language: Language) -> bool:
    rule = match.meaning.rule
    if rule == "english" and language == "fr" and not passage.in_capitals:
        return passage.written(match).quote == match.meaning.written
    return rule == "free" or (rule == "case" and _is_named(match, passage))


def _is_named(match: Match[Naming], passage: _Passage) -> bool:
    """As written in the table, or otherwise capitalized (Autocad, VERICUT)."""
    quote, written = passage.written(match).quote, match.meaning.written
    return quote == written or (quote[:1].isupper() and quote.lower() == written.lower())


def _in_context(match: Match[Naming], plain: list[Match[Naming]], passage: _Passage, said: frozenset[str]) -> float:
    if match.meaning.rule == "generic" or not _is_named(match, passage):
        return 0.0
    near = range(match.first - _REACH, match.last + _REACH)
    if any(other.first in near or other.last - 1 in near for other in plain):
        return BESIDE
    before, after = passage.word(match.first - 1), passage.word(match.last)
    around = [passage.word(at) for at in near if not match.first <= at < match.last]
    cued = _CUES.intersection(around) or _STRONG_CUES & passage.sentence(match)
    if after == "language" or (cued and after not in _NOT_AFTER):
        return CUED
    if match.meaning.rule not in ("context", "english") or match.meaning.unless & said:
        return 0.0
    leads = before in _BEFORE and not passage.in_capitals and after not in _NOT_AFTER
    return LED if leads or before in _LEVELS else 0.0
