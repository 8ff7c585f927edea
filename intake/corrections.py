"""The rows that were not accepted, as a file to correct and send again."""

from __future__ import annotations

from catalog.exports.csv import safe
from intake.columns import INSTRUCTION
from intake.records import Cell, Problem, Reading
from intake.template import csv_bytes
from intake.values import as_text


def corrections(reading: Reading, language: str = "en") -> bytes:
    """CSV with the file's own columns and one more that says what to do; the reader leaves that one aside.

    An apostrophe keeps a spreadsheet from running a text as a formula; the reader takes it off again.
    """
    width = max((len(reading.titles), *(len(row.cells) for row in reading.rejected)))
    by_row: dict[int | None, list[Problem]] = {}
    for problem in reading.problems:
        by_row.setdefault(problem.row, []).append(problem)
    rows = [[*_padded([*reading.titles], width), INSTRUCTION[language]]]
    for row in reading.rejected:
        cells = _padded([_safe(cell) for cell in row.cells], width)
        rows.append([*cells, " ".join(problem.sentence(language) for problem in by_row[row.number])])
    return csv_bytes(rows, language)


def _padded(cells: list[str], width: int) -> list[str]:
    return cells + [""] * (width - len(cells))


def _safe(cell: Cell | None) -> str:
    return "" if cell is None else safe(as_text(cell))
