"""The report: complete in both languages, and safe with hostile titles."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from eval_runs import answer, recorded

import evals.report
from admin_app.wording import wording
from evals import baseline
from evals.__main__ import main
from evals.measures import measures_of
from evals.report.contents import contents
from evals.report.markdown import markdown
from evals.report.page import page
from evals.report.words import words
from tagging.records import Language
from vocabulary import FACETS

TEXTS = tomllib.loads((Path(evals.report.__file__).parent / "texts.toml").read_text(encoding="utf-8"))
LANGUAGES: tuple[Language, Language] = ("en", "fr")


def keys(table: dict[str, object], prefix: str = "") -> set[str]:
    found = set()
    for key, value in table.items():
        found |= keys(value, f"{prefix}{key}.") if isinstance(value, dict) else {prefix + key}
    return found


def test_both_languages_have_the_same_words_and_placeholders() -> None:
    assert keys(TEXTS["en"]) == keys(TEXTS["fr"])
    for key, sentence in words("en").sentences.items():
        assert set(re.findall(r"{\w+}", sentence)) == set(re.findall(r"{\w+}", words("fr")[key])), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_measure_has_a_name(language: Language) -> None:
    names = [words(language).measure_name(each.name) for facet in FACETS for each in measures_of(facet)]

    assert all(names)
    assert len({words(language).measure_name(each.name) for each in measures_of("occupation")}) == len(
        measures_of("occupation")
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_and_the_panel_call_things_by_the_same_names(language: Language) -> None:
    w, panel = words(language), wording(language)

    assert {facet: w.facets[facet] for facet in FACETS} == {facet: panel(f"facet.{facet}") for facet in FACETS}
    for step, name in w.steps.items():
        assert panel(f"lost.{step}_about").split(":")[0].strip() == name
    beyond = panel("comparison.says").strip("?").lower()
    assert w["beyond"] == beyond
    assert [beyond in w[key] for key in ("no_slices", "gate_open", "gate_closed")] == [True] * 3


def test_numbers_are_written_as_the_language_writes_them() -> None:
    assert (words("en").number(0.5), words("fr").number(0.5)) == ("0.500", "0,500")
    assert (words("en").signed(-0.25), words("fr").signed(0.25)) == ("−0.250", "+0,250")
    assert (words("fr").probability(0.0002), words("en").number(float("nan"))) == ("< 0,001", "–")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_every_figure_of_every_run_and_needs_nothing_from_outside(language: Language) -> None:
    run = baseline.committed()
    shown = page(contents([run]), words(language))

    assert f'<html lang="{language}">' in shown
    assert not re.search(r"(src|href)=|<script|url\(|@import|http", shown)
    assert all(words(language).facets[facet] in shown for facet in FACETS)
    assert not re.search(r"bound method|Undefined|>None<|\bnan\b", shown)
    assert shown.count('class="square"') == 2 * len(FACETS)


def test_gains_are_shown_against_each_other_run() -> None:
    base = recorded([answer(["72106"], ["31301"])] * 12)
    new = recorded([answer(["72106"], ["72106"])] * 12)
    other = replace(base, run=replace(base.run, inputs=replace(base.run.inputs, profile="bm25")))

    found = contents([new, other])
    text = markdown(found, words("en"))

    assert found.names == ("offline", "bm25")
    assert "| bm25 | Occupation | First code right | +1.000 |" in text
    assert "## Slices" in text


def test_two_runs_of_one_profile_are_told_apart() -> None:
    first = recorded([answer(["72106"], ["72106"])])
    second = replace(first, run=replace(first.run, id="abcdef01-0000-4000-8000-000000000002"))

    assert contents([first, second]).names == ("offline 00000000", "offline abcdef01")


def test_a_hostile_title_is_text_on_the_page_and_no_column_in_a_table() -> None:
    run = recorded([answer(["72106"], ["31301"])])
    hostile = replace(run, results=(replace(run.results[0], title="<img src=x onerror=1>|x"),))
    found = contents([hostile])

    assert "<img" not in page(found, words("en"))
    assert "&lt;img" in page(found, words("en"))
    assert "&#124;x (p0)" in markdown(found, words("en"))


def test_an_unfinished_run_says_so() -> None:
    run = recorded([answer(["72106"], ["72106"])])
    unfinished = replace(run, run=replace(run.run, programs=3, finished_at=None))

    assert "1 of 3 programs are done" in page(contents([unfinished]), words("en"))


def test_the_command_writes_either_form(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run, html, text = str(baseline.FOLDER), tmp_path / "report.html", tmp_path / "report.md"

    assert main(["report", run, "--output", str(html)]) == 0
    assert main(["report", run, "--output", str(text), "--language", "fr"]) == 0
    assert html.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert text.read_text(encoding="utf-8").startswith("# La qualité des étiquettes")
    assert main(["report", run, "--output", str(tmp_path / "report.pdf")]) == 2
    assert "must end in .html or .md" in capsys.readouterr().err


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_forms_say_what_is_left_out_and_what_became_of_each_right_code(language: Language) -> None:
    w = words(language)
    wrong = recorded([answer(["72106", "31301"], ["62200", "72106"], 2)])
    found = contents([wrong])

    for written in (page(found, w), markdown(found, w)):
        assert w["zero_shot"] in written
        assert f"72106: {w['proposed']}" in written
        assert f"31301: {w.steps['not_retrieved'].lower()}" in written
    assert f"| {w['right_codes']} | {w['found']} |" in markdown(found, w)


def test_a_file_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "nowhere.jsonl"]) == 2
    assert capsys.readouterr().err == "nowhere.jsonl: No such file or directory\n"
