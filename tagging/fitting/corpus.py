"""The texts the offline profile is fitted on: synopses of unit groups and labelled programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tagging.analysis import segments, stems
from tagging.records import Language, Program
from vocabulary import Concept, load

FOLDER = Path(__file__).resolve().parent.parent / "corpus"
LANGUAGES: tuple[Language, ...] = ("en", "fr")
_TITLE, _SYNOPSIS, _PROGRAM = 0.3, 3.0, 3.0


@dataclass(frozen=True, slots=True)
class LabelledProgram:
    """A training text with what is right for it, the first occupation being the best."""

    program: Program
    language: Language
    occupation: tuple[str, ...]
    skill: tuple[str, ...]
    industry: tuple[str, ...]

    def stems(self) -> list[str]:
        """As the ranker reads it: the title twice."""
        found = segments(self.program, self.language)
        title = [token.stem for segment in found if segment.field == "title" for token in segment.tokens]
        return title * 2 + [token.stem for segment in found if segment.field != "title" for token in segment.tokens]


@dataclass(frozen=True, slots=True)
class LabelledSentence:
    """A training sentence with what it is there for, one of `tagging.purposes.PURPOSES`, and what it counts."""

    text: str
    language: Language
    purpose: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Document:
    """A text that speaks for one unit group (a position in `unit_groups()`), with its weight in training."""

    stems: tuple[str, ...]
    unit_group: int
    weight: float


def unit_groups() -> list[Concept]:
    return [concept for concept in load("noc").concepts.values() if concept.level == "unit_group"]


def programs(language: Language) -> list[LabelledProgram]:
    rows = [row for path in sorted(FOLDER.glob("programs_*.jsonl")) for row in _rows(path)]
    return [_labelled(row) for row in rows if row["language"] == language]


def sentences() -> list[LabelledSentence]:
    rows = [row for path in sorted(FOLDER.glob("sentences_*.jsonl")) for row in _rows(path)]
    return [LabelledSentence(str(row["text"]), _language(row), str(row["purpose"])) for row in rows]


def synopses(language: Language) -> dict[str, str]:
    return {str(row["code"]): str(row[language]) for row in _rows(FOLDER / "synopses.jsonl")}


def documents(language: Language, training: Iterable[LabelledProgram]) -> list[Document]:
    """Titles and job titles, synopses, and programs, once for each of their unit groups."""
    found = []
    texts = synopses(language)
    position = {}
    for at, concept in enumerate(unit_groups()):
        position[concept.code] = at
        for name in (concept.label(language), *concept.terms(language)):
            found.append(Document(tuple(stems(name, language)), at, _TITLE))
        found.append(Document(tuple(stems(texts[concept.code], language)), at, _SYNOPSIS))
    for labelled in training:
        read = tuple(labelled.stems())
        for rank, code in enumerate(labelled.occupation):
            found.append(Document(read, position[code], _PROGRAM / (rank + 1)))
    return [document for document in found if document.stems]


def halves(labelled: Sequence[LabelledProgram]) -> NDArray[np.int64]:
    """0 or 1 for each program, alternating within a unit group, so that each half knows every unit group."""
    seen: Counter[str] = Counter()
    parts = []
    for each in labelled:
        key = each.occupation[0] if each.occupation else ""
        parts.append(seen[key] % 2)
        seen[key] += 1
    return np.array(parts)


def _rows(path: Path) -> Iterator[dict[str, object]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def _labelled(row: dict[str, object]) -> LabelledProgram:
    def codes(facet: str) -> tuple[str, ...]:
        found = row[facet]
        assert isinstance(found, list)  # noqa: S101
        return tuple(str(code) for code in found)

    language = _language(row)
    program = Program(str(row["id"]), str(row["title"]), str(row["description"]), codes("outcomes"), language)
    return LabelledProgram(program, language, codes("occupation"), codes("skill"), codes("industry"))


def _language(row: dict[str, object]) -> Language:
    return "fr" if row["language"] == "fr" else "en"
