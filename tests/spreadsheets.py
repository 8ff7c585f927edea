"""Files of programs for the tests of intake, made in memory."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

TITLES = ("program_id", "title", "description", "language")
TEXT = "Learners take an engine apart and measure the wear before they put it together again in the shop."
TEXTE = "On y apprend à démonter un moteur, à mesurer l'usure et à le remonter dans l'atelier du collège."
GOOD = ("E-1", "Engines", TEXT, "en")


def csv_file(*rows: Sequence[object], titles: Sequence[str] = TITLES, delimiter: str = ",") -> str:
    text = StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows([titles, *rows])
    return text.getvalue()


def workbook(*rows: Sequence[object], titles: Sequence[str] = TITLES) -> Workbook:
    book = Workbook()
    for row in (titles, *rows):
        book.active.append(list(row))
    return book


def saved(book: Workbook) -> bytes:
    output = BytesIO()
    book.save(output)
    return output.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    """The files inside a workbook, to change by hand."""
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def archive_of(parts: dict[str, bytes]) -> bytes:
    output = BytesIO()
    with ZipFile(output, "w", ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return output.getvalue()
