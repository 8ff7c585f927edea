"""The template to fill in and the file of rows to correct."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from spreadsheets import GOOD, TEXT, TITLES, csv_file, saved, workbook

from intake.columns import REQUIRED, columns
from intake.corrections import corrections
from intake.reader import read
from intake.records import FileRefused
from intake.samples import sample_files
from intake.template import template


def rows(content: bytes, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter))


@pytest.mark.parametrize(("language", "delimiter"), [("en", ","), ("fr", ";")])
def test_a_template_filled_in_is_read_without_a_remark(language: str, delimiter: str) -> None:
    titles = rows(template(language), delimiter)[0]
    example = [column.example(language) for column in columns().values()]
    reading = read("f.csv", csv_file(example, titles=titles, delimiter=delimiter).encode())

    assert (len(reading.drafts), reading.problems, reading.notes) == (1, (), ())
    assert reading.drafts[0][1].start_dates[1].isoformat() == "2027-01-11"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_template_workbook_explains_every_column_and_is_read_without_a_remark(language: str) -> None:
    book = load_workbook(BytesIO(template(language, "xlsx")))
    programs, guide = book.worksheets
    programs.append([column.example(language) for column in columns().values()])
    reading = read("f.xlsx", saved(book))

    assert (len(reading.drafts), reading.problems, reading.notes) == (1, (), ())
    assert [row[0] for row in guide.iter_rows(min_row=2, values_only=True)] == [
        column.title(language) for column in columns().values()
    ]
    required = [row[1] for row in guide.iter_rows(min_row=2, values_only=True)]
    assert required.count("yes" if language == "en" else "oui") == len(REQUIRED)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_empty_template_is_refused_with_what_to_do(kind: str) -> None:
    with pytest.raises(FileRefused, match="no programs below them"):
        read("f", template("en", "xlsx" if kind == "xlsx" else "csv"))


def test_corrections_hold_the_bad_rows_with_what_to_do() -> None:
    reading = read("f.csv", csv_file(GOOD, ("E-2", "", TEXT, "Klingon"), titles=TITLES).encode())
    titles, row = rows(corrections(reading))

    assert titles == [*TITLES, "What to do"]
    assert row[:4] == ["E-2", "", TEXT, "Klingon"]
    assert (
        row[4]
        == "Title is empty; every program needs it. “Klingon” is not a language that the catalog has; write en or fr."
    )


def test_corrections_can_be_put_right_and_sent_again() -> None:
    reading = read("f.csv", csv_file(("E-2", "", TEXT, "en", "B-12"), titles=(*TITLES, "Room")).encode())
    corrected = corrections(reading, "fr").decode("utf-8-sig").replace("E-2;;", "E-2;Pumps;")
    again = read("f.csv", corrected.encode())

    assert "À faire" in corrected
    assert [draft.title for _, draft in again.drafts] == ["Pumps"]
    assert [note.code for note in again.notes] == ["unknown_column"]


def test_corrections_never_start_a_formula_and_give_the_text_back() -> None:
    reading = read("f.csv", csv_file(("", "=1+1", TEXT, "en")).encode())
    content = corrections(reading).decode("utf-8-sig")

    assert rows(content.encode())[1][1] == "'=1+1"
    again = read("f.csv", content.replace("\n,", "\nE-1,").encode())
    assert again.drafts[0][1].title == "=1+1"


def test_corrections_keep_typed_cells_and_rows_that_fell_apart() -> None:
    book = workbook((101.0, None, TEXT, "en"))
    assert rows(corrections(read("f.xlsx", saved(book))))[1][:2] == ["101", ""]

    broken = csv_file() + f'E-2,"5" pipe",{TEXT},en\n'
    assert rows(corrections(read("f.csv", broken.encode())))[1][0] == f'E-2,"5" pipe",{TEXT},en'


def test_nothing_to_correct_is_a_file_of_titles() -> None:
    assert rows(corrections(read("f.csv", csv_file(GOOD).encode()))) == [[*TITLES, "What to do"]]


def test_the_sample_batch_has_both_languages_and_no_problem() -> None:
    readings = {name: read(name, content) for name, content in sample_files().items()}

    assert {name: len(reading.drafts) for name, reading in readings.items()} == {
        "sample_en.csv": 10,
        "sample_fr.csv": 6,
    }
    assert not [problem for reading in readings.values() for problem in reading.problems]
    assert {draft.language for _, draft in readings["sample_fr.csv"].drafts} == {"fr"}
