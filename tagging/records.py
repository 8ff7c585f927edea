"""What goes into the tagger and what comes out, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["en", "fr"]
Field = Literal["title", "description", "outcomes"]


@dataclass(frozen=True, slots=True)
class Program:
    """A program to tag; `language` None means: detect it."""

    id: str
    title: str
    description: str
    outcomes: tuple[str, ...] = ()
    language: Language | None = None

    def text(self, field: Field) -> str:
        """The field's text; the outcomes are joined by one newline, and offsets count in that text."""
        if field == "outcomes":
            return "\n".join(self.outcomes)
        return self.title if field == "title" else self.description


@dataclass(frozen=True, slots=True)
class Evidence:
    """A verbatim quote: `program.text(field)[start:end] == quote`, offsets in Unicode code points."""

    field: Field
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A concept the text may deserve; `score` orders within a facet, `probability` is calibrated to [0, 1]."""

    facet: str
    scheme: str
    code: str
    label_en: str
    label_fr: str
    score: float
    probability: float
    proposed: bool
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Abstention:
    """Why a facet got no proposal: a stable `code`, and a reason and question in the program's language."""

    facet: str
    code: str
    reason: str
    question: str


@dataclass(frozen=True, slots=True)
class Origin:
    """The model that chose and the prompt it was asked with: name and version ("select@1"), SHA-256 of its text."""

    model: str
    prompt: str
    prompt_hash: str


@dataclass(frozen=True, slots=True)
class Suggestions:
    """All that the tagger says of one program; suggestions are best first within their facet.

    `suspicious` are passages that look like orders to a model or are hidden; `origin` is None without a model.
    """

    id: str
    language: Language
    profile: str
    vocabularies: dict[str, str]
    suggestions: tuple[Suggestion, ...]
    abstentions: tuple[Abstention, ...]
    suspicious: tuple[Evidence, ...] = ()
    origin: Origin | None = None
