"""Runs as the people of the panel see and start them."""

from __future__ import annotations

from pathlib import Path

import pytest
from measuring import Stopped, gold_file, measured_run
from people import People
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from evals import access, baseline
from evals.folders import NoRun
from review_queue.refusals import Forbidden
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


def test_starting_a_run_is_on_record(work_session: Session, people: People) -> None:
    access.order(work_session, actor=people.qa, profile="offline", gold="small.jsonl", split="test")

    entry = work_session.exec(select(AuditEntry).where(col(AuditEntry.verb) == "run.ordered")).one()
    assert entry.actor_id == people.qa.account_id
    assert entry.details == {"profile": "offline", "gold": "small.jsonl", "split": "test"}


def test_the_committed_run_is_taken_in_once(work_session: Session, people: People) -> None:
    first = access.adopt_baseline(work_session, actor=people.qa)
    again = access.adopt_baseline(work_session, actor=people.qa)

    assert first == again == baseline.committed().run.id
    (listed,) = access.runs(work_session, actor=people.qa)
    assert listed.done == listed.run.programs
