"""Reading CSV files: encodings, separators, titles, rows, and what is said of them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from time import perf_counter

import pytest
from spreadsheets import GOOD, TEXT, TEXTE, TITLES, csv_file

from intake import samples
from intake.reader import read, read_form
from intake.records import FileRefused, Problem, Reading
from review_queue.records import Draft

LISTINGS = Path(__file__).parents[2] / "shared" / "programs" / "listings.csv"


def drafts(reading: Reading) -> list[Draft]:
    assert not reading.problems
    return [draft for _, draft in reading.drafts]


def problems(content: str) -> list[tuple[int | None, str | None, str]]:
    return [(one.row, one.field, one.code) for one in read("f.csv", content.encode()).problems]


def notes(content: str) -> list[tuple[int | None, str]]:
    return [(note.row, note.code) for note in read("f.csv", content.encode()).notes]


def refusal(content: bytes) -> FileRefused:
    with pytest.raises(FileRefused) as refused:
        read("f.csv", content)
    return refused.value


@pytest.mark.skipif(not LISTINGS.exists(), reason="the reference listings lie beside the project, not in it")
def test_the_reference_listings_give_twenty_drafts_and_no_problem() -> None:
    reading = read("listings.csv", LISTINGS.read_bytes())

    assert len(drafts(reading)) == 20
    assert {draft.language for draft in drafts(reading)} == {"en", "fr"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_accents_survive_every_usual_encoding(encoding: str) -> None:
    content = csv_file(("M-1", "Moteurs à l'œuvre", TEXTE, "fr"))

    (draft,) = drafts(read("f.csv", content.encode(encoding)))

    assert (draft.title, draft.description) == ("Moteurs à l'œuvre", TEXTE)


def test_a_guessed_encoding_is_said() -> None:
    content = csv_file(("M-1", "Été", TEXTE, "fr"))
    (note,) = read("f.csv", content.encode("cp1252")).notes

    assert "Windows-1252" in note.sentence("en")
    assert notes(content) == []


def test_an_old_macintosh_file_is_read_too() -> None:
    content = csv_file(("M-1", "Bière et thé", TEXTE + " père être", "fr")).encode("mac_roman")

    assert drafts(read("f.csv", content))[0].title == "Bière et thé"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_separator_is_recognized(delimiter: str) -> None:
    content = csv_file(("E-1", "Engines, pumps; and\tmore | all", TEXT, "en"), delimiter=delimiter)

    assert drafts(read("f.csv", content.encode()))[0].title.startswith("Engines, pumps; and")


def test_a_row_far_below_blank_ones_is_not_lost() -> None:
    content = csv_file() + "\n" * 11_000 + ",,,\n" * 11_000 + ",".join(GOOD)

    assert [row for row, _ in read("f.csv", content.encode()).drafts] == [22_002]


def test_excels_own_separator_line_is_no_row_of_titles() -> None:
    content = "sep=;\r\n" + csv_file(GOOD, delimiter=";")

    assert read("f.csv", content.encode()).drafts[0][0] == 3


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_line_breaks_inside_quotes_stay_in_the_text(line_break: str) -> None:
    content = f'program_id,title,description,language{line_break}E-1,Engines,"One.{line_break}{line_break}Two.",en'

    assert drafts(read("f.csv", content.encode()))[0].description == "One.\n\nTwo."


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    content = csv_file(("E-1", "Engines", "One.\nTwo.\nThree.", "en"), (), ("E-2", "", TEXT, "en"))

    reading = read("f.csv", content.encode())

    assert [row for row, _ in reading.drafts] == [2]
    assert [problem.row for problem in reading.problems] == [4]


@pytest.mark.parametrize(
    "titles",
    [
        ("Program ID", "Title", "Description", "Language"),
        ("ID du programme", "Titre", "Description", "Langue"),
        ("IDENTIFIANT", "intitulé*", "Descriptif (obligatoire)", "Langue d’enseignement"),
        ("course_code", "Course-Name", "OVERVIEW", "Lang"),
    ],
)
def test_titles_are_known_in_both_languages_without_accents_or_case(titles: tuple[str, ...]) -> None:
    assert drafts(read("f.csv", csv_file(GOOD, titles=titles).encode())) == [Draft("E-1", "Engines", TEXT)]


def test_every_field_is_read() -> None:
    titles = (
        *("Code", "Titre", "Description", "Résultats d'apprentissage", "Langue", "Mode de prestation"),
        *("Durée (semaines)", "Heures", "Coût (CAD)", "Admissible au RAFEO", "Mène à", "Employeurs partenaires"),
        *("Dates de début", "Page Web", "Courriel de contact", "CNP 1", "CNP 2"),
    )
    row = (
        *("M-1", "Moteurs", TEXTE, "Démonter; Remonter", "français", "en ligne", "6 semaines", "12,5", "1 250,50 $"),
        *("oui", "Diplôme", "Garage Nord; Marina", "2026-09-08", "www.college.example.org/m", "m@example.org"),
        *("72423", "72410 Mécaniciens"),
    )
    (draft,) = drafts(read("f.csv", csv_file(row, titles=titles, delimiter=";").encode()))

    assert (draft.language, draft.outcomes, draft.delivery) == ("fr", ("Démonter", "Remonter"), "online")
    assert (draft.duration_weeks, draft.hours, draft.cost_cad) == (6, 12.5, Decimal("1250.50"))
    assert (draft.osap_eligible, draft.stacks_into) == (True, "Diplôme")
    assert draft.employer_partners == ("Garage Nord", "Marina")
    assert [day.isoformat() for day in draft.start_dates] == ["2026-09-08"]
    assert (draft.url, draft.contact_email) == ("https://www.college.example.org/m", "m@example.org")
    assert draft.declared_noc == ("72423", "72410")


def test_a_report_title_above_the_column_titles_is_left_aside_and_said() -> None:
    content = "Continuing education 2026,,,\n,,,\n" + csv_file(GOOD)

    assert read("f.csv", content.encode()).drafts[0][0] == 4
    assert notes(content) == [(None, "rows_above_titles")]


def test_columns_that_are_not_ours_are_said() -> None:
    content = csv_file((*GOOD, "B-12", "x"), titles=(*TITLES, "Room", ""))
    reading = read("f.csv", content.encode())

    assert [note.code for note in reading.notes] == ["unknown_column", "cells_without_title"]
    assert "“Room”" in reading.notes[0].sentence("en")
    assert len(drafts(reading)) == 1


def test_two_columns_for_one_field_are_refused() -> None:
    refused = refusal(csv_file((*GOOD, "Moteurs"), titles=(*TITLES, "Titre")).encode())

    assert refused.code == "repeated_column"
    assert "“title” and “Titre”" in str(refused)


def test_missing_columns_are_named_in_both_languages() -> None:
    refused = refusal(csv_file(("Engines", "en"), titles=("title", "language")).encode())

    assert refused.code == "missing_columns"
    assert "Program ID / ID du programme, Description" in refused.sentence("fr")


def test_each_empty_required_field_is_a_problem() -> None:
    content = csv_file(("", "", "", "en"))

    assert problems(content) == [(2, name, "required") for name in ("program_id", "title", "description")]


def test_good_rows_go_in_beside_bad_ones() -> None:
    reading = read("f.csv", csv_file(GOOD, ("E-2", "", TEXT, "en")).encode())

    assert [draft.program_id for _, draft in reading.drafts] == ["E-1"]
    assert [row.number for row in reading.rejected] == [3]
    assert reading.problems == (Problem(3, "title", "required"),)


def test_an_id_that_comes_twice_is_a_problem_of_the_second_row() -> None:
    content = csv_file(GOOD, ("E-1", "Pumps", TEXT, "en"))

    assert problems(content) == [(3, "program_id", "repeated_id")]
    assert "Row 2 has the same program ID" in read("f.csv", content.encode()).problems[0].sentence("en")


def test_the_same_text_under_another_id_is_noted() -> None:
    assert notes(csv_file(GOOD, ("E-2", *GOOD[1:]))) == [(3, "same_text")]


def test_a_missing_language_is_detected_in_a_text_long_enough() -> None:
    content = csv_file(("E-1", "Engines", TEXT, ""), ("M-1", "Moteurs", TEXTE, ""))
    reading = read("f.csv", content.encode())

    assert [draft.language for draft in drafts(reading)] == ["en", "fr"]
    assert [(note.code, note.values) for note in reading.notes] == [("language_detected", {"count": "2"})]


def test_a_missing_language_in_a_short_text_is_a_problem() -> None:
    assert problems(csv_file(("E-1", "Engines", "Diesel.", ""))) == [(2, "language", "language_needed")]


def test_a_language_that_the_text_contradicts_is_noted() -> None:
    content = csv_file(("M-1", "Moteurs", TEXTE * 3, "en"))
    (note,) = read("f.csv", content.encode()).notes

    assert drafts(read("f.csv", content.encode()))[0].language == "en"
    assert note.sentence("en").startswith("The program is given as English, but its text reads like French")
    assert "indiqué en anglais" in note.sentence("fr")


def test_a_language_is_doubted_only_on_good_grounds() -> None:
    assert notes(csv_file(("M-1", "Moteurs", TEXTE, "en"))) == []
    assert notes(csv_file(("M-1", "Moteurs", TEXTE * 3, "fr"), ("E-1", "Engines", TEXT * 3, "en"))) == []


def test_an_unknown_language_is_one_problem_however_short_the_text() -> None:
    assert problems(csv_file(("E-1", "Engines", "Diesel.", "Klingon"))) == [(2, "language", "not_a_language")]


def test_a_text_too_long_is_a_problem_and_never_cut() -> None:
    content = csv_file(("E-1", "Engines", "a" * 200_000, "en"), ("E-2", "Engines", "a" * 50_000, "en"))
    reading = read("f.csv", content.encode())

    assert [(one.row, one.field, one.code) for one in reading.problems] == [(2, "description", "too_long")]
    assert "200000 characters; shorten it to 50000" in reading.problems[0].sentence("en")
    assert len(reading.drafts[0][1].description) == 50_000


def test_a_row_with_surplus_cells_is_a_problem() -> None:
    content = csv_file(GOOD) + "E-2,Pumps,Learners open, clean and close a pump,en\n"

    assert problems(content) == [(3, None, "too_many_cells")]


def test_a_lone_quotation_mark_breaks_only_its_row() -> None:
    content = csv_file(GOOD) + f'E-2,"5" pipe",{TEXT},en\nE-3,Pumps,{TEXT},en\n'
    reading = read("f.csv", content.encode())

    assert [draft.program_id for _, draft in reading.drafts] == ["E-1", "E-3"]
    assert [(one.row, one.code) for one in reading.problems] == [(3, "broken_quotes")]
    assert reading.rejected[0].cells == (f'E-2,"5" pipe",{TEXT},en',)


def test_a_quotation_mark_that_never_closes_refuses_the_file() -> None:
    refused = refusal((csv_file(GOOD) + 'E-2,"Pumps,x,en\nE-3,Taps,y,en\n').encode())

    assert (refused.code, refused.values) == ("unclosed_quotes", {"row": "3"})


def test_invisible_characters_are_removed_and_counted() -> None:
    content = csv_file(("E-1", "Eng\u200bines\u202e", TEXT + "\u00ad", "en"))
    reading = read("f.csv", content.encode())

    assert drafts(reading)[0].title == "Engines"
    assert [(n.field, n.values["count"]) for n in reading.notes] == [("title", "2"), ("description", "1")]


@pytest.mark.parametrize("damaged", ["Caf\ufffd", "CafÃ©", "lâ€™atelier"])
def test_text_that_lost_its_letters_is_a_problem(damaged: str) -> None:
    assert problems(csv_file(("E-1", damaged, TEXT, "en"))) == [(2, "title", "damaged_text")]


def test_html_from_a_web_page_is_noted() -> None:
    content = csv_file(("E-1", "Engines < pumps", f"<p>{TEXT}</p>", "en"))

    assert drafts(read("f.csv", content.encode()))[0].description == f"<p>{TEXT}</p>"
    assert notes(content) == [(2, "markup")]


def test_words_for_nothing_are_read_as_empty() -> None:
    content = csv_file((*GOOD, "N/A", "s.o.", "-"), titles=(*TITLES, "hours", "cost", "start dates"))
    (draft,) = drafts(read("f.csv", content.encode()))

    assert (draft.hours, draft.cost_cad, draft.start_dates) == (None, None, ())


def test_zero_hours_are_read_as_not_given_and_said() -> None:
    content = csv_file((*GOOD, "0"), titles=(*TITLES, "hours"))

    assert drafts(read("f.csv", content.encode()))[0].hours is None
    assert notes(content) == [(2, "zero_as_empty")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \r\n ", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"program_id,title,description\n", "no_programs"),
        (b"program_id,title,description\n,,\n\n", "no_programs"),
        (b"hello\nworld\n", "no_titles"),
        (b"MZ\x90\x00" + bytes(500), "program_file"),
        (b"\x7fELF" + bytes(500), "program_file"),
        (b"%PDF-1.7 x", "document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "old_excel"),
        (b"\x1f\x8b\x08" + bytes(50), "other_archive"),
        (b"program_id,title\x00,description\n", "no_text"),
        (bytes(range(1, 32)) * 20, "no_text"),
        (csv_file(*[GOOD] * 50).encode() + b"\0", "no_text"),
        (b"\xff\xfea\x00b", "no_text"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(content: bytes, code: str) -> None:
    refused = refusal(content)

    assert refused.code == code
    assert str(refused) == refused.sentence("en") != refused.sentence("fr")


def test_a_file_over_the_limit_is_refused_unread() -> None:
    refused = refusal(b"a" * (20 * 1024 * 1024 + 1))

    assert (refused.code, refused.values) == ("too_large", {"size": "21", "limit": "20"})


def test_ten_thousand_rows_are_read_in_seconds_and_one_more_is_refused() -> None:
    rows = [(f"E-{number}", f"Engines {number}", TEXT, "") for number in range(10_001)]
    start = perf_counter()
    reading = read("f.csv", csv_file(*rows[:-1]).encode())

    assert perf_counter() - start < 10
    assert len(drafts(reading)) == 10_000
    assert refusal(csv_file(*rows).encode()).code == "too_many_rows"


def test_a_file_of_nothing_but_line_breaks_and_commas_is_quickly_refused() -> None:
    start = perf_counter()

    assert refusal(csv_file().encode() + b",\n" * 2_000_000).code == "no_programs"
    assert refusal(b"a,b\n" * 1_000_000).code == "no_titles"
    assert perf_counter() - start < 15


def test_the_sample_of_mistakes_shows_them() -> None:
    reading = read("f.csv", (Path(samples.__file__).parent / "sample_bad.csv").read_bytes())

    assert [row for row, _ in reading.drafts] == [2, 9]
    assert len({problem.code for problem in reading.problems}) > 15


def test_a_form_is_read_under_the_same_rules() -> None:
    fields = {"program_id": "E-1", "title": " Engines ", "description": TEXT, "language": "en", "hours": "12,5"}

    assert drafts(read_form(fields)) == [Draft("E-1", "Engines", TEXT, hours=12.5)]
    with pytest.raises(KeyError, match="colour"):
        read_form({"colour": "red"})
    assert [(p.field, p.code) for p in read_form(fields | {"hours": "many"}).problems] == [("hours", "not_a_number")]
