"""The panel's sentences: complete in both languages, filled strictly, all used."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

import admin_app
import evals
import review_queue
from admin_app.wording import LANGUAGES, Wording, WordingError, placeholders, wording
from review_queue import refusals, retagging
from review_queue.records import Language, Role, State
from review_queue.retagging_answers import ACCESS, NoAnswer
from review_queue.waiting import Reason
from tagging.selection.failures import Kind
from vocabulary import FACETS

WORD = "[a-z0-9_]+"
PACKAGE = Path(admin_app.__file__).parent
ENGLISH, FRENCH = wording("en"), wording("fr")


def _patterns() -> Iterator[str]:
    """Every text in the code that could name a key, with any word in place of each value in it."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                parts = [re.escape(str(part.value)) if isinstance(part, ast.Constant) else WORD for part in node.values]
                yield "".join(parts)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield re.escape(node.value)


# Families of keys that are looked up by a name made elsewhere: a refusal's or an act's value.
FAMILIES = (rf"action\.{WORD}", rf"verb\.{WORD}\.{WORD}")
NAMED = re.compile("|".join({pattern for pattern in _patterns() if r"\." in pattern} | set(FAMILIES)))


def test_both_languages_have_the_same_keys() -> None:
    assert ENGLISH.sentences.keys() == FRENCH.sentences.keys()


def test_both_languages_fill_in_the_same_values_and_neither_is_empty() -> None:
    uneven = [
        key
        for key, english in ENGLISH.sentences.items()
        if placeholders(english) != placeholders(FRENCH.sentences[key])
    ]

    assert uneven == []
    assert [key for key in ENGLISH.sentences if not ENGLISH.sentences[key] or not FRENCH.sentences[key]] == []


def test_every_sentence_is_used() -> None:
    unused = [key for key in ENGLISH.sentences if not NAMED.fullmatch(re.sub(r"\.(one|other)$", "", key))]

    assert unused == []


def _looked_up() -> Iterator[tuple[str, frozenset[str]]]:
    """Each key that the code writes out in a look-up, with the names of the values it gives."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            called = ast.unparse(node.func)
            given = frozenset(str(keyword.arg) for keyword in node.keywords)
            if called in {"t", "words()", "said", "_tell"}:
                yield str(node.args[0].value), given
            elif called in {"t.counted", "words().counted"}:
                yield f"{node.args[0].value}.other", given | {"count"}


def test_every_look_up_names_a_sentence_and_gives_its_values() -> None:
    found = set(_looked_up())
    wrong = [key for key, given in found if not ENGLISH.has(key) or placeholders(ENGLISH.sentences[key]) != given]

    assert len(found) > 100
    assert wrong == []


def test_every_act_of_the_audit_trail_has_a_name() -> None:
    folders = [Path(str(package.__file__)).parent for package in (review_queue, evals)]
    sources = [path.read_text(encoding="utf-8") for folder in folders for path in folder.rglob("*.py")]
    verbs = {verb for source in sources for verb in re.findall(r'Act\("([a-z]+\.[a-z_]+)"', source)}

    assert len(verbs) > 10
    assert [verb for verb in sorted(verbs) if not ENGLISH.has(f"verb.{verb}")] == []


def test_every_refusal_has_a_sentence_with_values_it_carries() -> None:
    classes = [kind for _, kind in inspect.getmembers(refusals, inspect.isclass)]
    kinds = [kind for kind in classes if issubclass(kind, refusals.Refusal) and kind is not refusals.Refusal]

    assert len(kinds) > 20
    for kind in kinds:
        sentence = ENGLISH.sentences[f"refusal.{kind.code}"]
        if kind is not refusals.MoveRefused:
            assert placeholders(sentence) <= placeholders(kind.sentence) | {"wait_seconds"}, kind.code


def test_every_state_role_facet_and_reason_has_a_name() -> None:
    named = [f"state.{state}" for state in State.__args__] + [f"role.{role}" for role in Role.__args__]
    named += [f"facet.{facet}" for facet in FACETS] + [f"reason.{code}" for code in get_args(Reason)]
    named += [f"failure.{kind}" for kind in get_args(Kind)]
    named += [f"retagging.reason.{code}" for code in retagging.Reason.__args__]
    named += [f"retagging.access.{refusal}" for refusal in ACCESS]
    named += [f"retagging.why.{why}" for kind in NoAnswer.__args__ for why in kind.__args__]

    assert [key for key in named if not FRENCH.has(key)] == []


def test_a_missing_key_is_an_error_that_names_it() -> None:
    with pytest.raises(WordingError, match=r"no\.such\.key"):
        ENGLISH("no.such.key")


@pytest.mark.parametrize("values", [{}, {"time": "8:00", "surplus": "x"}, {"other": "x"}])
def test_missing_and_surplus_values_are_errors(values: dict[str, str]) -> None:
    with pytest.raises(WordingError, match="takes"):
        ENGLISH("review.held_until", **values)


@pytest.mark.parametrize(
    ("language", "count", "expected"),
    [("en", 0, "0 programs"), ("en", 1, "1 program"), ("fr", 0, "0 programme"), ("fr", 2, "2 programmes")],
)
def test_counts_follow_the_plural_of_the_language(language: str, count: int, expected: str) -> None:
    sentences = ENGLISH if language == "en" else FRENCH

    assert sentences.counted("list.programs", count) == expected


def test_a_value_with_braces_is_not_filled_again() -> None:
    sentences = Wording("en", {"greeting": "Hello {name}"})

    assert sentences("greeting", name="{name}") == "Hello {name}"


def test_a_singular_that_names_no_number_is_not_given_one() -> None:
    found = Wording("en", {"asked.one": "A question waits.", "asked.other": "{count} questions wait."})

    assert found.counted("asked", 1) == "A question waits."
    assert found.counted("asked", 3) == "3 questions wait."


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_counted_sentence_can_be_said_of_one_and_of_many(language: Language) -> None:
    texts = wording(language)

    for key in [key.removesuffix(".one") for key in texts.sentences if key.endswith(".one")]:
        assert texts.counted(key, 1)
        assert "7" in texts.counted(key, 7)
