"""The columns a file of programs may have, and which field a column title means."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from vocabulary.search import fold

REQUIRED = ("program_id", "title", "description")
# Several columns of these are read one after the other: "NOC 1", "NOC 2", "NOC 3".
REPEATABLE = frozenset({"outcomes", "employer_partners", "start_dates", "declared_noc"})
# What the file of rows to correct adds to the right; it is for people and never read.
INSTRUCTION = {"en": "What to do", "fr": "À faire"}

_COLUMNS_FILE = Path(__file__).with_name("columns.toml")
_NOISE = re.compile(r"\b(required|optional|obligatoire|facultatif)\b|[\W_]+")


@dataclass(frozen=True, slots=True)
class Column:
    """A field's titles, further names, what to write there and an example."""

    title_en: str
    title_fr: str
    names: tuple[str, ...]
    hint_en: str
    hint_fr: str
    example_en: str
    example_fr: str

    def title(self, language: str) -> str:
        return self.title_fr if language == "fr" else self.title_en

    def hint(self, language: str) -> str:
        return self.hint_fr if language == "fr" else self.hint_en

    def example(self, language: str) -> str:
        return self.example_fr if language == "fr" else self.example_en


@cache
def columns() -> Mapping[str, Column]:
    """The columns by field, in the order of the template."""
    rows = tomllib.loads(_COLUMNS_FILE.read_text(encoding="utf-8"))
    return {field: Column(**{**row, "names": tuple(row["names"])}) for field, row in rows.items()}


def field_of(title: str) -> str | None:
    """The field that a column title means, or None: "Coût (CAD)" and "cost_cad" are both the cost."""
    key = _key(title)
    names = _fields_by_name()
    without_number = re.sub(r" ?\d$", "", key)
    return names.get(key) or names.get(without_number if names.get(without_number) in REPEATABLE else key)


def is_instruction(title: str) -> bool:
    return _key(title) in {_key(text) for text in INSTRUCTION.values()}


@cache
def _fields_by_name() -> Mapping[str, str]:
    return {
        _key(name): field
        for field, column in columns().items()
        for name in (field, column.title_en, column.title_fr, *column.names)
    }


def _key(title: str) -> str:
    return " ".join(_NOISE.sub(" ", fold(title)).split())
