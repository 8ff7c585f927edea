"""Files and forms read into drafts, problems and notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from intake.columns import columns
from intake.csv_table import read_csv
from intake.drafts import RowReading
from intake.header import Header, header_notes, header_of
from intake.limits import FILE_BYTES, MEGABYTE, PROGRAMS, excerpt
from intake.records import Cell, FileRefused, Note, Problem, Reading, Row, Table
from intake.signatures import kind_of
from intake.xlsx_table import read_xlsx
from review_queue.records import Draft


def read(filename: str, content: bytes) -> Reading:
    """Read a CSV or XLSX file, told apart by its content. Every row is a draft or has a problem.

    Raises FileRefused when nothing of the file can be read, with a sentence in both languages.
    """
    if len(content) > FILE_BYTES:
        raise FileRefused("too_large", size=-(-len(content) // MEGABYTE), limit=FILE_BYTES // MEGABYTE)
    return reading_of(read_xlsx(content) if kind_of(content) == "workbook" else read_csv(content))


def read_form(fields: Mapping[str, str]) -> Reading:
    """Read one program typed into a form, as row 1, under a file's rules. Raises KeyError for a name of no field."""
    unknown = fields.keys() - columns().keys()
    if unknown:
        raise KeyError(f"There are no fields {sorted(unknown)}.")
    row = RowReading(1, {name: (written,) for name, written in fields.items()})
    draft = row.draft()
    return Reading(((1, draft),) if draft else (), tuple(row.problems), tuple(row.notes))


def reading_of(table: Table) -> Reading:
    """The table's rows below its titles, read. Raises FileRefused."""
    header = header_of(table.rows)
    rows = [row for row in table.rows[header.position + 1 :] if not row.is_blank]
    if not rows:
        raise FileRefused("no_programs")
    if len(rows) > PROGRAMS:
        raise FileRefused("too_many_rows", limit=PROGRAMS)
    batch = _Batch(header, is_delimited=table.is_delimited)
    for row in rows:
        batch.read(row)
    notes = [*table.notes, *header_notes(header, table), *batch.all_notes()]
    return Reading(tuple(batch.drafts), tuple(batch.problems), tuple(notes), header.titles, tuple(batch.rejected))


class _Batch:
    """The rows read so far, and what they may not repeat."""

    def __init__(self, header: Header, *, is_delimited: bool) -> None:
        self.drafts: list[tuple[int, Draft]] = []
        self.problems: list[Problem] = []
        self.rejected: list[Row] = []
        self._header = header
        self._is_delimited = is_delimited
        self._notes: list[Note] = []
        self._row_of_id: dict[str, int] = {}
        self._row_of_text: dict[tuple[str, str], int] = {}
        self._detected = 0

    def read(self, row: Row) -> None:
        reading = RowReading(row.number, _cells_by_field(self._header, row), list(self._structural_problems(row)))
        draft = None if any(problem.field is None for problem in reading.problems) else reading.draft()
        self._check_id(reading)
        if draft and not reading.problems:
            self._accept(row.number, draft, reading)
        else:
            self.problems += reading.problems
            self.rejected.append(row)

    def all_notes(self) -> list[Note]:
        """The notes of the accepted rows; those of a rejected row would only blur what is to be done."""
        detected = Note(None, "language", "language_detected", {"count": str(self._detected)})
        return [detected, *self._notes] if self._detected else self._notes

    def _structural_problems(self, row: Row) -> Iterator[Problem]:
        """What is wrong with cells, whatever they say; a problem without a field makes the row unreadable."""
        fields = self._header.fields
        for flaw in row.flaws:
            field = fields[flaw.column] if flaw.column is not None and flaw.column < len(fields) else None
            if field or flaw.column is None:
                yield Problem(row.number, field, flaw.code, flaw.values)
        surplus = [cell for cell in row.cells[len(fields) :] if cell not in (None, "")]
        if self._is_delimited and surplus:
            yield Problem(row.number, None, "too_many_cells", {"count": str(len(surplus))})

    def _check_id(self, reading: RowReading) -> None:
        number = reading.row or 0
        other = self._row_of_id.setdefault(reading.program_id, number) if reading.program_id else number
        if other != number:
            reading.problem("program_id", "repeated_id", {"other": str(other), "value": excerpt(reading.program_id)})

    def _accept(self, number: int, draft: Draft, reading: RowReading) -> None:
        self.drafts.append((number, draft))
        self._notes += reading.notes
        self._detected += reading.language_was_detected
        other = self._row_of_text.setdefault((draft.title, draft.description), number)
        if other != number:
            self._notes.append(Note(number, None, "same_text", {"other": str(other)}))


def _cells_by_field(header: Header, row: Row) -> dict[str, list[Cell]]:
    found: dict[str, list[Cell]] = {}
    for field, cell in zip(header.fields, row.cells, strict=False):
        if field and cell is not None:
            found.setdefault(field, []).append(cell)
    return found
