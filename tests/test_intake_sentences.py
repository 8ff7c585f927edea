"""The sentences of intake, and the titles and names of its columns."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import intake
from intake.columns import columns, field_of
from intake.records import Note, Problem
from intake.sentences import UnsayableError, codes, placeholders, sentence

KINDS = ("problem", "note", "refusal", "language")
SOURCE = "\n".join(path.read_text() for path in Path(intake.__file__).parent.glob("*.py"))


@pytest.mark.parametrize("kind", KINDS)
def test_both_languages_say_the_same_things_with_the_same_values(kind: str) -> None:
    english, french = codes(kind, "en"), codes(kind, "fr")

    assert english.keys() == french.keys()
    assert {code: placeholders(text) for code, text in english.items()} == {
        code: placeholders(text) for code, text in french.items()
    }


@pytest.mark.parametrize("code", [code for kind in KINDS[:3] for code in codes(kind, "en")])
def test_no_sentence_is_left_over(code: str) -> None:
    assert f'"{code}"' in SOURCE or ("not_in_{unit}" in SOURCE and code.startswith("not_in_"))


def test_a_problem_names_its_place_and_column_in_the_reader_s_language() -> None:
    problem = Problem(7, "cost_cad", "out_of_range", {"value": "-1", "least": "0", "most": "9"})

    assert problem.place("en") == "Row 7, Cost (CAD)"
    assert problem.place("fr") == "Ligne 7, Coût (CAD)"
    assert problem.sentence("fr").startswith("-1 ne peut pas être juste pour « Coût (CAD) »")
    assert Note(None, None, "hidden_rows", {"count": "3"}).place("en") == ""


def test_a_sentence_without_its_values_is_our_own_mistake() -> None:
    with pytest.raises(UnsayableError, match="value"):
        sentence("problem", "not_a_language", "en", {})
    with pytest.raises(UnsayableError, match="no problem 'nonsense'"):
        sentence("problem", "nonsense", "en", {})


def test_a_value_that_looks_like_a_placeholder_is_only_text() -> None:
    assert "{field}" in sentence("problem", "not_a_language", "en", {"value": "{field}"})


def test_no_name_means_two_fields() -> None:
    names = [(name, field) for field, column in columns().items() for name in column.names]

    assert {field_of(name) for name, _ in names} == set(columns())
    assert [(name, field) for name, field in names if field_of(name) != field] == []


@pytest.mark.parametrize("field", columns())
def test_both_titles_and_the_name_of_a_field_are_known(field: str) -> None:
    column = columns()[field]

    assert {field_of(title) for title in (field, column.title_en, column.title_fr)} == {field}
    assert field_of(f"  {column.title_fr.upper()} * ") == field


def test_numbered_columns_are_known_only_where_a_field_holds_several() -> None:
    assert field_of("NOC 3") == field_of("CNP 1") == "declared_noc"
    assert field_of("Title 2") is None
    assert field_of("NOC 2021") == "declared_noc"


def test_every_example_is_one_that_the_reader_takes() -> None:
    from intake.reader import read_form

    for language in ("en", "fr"):
        reading = read_form({field: column.example(language) for field, column in columns().items()})
        assert reading.problems == () and len(reading.drafts) == 1


def test_sentences_in_french_have_their_accents() -> None:
    assert not re.search(r"\b(a ete|deja|numero|ecrivez)\b", " ".join(codes("problem", "fr").values()))
