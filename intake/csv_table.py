"""The rows of a CSV file: commas, semicolons, tabs or bars, quoted line breaks."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from itertools import islice

from intake.encoding import text_of
from intake.header import likely_header
from intake.limits import COLUMNS, FILE_BYTES, ROWS, excerpt
from intake.records import FileRefused, Flaw, Row, Table

_DELIMITERS = ",;\t|"
_SAMPLE_ROWS = 20
_UNCLOSED = "unexpected end of data"


def read_csv(content: bytes) -> Table:
    """All rows that hold something, numbered as a spreadsheet shows them. Raises FileRefused.

    A row broken by a lone quotation mark has its raw text as only cell, and a flaw.
    """
    text, notes = text_of(content)
    # The limit belongs to the module csv; the largest file bounds every cell.
    csv.field_size_limit(FILE_BYTES)
    first_row, text = _without_separator_line(text)
    rows = islice(_rows(text, _delimiter(text), first_row), ROWS)
    return Table(tuple(rows), notes, is_delimited=True)


def _without_separator_line(text: str) -> tuple[int, str]:
    """Excel's own first line, "sep=;", is no row of titles, though a spreadsheet counts it."""
    line, _, rest = text.partition("\n")
    return (2, rest) if line.lower().startswith("sep=") and len(line.strip()) <= len("sep=;") else (1, text)


def _delimiter(text: str) -> str:
    """The one under which the titles are known best, or else the one that makes the most cells."""

    def fit(delimiter: str) -> tuple[int, int]:
        rows = list(_sample(text, delimiter))
        header = likely_header(rows)
        return header.known if header else 0, max((len(row.cells) for row in rows), default=0)

    return max(_DELIMITERS, key=fit)


def _sample(text: str, delimiter: str) -> Iterator[Row]:
    try:
        yield from islice(_rows(text, delimiter, 1), _SAMPLE_ROWS)
    except FileRefused:
        return


def _rows(text: str, delimiter: str, first_row: int) -> Iterator[Row]:
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    number = first_row
    while True:
        lines.taken.clear()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if _UNCLOSED in str(error):
                raise FileRefused("unclosed_quotes", row=number) from error
            raw = "".join(lines.taken).rstrip("\r\n")
            yield Row(number, (raw,), (Flaw(None, "broken_quotes", {"value": excerpt(raw)}),))
        else:
            if len(cells) > COLUMNS and any(cells[COLUMNS:]):
                raise FileRefused("too_wide", limit=COLUMNS)
            if any(cells):
                yield Row(number, tuple(cells[:COLUMNS]))
        number += 1


class _Lines:
    """The lines of a text, with those kept that were taken since `taken` was last cleared."""

    def __init__(self, text: str) -> None:
        self.taken: list[str] = []
        self._lines = StringIO(text, newline="")

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.taken.append(line)
        return line
