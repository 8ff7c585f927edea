"""Slices of a run."""

from __future__ import annotations

from dataclasses import replace

import pytest
from eval_runs import answer, of_hits, recorded

from evals.gold import PROGRAMS, read
from evals.records import Recorded
from evals.slices import DIMENSIONS, Slice, groups, rare_occupations, sliced


def found(run: Recorded) -> dict[tuple[str, str], Slice]:
    return {(each.dimension, each.value): each for each in sliced(run)}


def mixed() -> Recorded:
    """One program in English at North, declared; one in French with two occupations; one with none."""
    run = recorded([answer(["72106"], ["72106"]), answer(["31301", "72105"], ["72105"]), answer([], [], 0)])
    first, second, third = run.results
    first = replace(first, institution="North", declared=True, words=39)
    return replace(run, results=(first, replace(second, language="fr", words=80), replace(third, language=None)))


def test_a_program_is_in_the_slices_of_all_its_occupations() -> None:
    slices = found(mixed())

    assert {value for dimension, value in slices if dimension == "broad_category"} == {"3", "7"}
    assert (slices["broad_category", "7"].programs, slices["broad_category", "3"].programs) == (2, 1)
    assert (slices["teer", "2"].programs, slices["teer", "1"].programs) == (2, 1)


def test_what_is_not_known_of_a_program_puts_it_in_no_slice() -> None:
    slices = found(mixed())

    assert [slices["language", value].programs for value in ("en", "fr")] == [1, 1]
    assert [value for dimension, value in slices if dimension == "institution"] == ["North"]
    assert [value for dimension, value in slices if dimension == "declared"] == ["yes"]


def test_length_is_told_by_words() -> None:
    assert {value: len(members) for dimension, value, members in groups(mixed().results) if dimension == "length"} == {
        "short": 1,
        "medium": 1,
        "long": 1,
    }


def test_rare_occupations_have_few_training_texts_and_none_of_calibration() -> None:
    rare, common = sorted(rare_occupations())[0], "72106"
    run = recorded([answer([rare], [rare]), answer([common], [common])])

    assert 100 < len(rare_occupations()) < 300
    assert common not in rare_occupations()
    calibrated = {code for gold in read(PROGRAMS, "calibration") for code in gold.right["occupation"]}
    assert not rare_occupations() & calibrated
    assert {value: each.programs for (dimension, value), each in found(run).items() if dimension == "rare"} == {
        "no": 1,
        "yes": 1,
    }


@pytest.mark.parametrize(("programs", "small"), [(19, True), (20, False)])
def test_small_slices_are_marked(programs: int, small: bool) -> None:
    english = found(of_hits([True] * programs))["language", "en"]

    assert (english.programs, english.small) == (programs, small)


def test_every_dimension_that_was_asked_for_is_there() -> None:
    assert list(DIMENSIONS) == ["language", "broad_category", "teer", "institution", "length", "declared", "rare"]
    assert [figure.measure for figure in found(mixed())["language", "en"].figures] == ["hit@1", "f1"]
