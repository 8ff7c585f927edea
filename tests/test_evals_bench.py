"""The bench on small sets of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from eval_runs import answer, recorded

from evals.bench import bench
from evals.calibrate import calibrate, candidates
from evals.gold import PROGRAMS, GoldProgram, read
from evals.measures.calibration import reliability, risk_coverage
from evals.report import charts
from tagging.calibration import read as read_calibration
from tagging.profiles import CALIBRATION, load_profile
from vocabulary import load


@pytest.fixture
def public(tmp_path: Path) -> Path:
    """Public sets with a welder each, and one labelled span whose sentence stands twice."""
    row = {"id": "a", "title": "Welder", "description": "Weld steel plates.", "occupation": ["72106"], "language": "en"}
    for name in ("cip_dev", "programs_dev"):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(row), encoding="utf-8")
    label = load("esco").concepts
    name = next(concept.label_en for concept in label.values() if concept.label_en == "use spreadsheets software")
    lines = ["sentence,span,label", f"You {name},{name},{name}", f"You {name},{name},{name}", "x,x,UNDERSPECIFIED"]
    for which in ("tech", "house"):
        (tmp_path / f"esco_{which}_validation.csv").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def test_the_public_sets_are_measured_when_they_are_there(public: Path) -> None:
    rows = {(row.where, row.measure): row for row in bench("offline", public)}

    assert rows["cip_dev", "occupation hit@1"].figure == "1.000"
    assert rows["cip_dev", "occupation hit@1"].interval == "0.025 to 1.000"
    assert (rows["ESCO tech, distinct spans", "skill rp@5"].figure, rows["cip_dev", "occupation hit@1"].programs) == (
        "1.000",
        1,
    )
    assert {where for where, _ in rows} >= {"our gold set, test split", "parallel texts, fr"}


def test_calibration_gives_every_vocabulary_a_curve_in_both_languages(tmp_path: Path) -> None:
    target = tmp_path / "calibration.toml"
    target.write_bytes(CALIBRATION.read_bytes())

    calibrate(load_profile("offline"), read(PROGRAMS, "calibration"), target)

    table = read_calibration(target)
    assert table.keys() == read_calibration(CALIBRATION).keys()
    assert all(curve.slope > 0 and 0.2 <= curve.threshold <= 0.9 for curve in table.values())


def test_candidates_are_those_of_the_language_that_were_judged() -> None:
    gold: list[GoldProgram] = read(PROGRAMS, "calibration")[:4]
    tagger = load_profile("offline")
    tagged = [(each, tagger.suggest(each.program).suggestions) for each in gold]

    found = {language: candidates(tagged, "occupation", language) for language in ("en", "fr")}
    assert sum(map(len, found.values())) == sum(s.facet == "occupation" for _, said in tagged for s in said)
    assert all(found["fr"][at].score >= found["fr"][at + 1].score for at in range(10))


def test_a_chart_places_what_it_shows_on_its_scale() -> None:
    track = charts.intervals([(0.5, 0.25, 0.75), (1.0, 1.0, 1.0)])

    assert 'x1="25.5%"' in track
    assert 'cx="50.0%"' in track
    assert 'cx="99.0%"' in track
    assert charts.intervals([(5, 0, 10)], most=10).count('cx="50.0%"') == 1


def test_charts_of_calibration_have_a_dot_a_bin_and_a_line_a_run() -> None:
    answers = [result.answers[0] for result in recorded([answer(["a"], ["a", "b"], chances=[0.8, 0.1])] * 3).results]

    dots = charts.reliability(reliability(answers), across="x", up="y")
    lines = charts.risk_coverage([risk_coverage(answers)] * 2, across="x", up="y")
    assert (dots.count("<circle"), lines.count("<polyline")) == (2, 2)
    assert "0.80 / 1.00, n = 3" in dots
    assert 'aria-label="x / y"' in lines
