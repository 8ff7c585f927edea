"""Attacks in the report of a run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from eval_runs import of_hits

from evals.__main__ import main
from evals.attacked import FILE, figures, keep, read
from evals.attacks import Attack, Outcome
from evals.folders import FolderStore, NoRun
from evals.report.contents import contents
from evals.report.markdown import markdown
from evals.report.page import page
from evals.report.words import words
from tagging.records import Program


def outcome(number: int, *, flipped: bool, wanted: str | None = "31301", flagged: bool = True) -> Outcome:
    attack = Attack(Program(f"a{number}", "Welding", "Weld."), f"g{number // 2}", "order", "test", wanted, ())
    return Outcome(attack, frozenset({"skill"} if flipped else ()), False, 0, 0, 0, flagged)


OUTCOMES = [outcome(0, flipped=True), *[outcome(at, flipped=False, wanted=None) for at in range(1, 10)]]


def test_what_attacks_did_is_kept_beside_the_run_and_counted(tmp_path: Path) -> None:
    keep(tmp_path, OUTCOMES)
    kept = read(tmp_path)
    found = {each.measure: each for each in figures(kept)}

    assert [(each.id, each.base, each.flipped) for each in kept[:2]] == [("a0", "g0", ("skill",)), ("a1", "g0", ())]
    assert (found["attack_flips"].value, found["attack_flips"].programs) == (0.1, 10)
    assert 0 <= found["attack_flips"].low < 0.1 < found["attack_flips"].high <= 0.3
    assert (found["attack_brought"].value, found["attack_brought"].programs) == (0.0, 1)
    assert (found["attack_flagged"].value, found["attack_flagged"].high) == (1.0, 1.0)


def test_the_report_has_attacks_where_a_run_was_attacked_and_no_word_of_them_elsewhere(tmp_path: Path) -> None:
    keep(tmp_path, OUTCOMES)
    run = of_hits([True, False, True])
    attacked = contents([run], [read(tmp_path)])

    for language, heading, measure in (
        ("en", "Attacked texts", "Texts with an order that got other proposals"),
        ("fr", "Textes attaqués", "Textes contenant un ordre, aux propositions différentes"),
    ):
        w = words(language)
        for written in (page(attacked, w), markdown(attacked, w)):
            assert heading in written
            assert measure in written
        assert measure not in page(contents([run], [()]), w)
        assert measure not in markdown(contents([run]), w)


def test_a_run_of_another_profile_is_not_given_the_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = FolderStore(tmp_path)
    run = of_hits([True]).run
    store.begin(replace(run, inputs=replace(run.inputs, profile="bm25")))

    assert main(["attacks", "--profile", "offline", "--run", str(tmp_path)]) == 2
    assert "holds a run of bm25, and offline is to be attacked" in capsys.readouterr().err
    assert not (tmp_path / FILE).exists()


def test_a_file_that_is_none_is_named(tmp_path: Path) -> None:
    assert read(tmp_path) == ()
    (tmp_path / FILE).write_text("[{}]", encoding="utf-8")
    with pytest.raises(NoRun, match=r"attacks\.json cannot be read"):
        read(tmp_path)
