"""Runs as files, and the gate between two of them."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest

from evals.__main__ import main
from evals.compare import NotPaired, changed, compare, worse_beyond_noise
from evals.gold import FOLDER
from evals.run import NoRun, Result, measured, results_of


def kept(folder: Path, results: list[Result]) -> Path:
    folder.mkdir()
    lines = (json.dumps(asdict(result)) for result in results)
    (folder / "results.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def made(hits: list[bool]) -> list[Result]:
    """Programs whose only code is right or wrong."""
    return [
        Result(f"p{at}", "en", "occupation", ("a",) if hit else ("b",), ("a",) if hit else ("b",), ("a",))
        for at, hit in enumerate(hits)
    ]


def test_a_run_keeps_what_its_measures_are_made_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold = tmp_path / "gold.jsonl"
    lines = (FOLDER / "programs.jsonl").read_text(encoding="utf-8").splitlines()[:12]
    gold.write_text("\n".join(lines), encoding="utf-8")

    assert main(["run", "--profile", "offline", "--gold", str(gold), "--output", str(tmp_path / "run")]) == 0

    results = results_of(tmp_path / "run")
    summary = json.loads((tmp_path / "run" / "summary.json").read_text(encoding="utf-8"))
    assert len(results) == 12 * 4
    assert summary["measures"] == measured(results)
    assert "occupation hit@1:" in capsys.readouterr().out


def test_the_same_run_twice_differs_in_nothing_and_passes_the_gate(tmp_path: Path) -> None:
    run = kept(tmp_path / "a", made([True] * 60 + [False] * 40))

    assert all((d.low, d.high, d.new - d.base) == (0, 0, 0) for d in compare(run, run))
    assert main(["compare", str(run), str(run), "--gate"]) == 0


def test_a_seeded_regression_closes_the_gate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hits = [True] * 300 + [False] * 100
    base = kept(tmp_path / "base", made(hits))
    new = kept(tmp_path / "new", made([False] * 12 + hits[12:]))

    (hit, _) = compare(base, new)
    assert hit.new - hit.base == pytest.approx(-0.03)
    assert hit.high < 0
    assert main(["compare", str(base), str(new), "--gate"]) == 1
    assert "Worse beyond noise: occupation hit@1" in capsys.readouterr().err


def test_changes_that_cancel_out_pass_nearly_always(tmp_path: Path) -> None:
    rng = np.random.default_rng(7)
    closed = 0
    for at in range(20):
        hits = (rng.random(200) < 0.7).tolist()
        flipped = [not hit if rng.random() < 0.05 * (1 if hit else 7 / 3) else hit for hit in hits]
        base, new = kept(tmp_path / f"b{at}", made(hits)), kept(tmp_path / f"n{at}", made(flipped))
        closed += bool(worse_beyond_noise(compare(base, new)))

    assert closed <= 2


def test_programs_that_changed_are_named_for_better_and_for_worse(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base, new = kept(tmp_path / "a", made([True, False, True])), kept(tmp_path / "b", made([False, True, True]))

    better, worse = changed(base, new, "occupation")

    assert ([one.id for one in better], [one.id for one in worse]) == (["p1"], ["p0"])
    assert main(["compare", str(base), str(new)]) == 0
    assert "occupation, first code: right now p1; right no more p0" in capsys.readouterr().out


def test_runs_of_different_programs_and_missing_runs_are_refused(tmp_path: Path) -> None:
    base = kept(tmp_path / "a", made([True]))
    new = kept(tmp_path / "b", [replace(made([True])[0], id="other")])

    with pytest.raises(NotPaired, match="same programs"):
        compare(base, new)
    with pytest.raises(NoRun, match="python -m evals run"):
        results_of(tmp_path / "none")
    assert main(["compare", str(base), str(tmp_path / "none")]) == 2
