"""Gold files at hand, and the one a run was measured on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from measuring import gold_file

from evals.gold import PROGRAMS, read
from evals.inputs import inputs_of
from evals.sources import gold_files, gold_of, keep


def test_the_project_s_gold_sets_come_before_the_panel_s_own(tmp_path: Path) -> None:
    assert PROGRAMS in gold_files(tmp_path / "none")
    assert all(read(path) for path in gold_files(tmp_path / "none"))

    kept = keep(tmp_path, '{"id": "1"}\n')

    assert gold_files(tmp_path)[-1] == kept
    assert kept.read_text(encoding="utf-8") == '{"id": "1"}\n'


def test_what_is_settled_later_is_another_file_and_the_same_is_the_same(tmp_path: Path) -> None:
    first, same, later = keep(tmp_path, "a\n"), keep(tmp_path, "a\n"), keep(tmp_path, "b\n")

    assert first == same
    assert later != first
    assert first.exists()


def test_a_run_finds_its_gold_file_unless_it_was_changed(tmp_path: Path) -> None:
    gold = gold_file(tmp_path)
    inputs = inputs_of("offline", gold)

    assert gold_of(inputs, tmp_path) == gold
    assert gold_of(inputs_of("offline", PROGRAMS), tmp_path) == PROGRAMS
    assert gold_of(replace(inputs, gold="../../small.jsonl"), tmp_path) == gold
    gold.write_text("", encoding="utf-8")
    assert gold_of(inputs, tmp_path) is None
