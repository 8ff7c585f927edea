"""The rows of an XLSX workbook's sheet of programs; formulas are never evaluated."""

from __future__ import annotations

import warnings
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from io import BytesIO
from itertools import islice
from zipfile import BadZipFile, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.utils.escape import unescape
from openpyxl.utils.exceptions import CellCoordinatesException, IllegalCharacterError, InvalidFileException
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from intake.archive import open_archive
from intake.header import likely_header
from intake.limits import COLUMNS, ROWS
from intake.records import Cell, FileRefused, Flaw, Note, Row, Table
from intake.template import GUIDE_SHEETS
from intake.workbook_marks import Marks, marks_of

_SAMPLE_ROWS = 20
_ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"})
# What openpyxl raises on workbooks that are cut off or made by hand: its own exceptions have no base, the rest is
# whatever its code stumbles over (the parsers of XML raise a SyntaxError).
_DAMAGE = (
    *(BadZipFile, zlib.error, SyntaxError, EOFError, OSError, RuntimeError, NotImplementedError),
    *(CellCoordinatesException, InvalidFileException, IllegalCharacterError),
    *(LookupError, ValueError, TypeError, AttributeError, ArithmeticError, AssertionError),
)


def read_xlsx(content: bytes) -> Table:
    """All rows of the first sheet with column titles, values as the file has them. Raises FileRefused."""
    archive = open_archive(content)
    try:
        with warnings.catch_warnings():
            # openpyxl warns of every extension it leaves aside: validation lists, headers, footers.
            warnings.simplefilter("ignore")
            workbook = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
            return _table(archive, workbook)
    except _DAMAGE as error:
        raise FileRefused("damaged_workbook") from error


def _table(archive: ZipFile, workbook: Workbook) -> Table:
    sheets = [sheet for sheet in workbook.worksheets if isinstance(sheet, ReadOnlyWorksheet)]
    if not sheets:
        raise FileRefused("empty")
    sheet, marks = _sheet_of_programs(archive, sheets)
    rows = tuple(islice(_rows(sheet, marks), ROWS))
    hidden = sum(row.number in marks.hidden_rows for row in rows)
    return Table(rows, tuple(_notes(sheet, sheets, marks, hidden=hidden)))


def _sheet_of_programs(archive: ZipFile, sheets: Sequence[ReadOnlyWorksheet]) -> tuple[ReadOnlyWorksheet, Marks]:
    """The first with column titles, those that a person sees before the hidden ones; else the first."""
    visible_first = sorted(sheets, key=lambda sheet: sheet.sheet_state != "visible")
    for sheet in visible_first:
        marks = _marks(archive, sheet)
        if likely_header(list(islice(_rows(sheet, marks), _SAMPLE_ROWS))):
            return sheet, marks
    return visible_first[0], Marks()


def _marks(archive: ZipFile, sheet: ReadOnlyWorksheet) -> Marks:
    """Read before the values, because it refuses a sheet whose rows or columns reach absurdly far."""
    # The only way openpyxl tells which part of the archive a sheet is.
    with archive.open(sheet._worksheet_path) as xml:  # type: ignore[attr-defined]
        return marks_of(xml)


def _rows(sheet: ReadOnlyWorksheet, marks: Marks) -> Iterator[Row]:
    """The rows that hold something; one with nothing but a formula without its result does."""
    sheet.reset_dimensions()
    values_by_row: Iterator[tuple[object, ...]] = sheet.iter_rows(values_only=True)  # type: ignore[misc]
    for number, values in enumerate(values_by_row, start=1):
        row = _flawed(Row(number, tuple(_cell(value) for value in values[:COLUMNS])), marks)
        if not row.is_blank:
            yield row


def _cell(value: object) -> Cell | None:
    """Text, numbers and days; a moment that is not midnight stays text, for a person to look at."""
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value.isoformat(sep=" ")
    if value is None or isinstance(value, bool | int | float | date):
        return value
    text = str(value)
    return unescape(text).replace("\r\n", "\n") if "_x" in text else text


def _flawed(row: Row, marks: Marks) -> Row:
    """The row with its problems: errors, formulas without a saved result, cells merged into others."""
    flaws = [
        Flaw(column, "error_value", {"value": cell})
        for column, cell in enumerate(row.cells)
        if isinstance(cell, str) and cell in _ERRORS
    ]
    without_value = marks.formulas_without_value.get(row.number, set())
    flaws += [Flaw(column, "formula_without_value") for column in sorted(without_value)]
    if not row.is_blank:
        flaws += [Flaw(column, "merged") for column in sorted(marks.merged.get(row.number, set()))]
    return Row(row.number, row.cells, tuple(flaws)) if flaws else row


def _notes(
    sheet: ReadOnlyWorksheet, sheets: Sequence[ReadOnlyWorksheet], marks: Marks, *, hidden: int
) -> Iterator[Note]:
    others = [other.title for other in sheets if other is not sheet and other.title not in GUIDE_SHEETS]
    if others:
        yield Note(None, None, "other_sheets", {"sheet": sheet.title, "others": ", ".join(others)})
    if hidden:
        yield Note(None, None, "hidden_rows", {"count": str(hidden)})
    if marks.formulas:
        yield Note(None, None, "formulas", {"count": str(marks.formulas)})
