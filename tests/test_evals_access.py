"""Runs as the people of the panel see, start and remove them."""

from __future__ import annotations

from pathlib import Path

import pytest
from eval_runs import of_hits
from measuring import Stopped, gold_file, measured_run
from people import People
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from evals import access, archive, baseline
from evals.folders import NoRun
from evals.records import Run
from review_queue.refusals import Forbidden, RunNotStopped
from review_queue.tables import AuditEntry


def test_quality_assurance_sees_runs_and_how_far_each_is(
    work_session: Session, work_engine: Engine, people: People, tmp_path: Path
) -> None:
    gold = gold_file(tmp_path)
    done = measured_run(work_engine, gold)
    with pytest.raises(Stopped):
        measured_run(work_engine, gold, "bm25", stop_after=2)

    newest, oldest = access.runs(work_session, actor=people.qa)

    assert (newest.run.inputs.profile, newest.done, newest.run.finished_at) == ("bm25", 2, None)
    assert (oldest.run.id, oldest.done) == (done.run.id, 6)
    assert access.recorded(work_session, actor=people.administrator, run_id=done.run.id).results == done.results


@pytest.mark.parametrize("run_id", ["", "nonsense", "00000000-0000-0000-0000-000000000000"])
def test_a_run_that_is_not_there_is_told_whatever_its_name(work_session: Session, people: People, run_id: str) -> None:
    with pytest.raises(NoRun, match="has no run"):
        access.recorded(work_session, actor=people.qa, run_id=run_id)


@pytest.mark.parametrize("role", ["submitter", "reviewer"])
def test_nobody_else_sees_starts_or_adopts_a_run(work_session: Session, people: People, role: str) -> None:
    actor = getattr(people, role)

    with pytest.raises(Forbidden):
        access.runs(work_session, actor=actor)
    with pytest.raises(Forbidden):
        access.recorded(work_session, actor=actor, run_id="x")
    with pytest.raises(Forbidden):
        access.order(work_session, actor=actor, profile="offline", gold="small", split=None)
    with pytest.raises(Forbidden):
        access.adopt_baseline(work_session, actor=actor)
    with pytest.raises(Forbidden):
        access.remove(work_session, actor=actor, run=of_hits([True]).run)


def test_starting_a_run_is_on_record(work_session: Session, people: People) -> None:
    access.order(work_session, actor=people.qa, profile="offline", gold="small.jsonl", split="test")

    entry = work_session.exec(select(AuditEntry).where(col(AuditEntry.verb) == "run.ordered")).one()
    assert entry.actor_id == people.qa.account_id
    assert entry.details == {"profile": "offline", "gold": "small.jsonl", "split": "test"}


def _stopped(work_engine: Engine, gold: Path) -> Run:
    with pytest.raises(Stopped):
        measured_run(work_engine, gold, stop_after=2)
    with Session(work_engine) as session:
        return archive.listed(session)[0].run


def test_a_stopped_run_is_removed_with_its_results_and_on_record(
    work_session: Session, work_engine: Engine, people: People, tmp_path: Path
) -> None:
    kept = measured_run(work_engine, gold_file(tmp_path), "bm25")
    stopped = _stopped(work_engine, gold_file(tmp_path))

    access.remove(work_session, actor=people.qa, run=stopped)

    (left,) = access.runs(work_session, actor=people.qa)
    assert (left.run.id, left.done) == (kept.run.id, 6)
    entry = work_session.exec(select(AuditEntry).where(col(AuditEntry.verb) == "run.removed")).one()
    assert entry.details == {"run": stopped.id, "profile": "offline", "gold": "small.jsonl", "split": ""}


def test_a_finished_run_is_not_removed_nor_one_twice(
    work_session: Session, work_engine: Engine, people: People, tmp_path: Path
) -> None:
    finished = measured_run(work_engine, gold_file(tmp_path), "bm25").run
    stopped = _stopped(work_engine, gold_file(tmp_path))
    access.remove(work_session, actor=people.qa, run=stopped)

    for run in (finished, stopped):
        with pytest.raises(RunNotStopped):
            access.remove(work_session, actor=people.qa, run=run)
    assert [each.done for each in access.runs(work_session, actor=people.qa)] == [6]
    assert len(work_session.exec(select(AuditEntry).where(col(AuditEntry.verb) == "run.removed")).all()) == 1


def test_whoever_makes_a_run_that_was_removed_is_told_and_keeps_nothing(
    work_session: Session, work_engine: Engine, people: People, tmp_path: Path
) -> None:
    store, stopped = archive.DatabaseStore(work_engine), _stopped(work_engine, gold_file(tmp_path))
    access.remove(work_session, actor=people.qa, run=stopped)

    with pytest.raises(NoRun, match="was removed from the work database"):
        store.keep(stopped, of_hits([True]).results[0])
    with pytest.raises(NoRun, match="was removed"):
        store.finish(stopped, stopped.started_at)
    assert access.runs(work_session, actor=people.qa) == []


def test_the_committed_run_is_taken_in_once(work_session: Session, people: People) -> None:
    first = access.adopt_baseline(work_session, actor=people.qa)
    again = access.adopt_baseline(work_session, actor=people.qa)

    assert first == again == baseline.committed().run.id
    (listed,) = access.runs(work_session, actor=people.qa)
    assert listed.done == listed.run.programs
