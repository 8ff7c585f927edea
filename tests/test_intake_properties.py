"""What holds for any file whatever."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

from hypothesis import given, settings
from hypothesis import strategies as st
from spreadsheets import TITLES, archive_of, csv_file, parts_of, saved, workbook

from intake.characters import clean
from intake.columns import columns
from intake.corrections import corrections
from intake.dates import start_dates
from intake.drafts import hours, weeks
from intake.lists import names, outcomes
from intake.reader import read, read_form
from intake.records import FileRefused, Reading
from intake.values import Unreadable, cost, delivery, email, language, noc_codes, web_address, yes_or_no

PARSERS = (*(cost, delivery, email, language, noc_codes, web_address, yes_or_no), start_dates, hours, weeks, names)
CELLS = st.one_of(st.text(max_size=40), st.sampled_from(["", "en", "fr", "12,5", "$3", '"', "a\nb", "=1", "n/a"]))
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=len(columns())), min_size=1, max_size=8)
WORKBOOK = saved(workbook(("E-1", "=1", "A text\nof two lines.", "en"), (1.5, True, None, "fr")))


def reading_or_refusal(content: bytes) -> Reading | None:
    try:
        return read("any file", content)
    except FileRefused as refused:
        assert refused.sentence("en") and refused.sentence("fr")
        return None


def check_reading(reading: Reading, rows: int | None = None) -> None:
    """Every row is a draft or has a problem, and everything can be said in both languages."""
    accepted = [number for number, _ in reading.drafts]
    rejected = [row.number for row in reading.rejected]
    assert set(rejected) == {problem.row for problem in reading.problems}
    assert not set(accepted) & set(rejected)
    assert len(accepted) == len(set(accepted)) and len(rejected) == len(set(rejected))
    if rows is not None:
        assert len(accepted) + len(rejected) == rows
    for remark in (*reading.problems, *reading.notes):
        assert all((remark.sentence(one) and "{" + "value" not in remark.place(one)) for one in ("en", "fr"))
    assert corrections(reading, "en") and corrections(reading, "fr")


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.binary(max_size=400), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))))
def test_any_bytes_are_read_or_clearly_refused(content: bytes) -> None:
    reading = reading_or_refusal(content)

    assert reading is None or reading.drafts or reading.problems


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([",", ";", "\t"]))
def test_any_bytes_below_good_titles_are_read_or_clearly_refused(content: bytes, delimiter: str) -> None:
    reading = reading_or_refusal(delimiter.join(TITLES).encode() + b"\n" + content)

    if reading:
        check_reading(reading)


@settings(max_examples=200, deadline=None)
@given(ROWS, st.sampled_from([",", ";", "\t"]), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_every_row_is_a_draft_or_has_a_problem(rows: list[list[str]], delimiter: str, encoding: str) -> None:
    titles = [column.title_fr for column in columns().values()]
    content = csv_file(*rows, titles=titles, delimiter=delimiter).encode(encoding, "replace")
    reading = reading_or_refusal(content)

    if reading:
        check_reading(reading, sum(any(cell != "" for cell in row) for row in rows))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_workbook_changed_anywhere_is_read_or_clearly_refused(data: st.DataObject) -> None:
    parts = parts_of(WORKBOOK)
    name = data.draw(st.sampled_from(sorted(parts)))
    place = data.draw(st.integers(0, len(parts[name])))
    removed = data.draw(st.integers(0, 30))
    put = data.draw(st.one_of(st.binary(max_size=8), st.sampled_from([b"<", b'"', b"-1", b"99999999", b"<f>1</f>"])))
    reading = reading_or_refusal(archive_of(parts | {name: parts[name][:place] + put + parts[name][place + removed :]}))

    if reading:
        check_reading(reading)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(WORKBOOK) - 1), st.binary(min_size=1, max_size=6))
def test_a_workbook_with_damaged_bytes_is_read_or_clearly_refused(place: int, damage: bytes) -> None:
    reading = reading_or_refusal(WORKBOOK[:place] + damage + WORKBOOK[place + len(damage) :])

    if reading:
        check_reading(reading)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(PARSERS), st.one_of(st.text(max_size=60), st.floats(), st.integers(), st.booleans(), st.dates()))
def test_any_cell_has_a_value_or_a_problem(parse: object, cell: object) -> None:
    assert callable(parse)
    try:
        value = parse([cell])
    except Unreadable as unreadable:
        assert unreadable.code
    else:
        assert value is not None


@given(st.text(max_size=200))
def test_outcomes_lose_no_letter(text: str) -> None:
    letters = [char for char in "".join(outcomes([text])) if char.isalpha() and char not in "ante"]

    assert letters == [char for char in text if char.isalpha() and char not in "ante"] or ")" in text


@given(st.text(max_size=200))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    cleaned, removed = clean(text)

    assert removed >= 0
    assert clean(cleaned) == (cleaned, 0) or cleaned.startswith("'") or text.strip().startswith("'")


@settings(max_examples=100, deadline=None)
@given(st.fixed_dictionaries(dict.fromkeys(columns(), CELLS)))
def test_any_form_is_a_draft_or_has_a_problem(fields: dict[str, str]) -> None:
    reading = read_form(fields)

    assert bool(reading.drafts) != bool(reading.problems)


def test_the_workbook_of_these_tests_is_readable() -> None:
    assert "xl/workbook.xml" in ZipFile(BytesIO(WORKBOOK)).namelist()
    reading = reading_or_refusal(WORKBOOK)
    assert reading and len(reading.rejected) == 2
