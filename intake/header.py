"""The row of column titles: where it is, and which field each column holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from intake.characters import clean
from intake.columns import REPEATABLE, REQUIRED, columns, field_of, is_instruction
from intake.limits import excerpt
from intake.records import FileRefused, Note, Row, Table

# Titles of a report or a logo stand above the column titles, never more than a screenful.
_SEARCHED_ROWS = 20
_LEAST_KNOWN = 2


@dataclass(frozen=True, slots=True)
class Header:
    """Column titles and the field each means; `position` is the row's index in the table."""

    position: int
    titles: tuple[str, ...]
    fields: tuple[str | None, ...]

    @property
    def known(self) -> int:
        return sum(field is not None for field in self.fields)


def likely_header(rows: Sequence[Row]) -> Header | None:
    """Among the first rows the one with the most known titles, None when no row has two."""
    headers = [_header(position, row) for position, row in enumerate(rows[:_SEARCHED_ROWS])]
    best = max(headers, key=lambda header: header.known, default=None)
    return best if best and best.known >= _LEAST_KNOWN else None


def header_of(rows: Sequence[Row]) -> Header:
    """The header, checked. Raises FileRefused when it is missing, incomplete or double."""
    header = likely_header(rows)
    if header is None:
        raise FileRefused("no_titles", needed=_named(REQUIRED))
    missing = [field for field in REQUIRED if field not in header.fields]
    if missing:
        raise FileRefused("missing_columns", missing=_named(missing))
    for column, field in enumerate(header.fields):
        first = header.fields.index(field)
        if field and field not in REPEATABLE and first != column:
            titles = {"first": header.titles[first], "second": header.titles[column]}
            raise FileRefused("repeated_column", field=_named([field]), **titles)
    return header


def header_notes(header: Header, table: Table) -> Iterator[Note]:
    """What was left out: rows above the titles, columns that are not ours, filled columns without a title."""
    above = [row for row in table.rows[: header.position] if not row.is_blank]
    if above:
        start = next((str(cell) for cell in above[0].cells if cell not in (None, "")), "")
        yield Note(None, None, "rows_above_titles", {"count": str(len(above)), "value": excerpt(start)})
    filled = _filled_columns(table.rows[header.position + 1 :])
    for column, (title, field) in enumerate(zip(header.titles, header.fields, strict=True)):
        if title and field is None and not is_instruction(title):
            yield Note(None, None, "unknown_column", {"value": excerpt(title)})
        elif not title and column in filled:
            yield Note(None, None, "cells_without_title", {"value": str(column + 1)})
    if not table.is_delimited:
        for column in sorted(filled - set(range(len(header.titles)))):
            yield Note(None, None, "cells_without_title", {"value": str(column + 1)})


def _header(position: int, row: Row) -> Header:
    titles = tuple("" if cell is None else " ".join(clean(str(cell))[0].split()) for cell in row.cells)
    return Header(position, titles, tuple(field_of(title) for title in titles))


def _filled_columns(rows: Sequence[Row]) -> set[int]:
    return {column for row in rows for column, cell in enumerate(row.cells) if cell not in (None, "")}


def _named(fields: Sequence[str]) -> str:
    """The columns as both templates call them; a refusal is said before its reader's language is known."""
    titles = [dict.fromkeys((columns()[field].title_en, columns()[field].title_fr)) for field in fields]
    return ", ".join(" / ".join(both) for both in titles)
