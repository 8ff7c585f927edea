"""Reading XLSX workbooks, also those made to do harm."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from time import perf_counter
from zipfile import ZipFile

import pytest
from openpyxl import Workbook
from spreadsheets import GOOD, TEXT, TITLES, archive_of, parts_of, saved, workbook

from intake.reader import read
from intake.records import FileRefused, Reading

SHEET = "xl/worksheets/sheet1.xml"


def read_book(book: Workbook) -> Reading:
    return read("programs.xlsx", saved(book))


def findings(reading: Reading) -> list[tuple[int | None, str | None, str]]:
    return [(one.row, one.field, one.code) for one in (*reading.problems, *reading.notes)]


def refusal(content: bytes) -> FileRefused:
    with pytest.raises(FileRefused) as refused:
        read("programs.xlsx", content)
    return refused.value


def changed(content: bytes, old: bytes, new: bytes) -> bytes:
    parts = parts_of(content)
    sheet = parts[SHEET].replace(b"<v />", b"<v></v>")  # openpyxl writes either, by the XML library that is installed
    assert old in sheet
    return archive_of(parts | {SHEET: sheet.replace(old, new)})


def test_typed_cells_are_read_by_their_type() -> None:
    titles = (*TITLES, "hours", "cost", "osap", "start dates", "noc")
    row = (101, "Engines", TEXT, "en", 42.5, 419.99999999999994, True, datetime(2026, 9, 8), 10)
    ((number, draft),) = read_book(workbook(row, titles=titles)).drafts

    assert (number, draft.program_id) == (2, "101")
    assert (draft.hours, draft.cost_cad, draft.osap_eligible) == (42.5, Decimal("420.00"), True)
    assert (draft.start_dates, draft.declared_noc) == ((date(2026, 9, 8),), ("00010",))


def test_the_name_of_the_file_does_not_matter() -> None:
    assert len(read("programs.csv", saved(workbook(GOOD))).drafts) == 1


def test_blank_rows_are_skipped_and_the_numbers_kept() -> None:
    book = workbook(GOOD)
    book.active.cell(40, 1, "E-40")

    assert findings(read_book(book))[0] == (40, "title", "required")


def test_a_formula_gives_its_saved_result_and_is_noted() -> None:
    content = saved(workbook(("E-1", '=CONCAT("Eng","ines")', TEXT, "en")))
    with_result = changed(changed(content, b"</f><v></v>", b"</f><v>Engines</v>"), b'"B2"><f>', b'"B2" t="str"><f>')
    reading = read("f.xlsx", with_result)

    assert reading.drafts[0][1].title == "Engines"
    assert findings(reading) == [(None, None, "formulas")]


def test_a_formula_without_a_saved_result_is_a_problem_and_is_not_evaluated() -> None:
    reading = read_book(workbook(("E-1", "=1+1", TEXT, "en")))

    assert findings(reading) == [(2, "title", "formula_without_value"), (None, None, "formulas")]
    assert reading.drafts == ()


def test_a_row_of_nothing_but_a_formula_without_result_is_not_lost() -> None:
    reading = read_book(workbook(GOOD, (None, "=B2", None, None)))

    assert (3, "title", "formula_without_value") in findings(reading)
    assert len(reading.rejected) == 1


def test_an_error_value_is_a_problem() -> None:
    assert findings(read_book(workbook(("E-1", "#REF!", TEXT, "en")))) == [(2, "title", "error_value")]


def test_cells_merged_into_another_are_a_problem_of_their_rows() -> None:
    book = workbook(GOOD, ("E-2", None, TEXT, "en"), ("E-3", "Pumps", TEXT, "en"))
    book.active.merge_cells("B2:B3")
    reading = read_book(book)

    assert [draft.program_id for _, draft in reading.drafts] == ["E-1", "E-3"]
    assert findings(reading) == [(3, "title", "merged")]


def test_a_merge_over_half_the_sheet_is_refused_at_once() -> None:
    book = workbook(GOOD)
    content = saved(book)
    merged = b'</sheetData><mergeCells><mergeCell ref="A3:XFD1048576"/></mergeCells>'
    start = perf_counter()

    assert refusal(changed(content, b"</sheetData>", merged)).code == "too_much_merged"
    assert perf_counter() - start < 1


def test_rows_or_cells_out_of_order_are_refused_instead_of_dropped() -> None:
    content = saved(workbook(GOOD, ("E-2", "Pumps", TEXT, "en")))

    assert refusal(changed(content, b'<row r="3"', b'<row r="2"')).code == "damaged_workbook"
    assert refusal(changed(content, b'"B3"', b'"A3"')).code == "damaged_workbook"


def test_merged_titles_above_the_table_do_no_harm() -> None:
    book = workbook(GOOD)
    book.active.insert_rows(1)
    book.active["A1"] = "Continuing education"
    book.active.merge_cells("A1:D1")

    assert findings(read_book(book)) == [(None, None, "rows_above_titles")]


def test_another_sheet_is_noted_by_name() -> None:
    book = workbook(GOOD)
    book.create_sheet("Rooms").append(["Room", "Seats"])
    (note,) = read_book(book).notes

    assert "not: Rooms" in note.sentence("en")


def test_the_sheet_with_column_titles_is_found_behind_a_cover_sheet() -> None:
    book = Workbook()
    book.active.title = "Read me"
    book.active.append(["Please fill in the next sheet."])
    programs = book.create_sheet("Programs")
    programs.append(TITLES)
    programs.append(GOOD)
    reading = read_book(book)

    assert len(reading.drafts) == 1
    assert reading.notes[0].values == {"sheet": "Programs", "others": "Read me"}


def test_a_sheet_that_people_see_comes_before_a_hidden_one() -> None:
    book = workbook(("E-0", "Old engines", TEXT, "en"))
    book.active.sheet_state = "hidden"
    shown = book.create_sheet("Shown")
    shown.append(TITLES)
    shown.append(GOOD)
    book.active = shown

    assert [draft.title for _, draft in read_book(book).drafts] == ["Engines"]


def test_hidden_rows_are_read_and_noted() -> None:
    book = workbook(GOOD, ("E-2", "Pumps", TEXT, "en"))
    book.active.row_dimensions[3].hidden = True
    reading = read_book(book)

    assert len(reading.drafts) == 2
    assert findings(reading) == [(None, None, "hidden_rows")]


def test_cells_to_the_right_without_a_title_are_noted() -> None:
    book = workbook(GOOD)
    book.active.cell(2, 7, "call back")

    assert findings(read_book(book)) == [(None, None, "cells_without_title")]
    assert len(read_book(book).drafts) == 1


def test_line_breaks_that_excel_escapes_are_line_breaks() -> None:
    reading = read_book(workbook(("E-1", "Engines", "One._x000D_\nTwo.", "en")))

    assert reading.drafts[0][1].description == "One.\nTwo."


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    parts = parts_of(saved(workbook(GOOD)))
    bomb = archive_of(parts | {"xl/media/zeros.bin": bytes(120 * 1024 * 1024)})
    start = perf_counter()

    assert len(bomb) < 300_000
    assert refusal(bomb).code == "unpacks_too_large"
    assert perf_counter() - start < 0.1


def test_an_archive_that_lies_about_its_sizes_is_refused() -> None:
    content = bytearray(archive_of(parts_of(saved(workbook(GOOD))) | {"xl/zeros.bin": bytes(3_000_000)}))
    true_size = (3_000_000).to_bytes(4, "little")
    assert content.count(true_size) == 2
    lying = bytes(content).replace(true_size, (10).to_bytes(4, "little"))

    assert refusal(lying).code == "damaged_workbook"


def test_entities_are_never_expanded() -> None:
    parts = parts_of(saved(workbook(GOOD)))
    entity = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    declared = parts[SHEET].split(b"?>", 1)[-1]

    assert refusal(archive_of(parts | {SHEET: entity + declared})).code == "damaged_workbook"


@pytest.mark.parametrize(
    ("reference", "code"), [(b"XFD9", "too_wide"), (b"A99999999999", "damaged_workbook"), (b"??", "damaged_workbook")]
)
def test_a_cell_absurdly_far_away_is_refused(reference: bytes, code: str) -> None:
    content = saved(workbook(GOOD))
    row = reference[1:] if reference.startswith(b"A9") else b"9"
    far = b'<row r="' + row + b'"><c r="' + reference + b'" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'

    assert refusal(changed(content, b"</sheetData>", far)).code == code


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    assert refusal(archive_of({"word/document.xml": b"<x/>"})).code == "other_archive"
    assert refusal(b"PK\x03\x04" + bytes(100)).code == "damaged_workbook"


def test_a_workbook_cut_off_is_refused() -> None:
    content = saved(workbook(GOOD))

    assert {refusal(content[:length]).code for length in (100, 1000, len(content) - 30)} == {"damaged_workbook"}


def test_an_empty_workbook_has_no_titles() -> None:
    assert refusal(saved(Workbook())).code == "no_titles"
    assert refusal(saved(workbook())).code == "no_programs"


def test_ten_thousand_rows_are_read_in_seconds_and_one_more_is_refused() -> None:
    rows = [(f"E-{number}", f"Engines {number}", TEXT, "en") for number in range(10_001)]
    content = saved(workbook(*rows[:-1]))
    start = perf_counter()

    assert len(read("f.xlsx", content).drafts) == 10_000
    assert perf_counter() - start < 15
    assert refusal(saved(workbook(*rows))).code == "too_many_rows"


def test_what_a_workbook_hides_in_other_parts_is_never_opened() -> None:
    parts = parts_of(saved(workbook(GOOD)))
    macro = archive_of(parts | {"xl/vbaProject.bin": b"MZ" + bytes(100)})

    assert len(read("f.xlsm", macro).drafts) == 1
    assert "xl/vbaProject.bin" in ZipFile(BytesIO(macro)).namelist()
