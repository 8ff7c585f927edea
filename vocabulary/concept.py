"""Concepts of one vocabulary in one edition, with their hierarchy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vocabulary.search import SearchIndex


class UnknownConcept(LookupError):
    """A code that the edition does not have."""

    code = "unknown_concept"

    def __init__(self, vocabulary: str, concept: str) -> None:
        super().__init__(f"{vocabulary} has no code {concept!r}; search the vocabulary for the one you mean.")
        self.values = {"vocabulary": vocabulary, "concept": concept}


@dataclass(frozen=True, slots=True)
class Concept:
    """One entry; `terms_*` are its other names (job titles, synonyms), `attributes` the table's further columns."""

    facet: str
    scheme: str
    code: str
    level: str
    broader: str | None
    label_en: str
    label_fr: str
    terms_en: tuple[str, ...] = ()
    terms_fr: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)

    def label(self, language: str) -> str:
        return self.label_fr if language == "fr" else self.label_en

    def terms(self, language: str) -> tuple[str, ...]:
        return self.terms_fr if language == "fr" else self.terms_en


@dataclass(frozen=True)
class Vocabulary:
    """All concepts of an edition by code, in the publisher's order."""

    name: str
    facet: str
    scheme: str
    edition: str
    concepts: Mapping[str, Concept]

    def get(self, code: str) -> Concept:
        """Raises UnknownConcept, a sentence with the code."""
        try:
            return self.concepts[code]
        except KeyError:
            raise UnknownConcept(self.edition, code) from None

    def ancestors(self, code: str) -> tuple[Concept, ...]:
        """The broader concepts, nearest first."""
        found = []
        broader = self.get(code).broader
        while broader:
            found.append(self.concepts[broader])
            broader = self.concepts[broader].broader
        return tuple(found)

    def narrower(self, code: str) -> tuple[Concept, ...]:
        """The concepts one level below, in order."""
        self.get(code)
        return self._narrower.get(code, ())

    def search(self, query: str, *, limit: int = 20, language: str = "en") -> list[Concept]:
        """Concepts by code, label or other name in either language, accent- and case-blind, best first.

        Every word must occur in one name, the last as a prefix; names in `language` come first among equals.
        """
        return [self.concepts[code] for code in self._index.find(query, limit=limit, language=language)]

    @cached_property
    def _narrower(self) -> dict[str, tuple[Concept, ...]]:
        below: dict[str, list[Concept]] = {}
        for concept in self.concepts.values():
            if concept.broader:
                below.setdefault(concept.broader, []).append(concept)
        return {code: tuple(concepts) for code, concepts in below.items()}

    @cached_property
    def _index(self) -> SearchIndex:
        from vocabulary.search import SearchIndex

        return SearchIndex(self.concepts.values())
