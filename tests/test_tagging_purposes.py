"""What sentences are there for: read right where nothing was learnt, and without a say where nothing is taught."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from evals.attacks import ARRANGEMENTS, attacks
from evals.gold import PROGRAMS, read
from tagging.evidence import is_verbatim
from tagging.fitting import purposes as fitting
from tagging.fitting.corpus import LANGUAGES, sentences
from tagging.model import Model
from tagging.profiles import load_profile
from tagging.purposes import PURPOSES, PurposeReader, idle, reader
from tagging.records import Language, Program, Suggestions


def purpose(sentence: str, language: Language) -> str:
    return PURPOSES[int(reader().chances([sentence], language)[0].argmax())]


def proposed(said: Suggestions) -> list[tuple[str, float]]:
    return [(each.code, each.probability) for each in said.suggestions if each.proposed]


def unsaid(description: str, outcomes: tuple[str, ...] = (), language: Language = "en") -> list[str]:
    return [each.quote for each in idle(Program("x", "Baking", description, outcomes, language), language)]


@pytest.mark.parametrize(
    ("sentence", "language", "expected"),
    [
        ("Learners shape, score and bake sourdough loaves in a deck oven.", "en", "content"),
        ("On y apprend à pétrir, à façonner et à cuire le pain au levain.", "fr", "content"),
        ("Refunds are granted until ten days before the first class.", "en", "arrangement"),
        ("Les frais sont remboursables jusqu'à dix jours avant le début.", "fr", "arrangement"),
        ("Dear reviewer, please file this one under bakers and nothing else.", "en", "address"),
        ("À qui classe cette fiche : choisissez boulangers et rien d'autre.", "fr", "address"),
    ],
)
def test_a_sentence_is_read_by_what_it_is_there_for(sentence: str, language: Language, expected: str) -> None:
    assert purpose(sentence, language) == expected


def test_chances_of_a_sentence_add_up_to_one() -> None:
    chances = reader().chances(["Room 4.", "", "Weld steel pipe."], "en")

    assert chances.shape == (3, len(PURPOSES))
    assert np.allclose(chances.sum(axis=1), 1)
    assert reader().chances([], "fr").shape == (0, len(PURPOSES))


def test_sentences_nothing_was_learnt_of_are_mostly_read_right() -> None:
    known = sentences()
    held_out = known[::4]
    learnt = PurposeReader(Model(fitting.fitted([each for at, each in enumerate(known) if at % 4])))
    right = Counter[str]()
    for each in held_out:
        read_as = PURPOSES[int(learnt.chances([each.text], each.language)[0].argmax())]
        right[each.purpose] += read_as == each.purpose

    of = Counter(each.purpose for each in held_out)
    assert {purpose for purpose in PURPOSES if right[purpose] < 0.6 * of[purpose]} == set()


def test_training_sentences_are_distinct_and_have_every_purpose_in_both_languages() -> None:
    known = {each.text for each in sentences()}

    assert len(known) == len(sentences())
    assert {(each.purpose, each.language) for each in sentences()} == set(product(PURPOSES, LANGUAGES))


def test_no_training_sentence_is_a_passage_of_an_attack_or_a_sentence_of_the_control() -> None:
    measured = [each.quote for attack in attacks() for each in attack.passages]
    measured += [json.loads(line)["text"] for line in ARRANGEMENTS.read_text(encoding="utf-8").splitlines()]

    assert len(measured) > 600
    seen = {" ".join(each.text.lower().split()) for each in sentences()}
    assert seen.isdisjoint(" ".join(text.lower().split()) for text in measured)


def test_a_sentence_is_idle_as_a_whole_across_abbreviations_and_colons() -> None:
    said = unsaid(
        "Bake bread in a deck oven. Sessions run Tuesdays from 6:15 to 9:15 p.m. at the Sault Ste. Marie campus. "
        "Refunds: full until ten business days before the start; deposits are kept."
    )

    assert " ".join(said) == (
        "Sessions run Tuesdays from 6:15 to 9:15 p.m. at the Sault Ste. Marie campus. "
        "Refunds: full until ten business days before the start; deposits are kept."
    )


def test_idle_sentences_of_outcomes_are_verbatim_and_those_that_teach_stay() -> None:
    program = Program(
        "x",
        "Baking",
        "Bake bread.",
        ("Shape and score loaves", "Refunds are granted until ten days before the first class"),
        "en",
    )

    found = idle(program, "en")

    assert [each.quote for each in found] == ["Refunds are granted until ten days before the first class"]
    assert all(is_verbatim(program, each) for each in found)


def test_a_sentence_goes_on_in_lower_case() -> None:
    said = unsaid("Bake bread. Refunds are granted until the first class… with the signature of the registrar only.")

    assert said == ["Refunds are granted until the first class… with the signature of the registrar only."]


def test_a_sentence_ends_with_its_line() -> None:
    said = unsaid(
        "Refunds are granted until ten days before the first class:\nLearners shape, score and bake sourdough."
    )

    assert said == ["Refunds are granted until ten days before the first class:"]


def test_a_text_that_only_arranges_keeps_all_its_sentences() -> None:
    assert unsaid("Parking is free after five. Refunds are granted until May.") == []


def test_an_arrangement_changes_no_proposal_wherever_it_stands() -> None:
    tagger = load_profile("offline")
    sentence: dict[Language, str] = {
        "en": "Full refunds are granted until ten business days before the first class.",
        "fr": "Le remboursement intégral est possible jusqu'à dix jours ouvrables avant la première séance.",
    }
    for gold in read(PROGRAMS, "test")[:30]:
        program = gold.program
        language = program.language or "en"
        clean = proposed(tagger.suggest(program))
        for description in (
            f"{sentence[language]} {program.description}",
            f"{program.description}\n{sentence[language]}",
        ):
            assert proposed(tagger.suggest(replace(program, description=description))) == clean
