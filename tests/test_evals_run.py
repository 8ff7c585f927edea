"""Runs: kept as they are made, in folders and in the work database, taken up where they stopped, made again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from eval_runs import INPUTS, MOMENT, of_hits
from sqlalchemy import Engine
from sqlmodel import Session, select

from evals import archive
from evals.__main__ import main
from evals.folders import RESULTS, RUN, FolderStore, NoRun, OtherRun, read_run
from evals.gold import PROGRAMS, BadGold, GoldProgram, checksum, write
from evals.records import Result, Run
from evals.reproduce import GoldChanged, reproduce
from evals.run import Store, result_of, run
from review_queue.tables import EvalResult
from tagging.fitting.corpus import programs
from tagging.records import Abstention, Evidence, Program, Suggestion, Suggestions

ROOT = Path(__file__).resolve().parent.parent
WHOLE = "00000000-0000-4000-8000-000000000001"


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """Twelve programs of the gold set."""
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(PROGRAMS.read_text(encoding="utf-8").splitlines()[:12]), encoding="utf-8")
    return path


@pytest.fixture(params=["folder", "database"])
def store(request: pytest.FixtureRequest, tmp_path: Path, work_engine: Engine) -> Store:
    """Both ways of keeping a run; the database on SQLite and on PostgreSQL."""
    return FolderStore(tmp_path / "run") if request.param == "folder" else archive.DatabaseStore(work_engine)


class Killed(Exception):
    """The process ends between two programs."""


def killed_after(programs: int) -> Callable[[int, int], None]:
    def progress(done: int, _: int) -> None:
        if done == programs:
            raise Killed

    return progress


def test_a_run_keeps_all_that_its_figures_are_made_of(gold: Path, tmp_path: Path) -> None:
    made = run("offline", gold, FolderStore(tmp_path / "run"))

    kept = read_run(tmp_path / "run")
    assert kept == made
    assert kept.run.finished_at is not None
    assert (kept.run.inputs.gold_hash, len(kept.results), kept.facets) == (
        checksum(gold),
        12,
        ("occupation", "skill", "technology", "industry"),
    )
    assert all(c.verbatim for r in kept.results for a in r.answers for c in a.candidates if c.proposed)


def test_a_killed_run_goes_on_where_it_stopped_and_gives_the_same(store: Store, gold: Path, tmp_path: Path) -> None:
    tagged: list[int] = []
    with pytest.raises(Killed):
        run("bm25", gold, store, progress=killed_after(5))

    resumed = run("bm25", gold, store, progress=lambda done, _: tagged.append(done))

    whole = run("bm25", gold, FolderStore(tmp_path / "whole"))
    assert [replace(r, seconds=0.0) for r in resumed.results] == [replace(r, seconds=0.0) for r in whole.results]
    assert tagged[0] == 5
    assert resumed.run.finished_at is not None


def test_a_finished_run_is_not_made_twice(store: Store, gold: Path) -> None:
    first = run("bm25", gold, store)

    assert run("bm25", gold, store) == first


def ended_on_the_way(folder: Path, how: signal.Signals) -> str:
    """A run in a process of its own, ended as soon as it keeps something; what it said last."""
    command = [sys.executable, "-m", "evals", "run", "--gold", str(PROGRAMS), "--output", str(folder)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    results = folder / RESULTS
    while process.poll() is None and not (results.exists() and results.stat().st_size > 0):
        time.sleep(0.01)
    os.kill(process.pid, how)
    return process.communicate()[1]


def test_a_run_broken_off_by_its_user_names_its_folder(tmp_path: Path) -> None:
    said = ended_on_the_way(tmp_path / "run", signal.SIGINT)

    done = len(read_run(tmp_path / "run").results)
    assert said.startswith(f"Broken off.\n{tmp_path / 'run'} keeps the unfinished run, with {done} of 170 programs")
    assert "Traceback" not in said


def test_a_process_killed_by_the_system_leaves_a_run_that_can_be_taken_up(tmp_path: Path) -> None:
    ended_on_the_way(tmp_path / "run", signal.SIGKILL)

    begun = read_run(tmp_path / "run")
    whole = run("offline", PROGRAMS, FolderStore(tmp_path / "run"))
    assert whole.run.id == begun.run.id
    assert whole.results[: len(begun.results)] == begun.results
    assert len(whole.results) == 170


def test_a_line_cut_short_is_made_again(gold: Path, tmp_path: Path) -> None:
    with pytest.raises(Killed):
        run("bm25", gold, FolderStore(tmp_path), progress=killed_after(3))
    with (tmp_path / RESULTS).open("a", encoding="utf-8") as file:
        file.write('{"id": "g-0')

    assert len(read_run(tmp_path).results) == 3
    assert [r.id for r in run("bm25", gold, FolderStore(tmp_path)).results] == [
        r.id for r in read_run(tmp_path).results
    ]


def test_a_folder_with_another_run_is_not_written_into(gold: Path, tmp_path: Path) -> None:
    run("bm25", gold, FolderStore(tmp_path / "run"))
    before = (tmp_path / "run" / RESULTS).read_bytes()

    with pytest.raises(OtherRun, match=r"another profile \(bm25\); name another folder"):
        run("tfidf", gold, FolderStore(tmp_path / "run"))
    assert (tmp_path / "run" / RESULTS).read_bytes() == before


def test_bad_gold_starts_no_run(gold: Path, tmp_path: Path) -> None:
    with gold.open("a", encoding="utf-8") as file:
        file.write("\n" + json.dumps({"id": "x", "title": "t", "description": "d", "occupation": ["2174"]}))

    with pytest.raises(BadGold, match="line 13"):
        run("bm25", gold, FolderStore(tmp_path / "run"))
    assert not (tmp_path / "run").exists()


class Quoting:
    """Proposes a welder with the quotes it is given."""

    def __init__(self, *quotes: Evidence) -> None:
        self.quotes = quotes

    def suggest(self, program: Program, limit: int = 20) -> Suggestions:
        welder = Suggestion("occupation", "noc-2021", "72106", "Welders", "Soudeurs", 1.0, 0.9, True, self.quotes)
        nothing = Abstention("occupation", "occupation_unclear", "", "")
        return Suggestions(program.id, "en", "quoting", {"occupation": "NOC 2021 v1.0"}, (welder,), (nothing,))


def test_a_quote_is_checked_against_the_text_and_not_believed() -> None:
    gold = GoldProgram(Program("a", "Welding", "Weld."), {"occupation": frozenset({"72106"}), "skill": frozenset()})
    true, false = Evidence("title", 0, 4, "Weld"), Evidence("title", 0, 4, "Sold")

    answers = [result_of(Quoting(*quotes), gold).answers[0] for quotes in ((true,), (true, false), ())]
    assert [answer.candidates[0].verbatim for answer in answers] == [True, False, False]
    assert answers[0].abstention == "occupation_unclear"


def test_a_facet_that_a_tagger_does_not_have_is_not_judged() -> None:
    gold = GoldProgram(Program("a", "Welding", "Weld."), {"occupation": frozenset({"72106"}), "skill": frozenset()})
    result = result_of(Quoting(), gold)

    assert [answer.facet for answer in result.answers] == ["occupation"]
    assert (result.words, result.language, result.seconds >= 0) == (2, "en", True)


def test_a_training_text_in_the_gold_set_starts_no_run(tmp_path: Path) -> None:
    write(tmp_path / "gold.jsonl", [GoldProgram(programs("en")[3].program, {"occupation": frozenset({"72106"})})])

    with pytest.raises(BadGold, match=f"repeats the training text {programs('en')[3].program.id}"):
        run("bm25", tmp_path / "gold.jsonl", FolderStore(tmp_path / "run"))
    assert not (tmp_path / "run").exists()


def test_missing_and_unreadable_runs_are_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / RUN).write_text("{}", encoding="utf-8")
    (tmp_path / RESULTS).write_text("", encoding="utf-8")

    with pytest.raises(NoRun, match="cannot be read"):
        read_run(tmp_path)
    assert main(["compare", str(tmp_path / "none"), str(tmp_path)]) == 2
    assert "python -m evals run" in capsys.readouterr().err


def test_a_run_made_again_gives_the_same_answers(gold: Path, tmp_path: Path) -> None:
    made = run("offline", gold, FolderStore(tmp_path / "run"))

    found = reproduce(made, gold)

    assert (found.same, found.inputs, found.figures) == (True, (), ())
    assert main(["reproduce", str(tmp_path / "run"), "--gold", str(gold)]) == 0


def test_what_differs_from_a_run_is_named(gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = run("bm25", gold, FolderStore(tmp_path / "run"))
    lines = (tmp_path / "run" / RESULTS).read_text(encoding="utf-8").splitlines()
    changed = json.loads(lines[0])
    changed["answers"][0]["candidates"] = []
    (tmp_path / "run" / RESULTS).write_text("\n".join([json.dumps(changed), *lines[1:]]) + "\n", encoding="utf-8")
    text = (tmp_path / "run" / RUN).read_text(encoding="utf-8")
    (tmp_path / "run" / RUN).write_text(text.replace(made.run.inputs.source, "f" * 64), encoding="utf-8")

    assert main(["reproduce", str(tmp_path / "run"), "--gold", str(gold)]) == 1
    printed = capsys.readouterr().out
    assert f"Another source: {'f' * 64} then, {made.run.inputs.source} now" in printed
    assert f"1 programs are answered otherwise: {made.results[0].id}" in printed
    assert "occupation hit@20:" in printed


def test_a_run_is_not_made_again_on_another_gold_file(gold: Path, tmp_path: Path) -> None:
    made = run("bm25", gold, FolderStore(tmp_path / "run"))
    gold.write_text(gold.read_text(encoding="utf-8") + "\n", encoding="utf-8")

    with pytest.raises(GoldChanged, match="is not the gold file of the run"):
        reproduce(made, gold)
    with pytest.raises(GoldChanged, match="--gold"):
        reproduce(made)


def test_a_run_kept_as_files_can_be_taken_into_the_work_database(work_engine: Engine) -> None:
    made = of_hits([True, False, True])
    with Session(work_engine) as session:
        archive.record(session, made)
        archive.record(session, made)

        assert archive.load(session, WHOLE) == made
        assert [(each.run, each.done) for each in archive.listed(session)] == [(made.run, 3)]
        with pytest.raises(NoRun):
            archive.load(session, WHOLE[:-1] + "2")


def test_results_come_back_in_the_order_of_the_gold_set(work_engine: Engine) -> None:
    made = of_hits([True, False, True])
    backwards = {result.id: at for at, result in enumerate(reversed(made.results))}
    with Session(work_engine) as session:
        archive.record(session, made)
        for row in session.exec(select(EvalResult)).all():
            row.position = backwards[row.program_id]
        session.commit()

        assert archive.load(session, WHOLE).results == made.results[::-1]


def test_another_profile_is_another_run(work_engine: Engine, gold: Path) -> None:
    store = archive.DatabaseStore(work_engine)

    first, second = run("bm25", gold, store), run("tfidf", gold, store)

    assert first.run.id != second.run.id
    assert second.run.inputs.profile == "tfidf"


def test_the_command_keeps_a_run_in_the_work_database(
    gold: Path, tmp_path: Path, work_engine: Engine, work_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = run("bm25", gold, FolderStore(tmp_path / "run"))
    monkeypatch.setenv("WORK_DATABASE_URL", work_url)

    assert main(["record", str(tmp_path / "run")]) == 0
    with Session(work_engine) as session:
        assert archive.load(session, made.run.id) == made


def test_the_work_database_shows_how_far_a_run_is(work_engine: Engine) -> None:
    store = archive.DatabaseStore(work_engine)
    begun = Run(WHOLE, INPUTS, 2, "machine", None, MOMENT)
    store.begin(begun)
    for _ in range(2):
        store.keep(begun, Result("p0", "Welding", "en", 10, ()))

    with Session(work_engine) as session:
        (listed,) = archive.listed(session)
    assert (listed.done, listed.run.programs, listed.run.finished_at) == (1, 2, None)


def test_the_command_prints_each_figure_with_its_interval(
    gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["run", "--profile", "offline", "--gold", str(gold), "--output", str(tmp_path / "run"), "--baselines"]

    assert main(words) == 0
    printed = capsys.readouterr().out
    assert printed.count("occupation hit@1: ") == 3
    assert sorted(path.name for path in (tmp_path / "run" / "baselines").iterdir()) == ["bm25", "tfidf"]
