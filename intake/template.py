"""The empty file to fill in, with titles in English or French."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from typing import Literal

from intake.columns import REQUIRED, columns

# The separator that Excel expects under each language's regional settings.
SEPARATOR = {"en": ",", "fr": ";"}
PROGRAM_SHEET = {"en": "Programs", "fr": "Programmes"}
GUIDE_SHEETS = {"Guide to the columns": "en", "Guide des colonnes": "fr"}
_GUIDE_TITLES = {
    "en": ("Column", "Required", "What to write", "Example"),
    "fr": ("Colonne", "Obligatoire", "Quoi écrire", "Exemple"),
}
_YES_NO = {"en": ("yes", "no"), "fr": ("oui", "non")}
_WIDE = {"title": 40, "description": 70, "outcomes": 50}


def template(language: str, kind: Literal["csv", "xlsx"] = "csv") -> bytes:
    """A file with column titles and no programs; the workbook has a second sheet that explains each column."""
    titles = [column.title(language) for column in columns().values()]
    return csv_bytes([titles], language) if kind == "csv" else _workbook(titles, language)


def csv_bytes(rows: list[list[str]], language: str) -> bytes:
    """Rows as CSV that a spreadsheet opens with its accents and in columns."""
    text = StringIO(newline="")
    csv.writer(text, delimiter=SEPARATOR[language]).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _workbook(titles: list[str], language: str) -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    workbook = Workbook()
    programs = workbook.active or workbook.create_sheet()
    programs.title = PROGRAM_SHEET[language]
    programs.append(titles)
    programs.freeze_panes = "A2"
    guide = workbook.create_sheet(next(name for name, of in GUIDE_SHEETS.items() if of == language))
    for row in _guide(language):
        guide.append(row)
    for sheet in (programs, guide):
        for cell in next(sheet.iter_rows(max_row=1)):
            cell.font = Font(bold=True)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for number, name in enumerate(columns(), start=1):
        programs.column_dimensions[get_column_letter(number)].width = _WIDE.get(name, 20)
    for letter, width in zip("ABCD", (24, 12, 90, 45), strict=True):
        guide.column_dimensions[letter].width = width
    output = BytesIO()
    workbook.save(output)
    return output.getvalue()


def _guide(language: str) -> list[tuple[str, ...]]:
    yes, no = _YES_NO[language]
    lines = [
        (column.title(language), yes if name in REQUIRED else no, column.hint(language), column.example(language))
        for name, column in columns().items()
    ]
    return [_GUIDE_TITLES[language], *lines]
