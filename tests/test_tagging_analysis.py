"""Tokens, segments and languages of program texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagging.analysis import LONGEST_SEGMENT, segments, stems, tokens
from tagging.language import detect, language_of
from tagging.records import Program


def test_english_inflections_share_a_stem_and_stop_words_vanish() -> None:
    assert stems("The welders are welding", "en") == stems("welder weld", "en")[:1] + stems("weld", "en")


def test_french_elisions_accents_and_stop_words_are_read_as_french() -> None:
    assert stems("l'entretien d'équipements", "fr") == stems("entretien équipement", "fr")
    assert stems("Cœur", "fr") == stems("coeur", "fr")


def test_names_with_signs_stay_whole() -> None:
    assert stems("C++ and C#", "en") == ["c++", "c#"]


@given(st.text(max_size=300))
def test_offsets_of_tokens_and_segments_are_true_for_any_text(text: str) -> None:
    program = Program("p", "", text, (text, text))

    for token in tokens(text, "fr"):
        assert text[token.start : token.end].strip() == text[token.start : token.end] != ""
    for segment in segments(program, "en"):
        passage = program.text(segment.field)[segment.start : segment.end]
        assert passage == passage.strip()
        assert len(passage) <= LONGEST_SEGMENT
        assert all(segment.start <= token.start < token.end <= segment.end for token in segment.tokens)


def test_a_quote_never_crosses_two_outcomes() -> None:
    program = Program("p", "T", "", ("Read blueprints", "Weld pipes"))

    passages = [program.text("outcomes")[s.start : s.end] for s in segments(program, "en") if s.field == "outcomes"]
    assert passages == ["Read blueprints", "Weld pipes"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("This program teaches the basics of welding to beginners.", "en"),
        ("Cet atelier d'une journée porte sur l'entretien des machines.", "fr"),
        ("Este curso enseña a los estudiantes los principios de la soldadura y el corte.", None),
        ("lorem ipsum dolor sit amet consectetur adipiscing elit", None),
        ("", None),
        ("Welding", None),
    ],
)
def test_language_is_detected_or_left_open(text: str, language: str | None) -> None:
    assert detect(text).language == language


def test_a_given_language_is_believed_and_a_missing_one_is_read_from_all_fields() -> None:
    assert language_of(Program("p", "Soudage", "", (), "en")) == "en"
    assert language_of(Program("p", "Soudage", "Apprenez à souder dans les règles de l'art.", ())) == "fr"
