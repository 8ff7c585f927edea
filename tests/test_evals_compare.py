"""Two runs of one gold set, paired by program."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from eval_runs import answer, of_hits, recorded

from evals.__main__ import main
from evals.chance import mcnemar
from evals.compare import NotPaired, compare, differences, shared
from evals.folders import FolderStore
from evals.gate import gate
from evals.records import Recorded


def kept(folder: Path, recorded: Recorded) -> str:
    store = FolderStore(folder)
    store.begin(recorded.run)
    for result in recorded.results:
        store.keep(recorded.run, result)
    return str(folder)


def test_a_difference_has_its_interval_and_its_chance() -> None:
    base = of_hits([True] * 40 + [False] * 40)
    new = of_hits([True] * 48 + [False] * 32)

    hit = next(each for each in differences(base, new) if each.measure == "hit@1")

    assert (hit.base, hit.new, hit.programs) == (0.5, 0.6, 80)
    assert 0 < hit.low < 0.1 < hit.high < 0.2
    assert hit.chance == pytest.approx(2 / 2**8)
    assert hit.adjusted >= hit.chance


def test_a_run_differs_from_itself_in_nothing() -> None:
    run = of_hits([True, True, False])
    found = compare(run, run)

    assert {(each.low, each.high, each.adjusted) for each in found.differences} == {(0, 0, 1)}
    assert found.changes == ()


def test_pairing_makes_an_interval_narrower_than_that_of_either_run() -> None:
    base = of_hits([True] * 50 + [False] * 50)
    new = of_hits([True] * 53 + [False] * 47)
    hit = next(each for each in differences(base, new) if each.measure == "hit@1")

    assert hit.high - hit.low < 0.08


def test_slices_are_compared_each_with_its_programs_and_adjusted_together() -> None:
    base = of_hits([True] * 30 + [False] * 30)
    half = [replace(result, language="fr" if at % 2 else "en") for at, result in enumerate(base.results)]
    base = replace(base, results=tuple(half))
    new = replace(base, results=tuple(replace(r, answers=of_hits([True]).results[0].answers) for r in base.results))

    found = compare(base, new)

    languages = [each for each in found.slices if each.dimension == "language" and each.measure == "hit@1"]
    assert [(each.value, each.programs, each.new) for each in languages] == [("en", 30, 1.0), ("fr", 30, 1.0)]
    assert all(each.adjusted > each.chance for each in languages)


def test_programs_that_changed_are_named_with_their_titles(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base, new = of_hits([True, False, True]), of_hits([False, True, True])

    found = compare(base, new)
    assert [(change.new.title, change.improved) for change in found.changes] == [
        ("Program 0", False),
        ("Program 1", True),
    ]

    assert [change.codes for change in found.changes] == [(("72106",), ("62200",)), (("62200",), ("72106",))]
    assert main(["compare", kept(tmp_path / "a", base), kept(tmp_path / "b", new)]) == 0
    printed = capsys.readouterr().out
    assert "## Better now (1)" in printed
    assert "- Occupation: Program 1 (p1): 62200 → 72106" in printed


def test_a_program_that_changed_in_its_ranking_alone_is_told_by_the_first_of_it() -> None:
    right, wrong = answer(["72106"], ["72106", "62200"], 0), answer(["72106"], ["62200", "72106"], 0)

    (change,) = compare(recorded([right]), recorded([wrong])).changes

    assert not change.improved
    assert change.codes == (("72106",), ("62200",))


def test_the_command_closes_the_gate_on_a_loss_and_says_so_in_either_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base = kept(tmp_path / "a", of_hits([True] * 60 + [False] * 40))
    new = kept(tmp_path / "b", of_hits([False] * 8 + [True] * 52 + [False] * 40))

    assert main(["compare", base, new, "--gate"]) == 1
    assert "The gate is closed: worse beyond noise are Occupation, First code right" in capsys.readouterr().out
    assert main(["compare", base, new, "--gate", "--language", "fr"]) == 1
    assert "Le contrôle est échoué" in capsys.readouterr().out
    assert main(["compare", base, new]) == 0
    assert main(["compare", new, base, "--gate"]) == 0


def test_runs_of_other_programs_or_with_other_gold_are_refused(tmp_path: Path) -> None:
    base = of_hits([True, False])
    renamed = replace(base, results=(base.results[0], replace(base.results[1], id="other")))
    rejudged = replace(base, results=(base.results[0], replace(base.results[1], answers=())))

    for other in (renamed, rejudged, of_hits([True]), of_hits([])):
        with pytest.raises(NotPaired, match="same programs with the same gold"):
            compare(base, other)
    assert main(["compare", kept(tmp_path / "a", base), kept(tmp_path / "b", renamed), "--gate"]) == 2


def test_a_program_that_gained_in_both_languages_counts_once_in_mcnemars_test() -> None:
    def run_of(hits: list[bool]) -> Recorded:
        answers = [answer(["72106"], ["72106" if hit else "62200"]) for hit in hits]
        return recorded(replace(each, unit=f"pair {at // 2}") for at, each in enumerate(answers))

    base, new = run_of([False] * 8 + [True] * 4), run_of([True] * 8 + [False, True] + [True] * 2)
    (found,) = differences(base, new, ("hit@1",))

    # Four pairs gained and one lost.
    assert found.chance == pytest.approx(mcnemar(4, 1))
    assert found.programs == 12


def test_a_report_compares_the_facets_that_both_runs_have_and_the_gate_wants_all() -> None:
    whole = recorded([answer(["72106"], ["72106"])])
    more = replace(whole.results[0], answers=(*whole.results[0].answers, answer(["G01a01"], ["G01a01"], facet="skill")))
    both = replace(whole, results=(more,))

    assert {each.facet for each in differences(both, whole)} == {"occupation"}
    with pytest.raises(NotPaired):
        gate(both, whole)


def test_n_of_a_difference_is_of_the_programs_that_the_measure_is_defined_for() -> None:
    with_none = recorded([answer(["72106"], ["72106"]), answer([], ["72106"], 0), answer(["72106"], ["62200"], 0)])
    found = {each.measure: each.programs for each in differences(with_none, with_none)}

    assert (found["hit@1"], found["precision"], found["f1"]) == (2, 1, 2)


def test_runs_on_different_parts_of_one_gold_file_are_compared_on_what_both_have(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = of_hits([True] * 30 + [False] * 10)
    part = replace(
        whole,
        run=replace(whole.run, id=whole.run.id[:-1] + "2", inputs=replace(whole.run.inputs, split="test")),
        results=whole.results[:30],
    )
    other = replace(part, run=replace(part.run, inputs=replace(part.run.inputs, gold_hash="f" * 64)))

    base, new = shared(whole, part)
    assert [len(base.results), len(new.results)] == [30, 30]
    assert {each.base for each in differences(base, new, ("hit@1",))} == {1.0}
    assert shared(whole, other) == (whole, other)
    assert main(["compare", kept(tmp_path / "a", whole), kept(tmp_path / "b", part), "--gate"]) == 0
    assert "The gate is open" in capsys.readouterr().out


def test_a_run_that_lacks_programs_of_its_own_part_is_not_compared() -> None:
    whole = of_hits([True] * 30)

    with pytest.raises(NotPaired):
        differences(*shared(whole, replace(whole, results=whole.results[:20])))
