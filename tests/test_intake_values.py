"""What single cells say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

import pytest

from intake import values
from intake.characters import clean
from intake.dates import start_dates
from intake.drafts import hours, weeks
from intake.lists import names, outcomes
from intake.records import Cell
from intake.values import Unreadable


def problem(parse: Callable[[Sequence[Cell]], object], *cells: Cell) -> str:
    with pytest.raises(Unreadable) as unreadable:
        parse(cells)
    return unreadable.value.code


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        *(("45", 45), ("12,5", 12.5), ("12.5", 12.5), (12.5, 12.5), (45, 45), ("45 h", 45), ("45h", 45)),
        *(("45 heures", 45), ("1 200", 1200), ("1\u00a0200,5", 1200.5), ("1,200", 1200), ("1,200.5", 1200.5)),
        *(("1.200,5", 1200.5), (".5", 0.5), ("1e2", 100), ("0", 0)),
    ],
)
def test_numbers_are_read_in_english_and_french_notation(cell: Cell, amount: float) -> None:
    assert hours([cell]) == amount


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        *(("many", "not_a_number"), ("8-10", "several_numbers"), ("10 to 12", "several_numbers")),
        *(("3 days", "not_in_hours"), ("-4", "out_of_range"), ("99999", "out_of_range"), ("nan", "not_a_number")),
        *(("inf", "not_a_number"), (float("inf"), "not_a_number"), ("٣", "not_a_number")),
        *(
            ("1,2,3", "not_a_number"),
            ("", "not_a_number"),
            ("1.250", "ambiguous_number"),
            (float("nan"), "not_a_number"),
        ),
    ],
)
def test_what_is_no_number_of_hours_is_said(cell: Cell, code: str) -> None:
    assert problem(hours, cell) == code


def test_a_number_cell_is_never_ambiguous() -> None:
    assert (hours([12.125]), values.cost([1250.0])) == (12.125, Decimal("1250.00"))


def test_weeks_take_their_own_unit_and_no_other() -> None:
    assert [weeks([cell]) for cell in ("6 weeks", "6 semaines", "6 wks.", "6")] == [6, 6, 6, 6]
    assert {problem(weeks, cell) for cell in ("3 months", "3 mois", "45 hours", "2 ans")} == {"not_in_weeks"}


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        *(("$1,250.00", "1250.00"), ("1 250 $", "1250.00"), ("1\u202f250,50 $", "1250.50"), ("CAD 300", "300.00")),
        *(("300 CAD", "300.00"), ("CA$300", "300.00"), ("$300 CAD", "300.00"), ("300 dollars", "300.00")),
        *(("free", "0.00"), ("Gratuit", "0.00"), ("0", "0.00"), (419.99999999999994, "420.00"), (295, "295.00")),
    ],
)
def test_costs_are_read_to_the_cent(cell: Cell, amount: str) -> None:
    assert str(values.cost([cell])) == amount


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        *(("US$ 300", "not_canadian_dollars"), ("300 €", "not_canadian_dollars"), ("300 USD", "not_canadian_dollars")),
        *(
            ("12.3456", "fraction_of_a_cent"),
            (12.345, "fraction_of_a_cent"),
            ("-5", "out_of_range"),
            ("1.250", "ambiguous_number"),
        ),
        *(("2000000", "out_of_range"), ("call us", "not_a_number"), ("$200-$300", "several_numbers")),
    ],
)
def test_what_is_no_price_is_said(cell: Cell, code: str) -> None:
    assert problem(values.cost, cell) == code


@pytest.mark.parametrize("cell", ["yes", "Oui", "Y", "o", "TRUE", "vrai", True, 1, "Eligible", "admissible"])
def test_yes_in_both_languages(cell: Cell) -> None:
    assert values.yes_or_no([cell]) is True


@pytest.mark.parametrize("cell", ["no", "Non", "N", "FALSE", "faux", False, 0, "Not eligible", "non admissible"])
def test_no_in_both_languages(cell: Cell) -> None:
    assert values.yes_or_no([cell]) is False


def test_perhaps_is_neither_yes_nor_no() -> None:
    assert problem(values.yes_or_no, "perhaps") == "not_yes_or_no"


def test_languages_are_known_by_name_and_code() -> None:
    assert {values.language([name]) for name in ("en", "EN-CA", "English", "anglais", "eng")} == {"en"}
    assert {values.language([name]) for name in ("fr", "fr_CA", "Français", "FRANCAIS", "French")} == {"fr"}
    assert {problem(values.language, name) for name in ("en/fr", "bilingue", "English and French")} == {"two_languages"}
    assert problem(values.language, "Klingon") == "not_a_language"


def test_delivery_names_are_unified_and_other_words_kept() -> None:
    assert [values.delivery([name]) for name in ("En ligne", "in-person", "Blended")] == [
        "online",
        "in person",
        "hybrid",
    ]
    assert values.delivery(["Evenings, by radio"]) == "Evenings, by radio"


def test_web_addresses_are_whole_and_plain() -> None:
    assert values.web_address(["https://a.example.org/x?y=1#z"]) == "https://a.example.org/x?y=1#z"
    assert values.web_address(["www.example.org"]) == "https://www.example.org"
    wrong = ("javascript:alert(1)", "ftp://example.org", "https://", "https://localhost", "https://a@example.org")
    wrong += ("https://example.org/a b", "https://example.org/<script>", "https://[::1", "https://example.org:99999999")
    assert {problem(values.web_address, address) for address in wrong} == {"not_a_web_address"}


def test_email_addresses_are_single() -> None:
    assert values.email(["a.b+c@mail.example.org"]) == "a.b+c@mail.example.org"
    assert values.email(["mailto:a@example.org"]) == "a@example.org"
    wrong = (
        "a",
        "a@b",
        "a@b@example.org",
        "a@example.org; b@example.org",
        "a b@example.org",
        "@example.org",
        "a@-x.org",
    )
    assert {problem(values.email, address) for address in wrong} == {"not_an_email"}


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        *(("72106", ("72106",)), (72106, ("72106",)), (72106.0, ("72106",)), ("NOC 72106", ("72106",))),
        *(("CNP 2021 : 72106", ("72106",)), ("72106 Welders, and related", ("72106",)), (10, ("00010",))),
        *(("72106; 21232", ("72106", "21232")), ("72106, 21232 / 21234", ("72106", "21232", "21234"))),
        ("72106\n72106", ("72106",)),
    ],
)
def test_noc_codes_are_found_beside_their_titles(cell: Cell, codes: tuple[str, ...]) -> None:
    assert values.noc_codes([cell]) == codes


def test_noc_codes_are_checked_against_the_vocabulary() -> None:
    assert problem(values.noc_codes, "99999") == "noc_unknown"
    assert {problem(values.noc_codes, cell) for cell in ("welder", "7210", "721066", "72.106")} == {"noc_form"}
    assert problem(values.noc_codes, "72106; 21232", "21234; 72410") == "noc_too_many"


@pytest.mark.parametrize(
    "written",
    [
        *(
            "2026-09-08T00:00:00",
            "2026-09-08 00:00:00.000",
            "2026-09-08",
            "2026/09/08",
            "2026.9.8",
            "September 8, 2026",
            "Sept. 8 2026",
            "8 septembre 2026",
        ),
        *("le 8 septembre 2026", "8th of September 2026", "SEP 8th, 2026", date(2026, 9, 8)),
    ],
)
def test_dates_are_read_as_people_write_them(written: Cell) -> None:
    assert start_dates([written]) == (date(2026, 9, 8),)


def test_several_dates_come_in_order_and_once() -> None:
    expected = (date(2026, 9, 8), date(2027, 1, 11))
    assert start_dates(["2027-01-11; 2026-09-08"]) == expected
    assert start_dates(["2026-09-08, 2027-01-11"]) == expected
    assert start_dates(["8 septembre 2026 et 11 janvier 2027"]) == expected
    assert start_dates(["September 8, 2026\nJanuary 11, 2027", date(2026, 9, 8)]) == expected


def test_a_date_that_reads_two_ways_is_never_guessed() -> None:
    assert problem(start_dates, "03/04/2027") == "ambiguous_date"
    assert start_dates(["13/01/2027"]) == start_dates(["01/13/2027"]) == (date(2027, 1, 13),)
    assert start_dates(["05/05/2027"]) == (date(2027, 5, 5),)


@pytest.mark.parametrize("written", ["2026-02-30", "Fall 2026", "September 2026", "ongoing", "31/31/2026", 46000])
def test_what_is_no_date_is_said(written: Cell) -> None:
    assert problem(start_dates, written) == "not_a_date"


def test_dates_far_away_and_lists_too_long_are_said() -> None:
    assert problem(start_dates, "1926-09-08") == "date_out_of_range"
    assert problem(start_dates, "; ".join(f"2026-{m:02}-{d:02}" for m in (1, 2) for d in range(1, 29))) == "too_many"


@pytest.mark.parametrize(
    "written",
    [
        "Read a plan\nSet the tool",
        "• Read a plan\n• Set the tool",
        "- Read a plan;\n- Set the tool;",
        "1. Read a plan\n2) Set the tool",
        "a) Read a plan\nb) Set the tool",
        "• Read a plan • Set the tool",
        "1. Read a plan 2. Set the tool",
        "Read a plan; Set the tool",
        "Read a plan; and Set the tool",
        "Read a plan | Set the tool",
        "• Read\n  a plan\n• Set the tool",
    ],
)
def test_outcomes_are_split_as_they_were_listed(written: str) -> None:
    assert outcomes([written]) == ("Read a plan", "Set the tool")


@pytest.mark.parametrize(
    "written",
    [
        "Use tools (Excel; Word) well",
        "Read plans, set tools",
        "Work at 1.5 m",
        "Know the A-B-C method",
        "Lift 10. ",
        "C. difficile",
    ],
)
def test_a_single_outcome_stays_whole(written: str) -> None:
    assert outcomes([written]) == (written.strip(),)


def test_outcomes_too_long_together_are_a_problem() -> None:
    assert problem(outcomes, "a" * 50_001) == "too_long"


def test_names_keep_their_commas() -> None:
    assert names(["Alder, Birch and Co.; Cedar Ltd.\nCedar Ltd."]) == ("Alder, Birch and Co.", "Cedar Ltd.")
    assert problem(names, ";".join(map(str, range(101)))) == "too_many"


def test_text_is_composed_and_its_line_breaks_are_plain() -> None:
    assert clean("Caf\u0065\u0301\r\nthe\u0301\v \uf0b7 x ") == ("Café\nthé\n • x", 0)
    assert clean("a\ud800b\u2066c\x07") == ("abc", 3)


def test_the_apostrophe_of_an_export_is_taken_off_and_no_other() -> None:
    assert [clean(text)[0] for text in ("'=1", "'-5", "'tis", "rock 'n' roll", "'é")] == [
        *("=1", "-5", "'tis", "rock 'n' roll", "'é")
    ]
