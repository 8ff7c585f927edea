"""What the use cases of gold take and give back, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from review_queue.records import Draft, Language

# Right codes by facet: an empty tuple says that none is right, a facet not judged is absent.
Judged = Mapping[str, tuple[str, ...]]
# What two people said of one facet.
Answers = tuple[tuple[str, ...], tuple[str, ...]]
Provenance = Literal["adjudicated", "labelled_twice", "labelled_once", "reviewed"]


@dataclass(frozen=True, slots=True)
class GoldTask:
    """A text to label, and what the reader has said of it already; never what others said."""

    gold_program_id: UUID
    text: Draft
    origin: str
    labels: int
    mine: Judged | None


@dataclass(frozen=True, slots=True)
class Dispute:
    """A program on which two people differ: the facets in question, and both answers in an order that names nobody."""

    gold_program_id: UUID
    text: Draft
    agreed: Judged
    differing: Mapping[str, Answers]


@dataclass(frozen=True, slots=True)
class GoldCounts:
    """How far gold is: programs by what is left to do, and programs waiting in the queue to be labelled."""

    labelled_once: int
    agreed: int
    disputed: int
    adjudicated: int
    mine: int

    @property
    def started(self) -> int:
        return self.labelled_once + self.agreed + self.disputed + self.adjudicated


@dataclass(frozen=True, slots=True)
class Example:
    """A program with what people settled, without who they are: annotators are pseudonyms."""

    id: str
    origin: str
    language: Language
    title: str
    description: str
    outcomes: tuple[str, ...]
    institution: str | None
    is_declared: bool
    right: Judged
    editions: Mapping[str, str]
    provenance: Provenance
    annotators: tuple[str, ...]
