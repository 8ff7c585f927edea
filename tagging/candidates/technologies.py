"""Technologies named in a text: full names, aliases, and short names that only count in context."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tagging.analysis import fold
from tagging.candidates.phrases import Match, Phrases
from tagging.records import Evidence, Field, Program
from vocabulary import Concept, Vocabulary

_ALIASES = Path(__file__).resolve().parent.parent / "data" / "technology_aliases.tsv"
_WORD = re.compile(r"\.NET\b|[^\W_]+[+#]*", re.IGNORECASE)
_FIELDS: tuple[Field, ...] = ("title", "description", "outcomes")
_CUES = frozenset(
    "programming programmation language langage languages langages code coding coder software logiciel logiciels "
    "spreadsheet spreadsheets tableur tableurs script scripts scripting library bibliotheque framework database "
    "base bases donnees data microsoft ms google adobe apache autodesk office developer "
    "developers developpement app apps application applications tool tools outil outils platform plateforme version online videoconferencing visioconference".split()
)
_REACH = 4


@dataclass(frozen=True, slots=True)
class Naming:
    """One way to name a technology; `rule` says when it counts: free, case, context or generic."""

    code: str
    written: str
    rule: str


@dataclass(frozen=True, slots=True)
class NamedTechnology:
    """A technology the text names, with every place, and how sure the naming is in [0, 1]."""

    code: str
    certainty: float
    evidence: tuple[Evidence, ...]


class TechnologyFinder:
    """Finds the technologies of one vocabulary edition in a program's text."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._phrases = Phrases((_words(naming.written.lower()), naming) for naming in _namings(vocabulary))

    def find(self, program: Program) -> list[NamedTechnology]:
        """Most certain first, then in the order of the text."""
        found: dict[str, list[tuple[float, Evidence]]] = {}
        for field in _FIELDS:
            for code, certainty, evidence in self._in_text(field, program.text(field)):
                found.setdefault(code, []).append((certainty, evidence))
        named = [
            NamedTechnology(code, max(certainty for certainty, _ in places), tuple(e for _, e in places[:3]))
            for code, places in found.items()
        ]
        return sorted(named, key=lambda technology: -technology.certainty)

    def _in_text(self, field: Field, text: str) -> Iterator[tuple[str, float, Evidence]]:
        places = list(_WORD.finditer(text))
        lower = [place.group().lower() for place in places]
        matches = self._phrases.find(lower)
        plain = [match for match in matches if _is_plain(match, text, places)]
        for match in matches:
            certainty = 0.95 if match in plain else self._in_context(match, plain, lower, text, places)
            if match.meaning.rule == "generic":
                certainty = min(certainty, 0.2)
            if certainty:
                start, end = places[match.first].start(), places[match.last - 1].end()
                yield match.meaning.code, certainty, Evidence(field, start, end, text[start:end])

    def _in_context(
        self,
        match: Match[Naming],
        plain: list[Match[Naming]],
        lower: list[str],
        text: str,
        places: list[re.Match[str]],
    ) -> float:
        if match.meaning.rule != "context" or not _same_case(match, text, places):
            return 0.0
        near = range(match.first - _REACH, match.last + _REACH)
        beside = any(other.first in near or other.last - 1 in near for other in plain)
        cued = any(
            fold(lower[at]) in _CUES for at in near if 0 <= at < len(lower) and not match.first <= at < match.last
        )
        return 0.85 if beside else 0.75 if cued else 0.0


def _is_plain(match: Match[Naming], text: str, places: list[re.Match[str]]) -> bool:
    rule = match.meaning.rule
    return rule in ("free", "generic") or (rule == "case" and _same_case(match, text, places))


def _same_case(match: Match[Naming], text: str, places: list[re.Match[str]]) -> bool:
    return text[places[match.first].start() : places[match.last - 1].end()] == match.meaning.written


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _namings(vocabulary: Vocabulary) -> Iterator[Naming]:
    by_name = {concept.label_en: concept for concept in vocabulary.concepts.values()}
    curated = set()
    with _ALIASES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            curated.add(row["alias"].lower())
            if row["rule"] != "never" and row["name"] in by_name:
                yield Naming(by_name[row["name"]].code, row["alias"], row["rule"])
    for concept in by_name.values():
        if concept.label_en.lower() not in curated:
            yield from _own_names(concept)


def _own_names(concept: Concept) -> Iterator[Naming]:
    """The listed name: several words count in any case, one word only when its spelling is distinctive."""
    name = concept.label_en
    if not re.search(r"[A-Z0-9+#]", name[1:]):
        if " " in name:
            yield Naming(concept.code, name, "generic")
    elif len(_words(name)) > 1:
        yield Naming(concept.code, name, "free")
    elif re.search(r"[a-z][A-Z0-9]|[A-Z][a-z]+[A-Z]", name) and len(name) > 4:
        yield Naming(concept.code, name, "case")
