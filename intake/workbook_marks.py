"""What a worksheet's XML says beside its values: formulas, merged cells, hidden rows, how far it reaches."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import IO
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse
from openpyxl.utils import range_boundaries
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from intake.limits import COLUMNS, PROGRAMS
from intake.records import FileRefused

_LAST_ROW = 1_048_576
_MOST_MERGED = 20 * PROGRAMS


@dataclass(slots=True)
class Marks:
    """Columns count from 0, rows from 1; `merged` are the cells whose value stands in another cell."""

    formulas: int = 0
    formulas_without_value: dict[int, set[int]] = field(default_factory=dict)
    merged: dict[int, set[int]] = field(default_factory=dict)
    merged_cells: int = 0
    hidden_rows: set[int] = field(default_factory=set)


def marks_of(sheet: IO[bytes]) -> Marks:
    """Read the XML once, keeping nothing of it.

    Raises FileRefused for a sheet that reaches too far, and for rows or cells out of order, which openpyxl would drop.
    """
    marks = Marks()
    row = column = 0
    for event, element in iterparse(sheet, events=("start", "end")):
        name = element.tag.rpartition("}")[2]
        if name == "row" and event == "start":
            row, column = _row_number(element, after=row), 0
            if element.get("hidden") in {"1", "true"}:
                marks.hidden_rows.add(row)
        elif name == "c" and event == "end":
            column = _column_number(element, after=column)
            _mark_cell(marks, row, column - 1, element)
        elif name == "mergeCell" and event == "end":
            _mark_merged(marks, element.get("ref", ""))
        if event == "end" and name in {"c", "row"}:
            element.clear()
    return marks


def _row_number(row: Element, *, after: int) -> int:
    number = int(row.get("r") or after + 1)
    if not after < number <= _LAST_ROW:
        raise FileRefused("damaged_workbook")
    return number


def _column_number(cell: Element, *, after: int) -> int:
    """Counted from 1; a cell may leave its reference out, and then follows the one before it."""
    reference = cell.get("r")
    number = column_index_from_string(coordinate_from_string(reference)[0]) if reference else after + 1
    if number <= after:
        raise FileRefused("damaged_workbook")
    return number


def _mark_cell(marks: Marks, row: int, column: int, cell: Element) -> None:
    parts = {part.tag.rpartition("}")[2]: part for part in cell}
    value = parts.get("v")
    has_value = value is not None and bool(value.text)
    if column >= COLUMNS and (has_value or "is" in parts):
        raise FileRefused("too_wide", limit=COLUMNS)
    if "f" in parts:
        marks.formulas += 1
        if not has_value:
            marks.formulas_without_value.setdefault(row, set()).add(column)


def _mark_merged(marks: Marks, reference: str) -> None:
    left, top, right, bottom = range_boundaries(reference)
    if left is None or top is None or right is None or bottom is None:
        raise FileRefused("damaged_workbook")
    rows, columns = range(top, bottom + 1), range(left - 1, min(right, COLUMNS))
    marks.merged_cells += len(rows) * len(columns)
    if marks.merged_cells > _MOST_MERGED:
        raise FileRefused("too_much_merged")
    for row in rows:
        marks.merged.setdefault(row, set()).update(column for column in columns if (row, column) != (top, left - 1))
