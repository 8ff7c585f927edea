"""What reading a file gives, as frozen values."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from intake.sentences import field_title, sentence
from review_queue.records import Draft
from review_queue.upload_records import Receipt

Cell = str | int | float | bool | date


class FileRefused(Exception):
    """Why nothing of a file was read; `str()` is the English sentence."""

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.values = {name: str(value) for name, value in values.items()}
        super().__init__(self.sentence("en"))

    def sentence(self, language: str) -> str:
        return sentence("refusal", self.code, language, self.values)


@dataclasses.dataclass(frozen=True, slots=True)
class _Remark:
    """Something to say about a file (`row` None), a row or a cell; rows count as a spreadsheet numbers them."""

    kind: ClassVar[str]

    row: int | None
    field: str | None
    code: str
    values: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def sentence(self, language: str) -> str:
        """What is to be done, without naming the row."""
        return sentence(self.kind, self.code, language, self.values, field=self.field)

    def place(self, language: str) -> str:
        """Where it is: "Row 7, Title"."""
        row = {"en": "Row", "fr": "Ligne"}[language]
        parts = [f"{row} {self.row}" if self.row else "", field_title(self.field, language) if self.field else ""]
        return ", ".join(part for part in parts if part)


class Problem(_Remark):
    """Why a row was not accepted."""

    kind = "problem"


class Note(_Remark):
    """What was noticed or changed; the rows went in all the same."""

    kind = "note"


@dataclasses.dataclass(frozen=True, slots=True)
class Flaw:
    """A problem of a cell found before it is known which field its column holds; `column` None is the whole row."""

    column: int | None
    code: str
    values: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; None is an empty cell."""

    number: int
    cells: tuple[Cell | None, ...]
    flaws: tuple[Flaw, ...] = ()

    @property
    def is_blank(self) -> bool:
        return not self.flaws and all(cell is None or cell == "" for cell in self.cells)


@dataclasses.dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file, titles included; in a delimited text a wrong sign can split a row into too many cells."""

    rows: tuple[Row, ...]
    notes: tuple[Note, ...] = ()
    is_delimited: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """A file read: drafts with their row numbers, problems, notes, and the rows to correct under their titles."""

    drafts: tuple[tuple[int, Draft], ...]
    problems: tuple[Problem, ...]
    notes: tuple[Note, ...] = ()
    titles: tuple[str, ...] = ()
    rejected: tuple[Row, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Received:
    """A file taken in: what the queue says, and what was read."""

    receipt: Receipt
    reading: Reading

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self.reading.problems
