from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from dbos import DBOS
from people import NewDatabase, People
from reviewing import ROBOTS, accept_all, approved, drafts, send, state_of, suggest, tagged
from sqlalchemy import Engine
from sqlmodel import Session, col, select, update

from review_queue import workflows
from review_queue.batches import Suggest
from review_queue.model_tables import ProviderCircuit
from review_queue.model_tagging import ModelTagger
from review_queue.outbox import Outbox
from review_queue.programs import program
from review_queue.retagging import ask_for_retagging, open_retaggings
from review_queue.submissions import retry_tagging
from review_queue.tables import Submission, Tagging
from review_queue.waiting import postpone
from review_queue.worker import Station, configuration
from review_queue.workflows import Pace, Workflows


@pytest.fixture
def bind(
    work_engine: Engine, catalog_engine: Engine, new_database: NewDatabase, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Workflows]]:
    """Real workflows in this process, of either kind of tagger."""
    monkeypatch.setattr(workflows, "POLLING", dict.fromkeys(workflows.POLLING, 0.02))

    def bound(tagger: Suggest | ModelTagger, pace: Pace = Pace(2)) -> Workflows:  # noqa: B008 - a frozen value
        DBOS(config=configuration(Station("test", "", "", new_database("workflow"), pace)))
        flows = Workflows(work_engine, catalog_engine, tagger)
        DBOS.launch()
        flows.listen(pace)
        return flows

    yield bound
    DBOS.destroy(destroy_registry=True)


@pytest.fixture
def flows(bind: Callable[..., Workflows]) -> Workflows:
    return bind(suggest)


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


def test_what_is_committed_is_handed_over_once_and_done(
    work_session: Session, work_engine: Engine, flows: Workflows, people: People
) -> None:
    (submission_id,) = send(work_session, people.submitter, ROBOTS)
    approved_id = approved(work_session, people.neighbour, people.reviewer)
    (waiting,) = send(work_session, people.neighbour, drafts(1)[0])
    outbox = Outbox(work_engine, flows)

    assert outbox.look() == 2
    assert outbox.look() in (0, 1)
    until(lambda: state_of(work_session, submission_id) == state_of(work_session, waiting) == "tagged")
    until(lambda: state_of(work_session, approved_id) == "published")
    assert outbox.look() == 0


def test_two_workers_that_look_at_once_hand_over_the_same_workflow(
    work_session: Session, work_engine: Engine, flows: Workflows, people: People
) -> None:
    send(work_session, people.submitter, *drafts(3))

    assert [Outbox(work_engine, flows).look() for _ in range(2)] == [1, 1]

    until(lambda: len(work_session.exec(select(Tagging)).all()) == 3)
    assert len(DBOS.list_workflows(name="tag")) == 1


def test_a_batch_whose_workflow_ended_undone_waits_with_a_reason_until_it_is_retried(
    work_session: Session, work_engine: Engine, flows: Workflows, people: People
) -> None:
    (submission_id,) = send(work_session, people.submitter, ROBOTS)
    batch = work_session.exec(select(Submission.batch)).one()
    work_session.commit()
    # A workflow of that id that has ended without doing the work.
    flows.enqueue_tagging(f"tag-{batch}-1", people.qa.account_id, 1)
    until(lambda: bool(workflows.ended([f"tag-{batch}-1"])))

    outbox = Outbox(work_engine, flows, patience=0.0)
    outbox.look()
    outbox.look()

    view = program(work_session, actor=people.submitter, submission_id=submission_id)
    assert (view.state, view.reason_code) == ("waiting", "tagging_interrupted")
    work_session.commit()
    retry_tagging(work_session, actor=people.administrator, submission_id=submission_id)
    outbox.look()
    until(lambda: state_of(work_session, submission_id) == "tagged")


def test_a_publication_whose_workflow_failed_is_tried_again_by_itself(
    work_session: Session, work_engine: Engine, flows: Workflows, people: People
) -> None:
    (submission_id,) = tagged(work_session, people.submitter)
    # A workflow of that id that has ended without publishing, because it came too early.
    flows.enqueue_publication(f"publish-{submission_id}-1", submission_id)
    until(lambda: bool(workflows.ended([f"publish-{submission_id}-1"])))
    accept_all(work_session, people.reviewer, submission_id)

    outbox = Outbox(work_engine, flows, patience=0.0)
    until(lambda: outbox.look() >= 0 and state_of(work_session, submission_id) == "published")
    assert len(DBOS.list_workflows(name="publish")) == 2


def test_a_workflow_knows_ids_only(
    work_session: Session, work_engine: Engine, flows: Workflows, people: People
) -> None:
    (submission_id,) = send(work_session, people.submitter, ROBOTS)
    Outbox(work_engine, flows).look()
    until(lambda: state_of(work_session, submission_id) == "tagged")

    (workflow,) = DBOS.list_workflows(name="tag")
    assert ROBOTS.title not in repr(workflow)
    assert workflow.executor_id == "test"


def test_a_model_s_programs_are_handed_over_one_by_one_and_those_not_due_are_left(
    work_session: Session, work_engine: Engine, bind: Callable[..., Workflows], people: People
) -> None:
    *due, late = send(work_session, people.submitter, *drafts(4))
    postpone(work_session, col(Submission.id) == late, datetime.now(UTC) + timedelta(hours=1), "budget_day")
    outbox = Outbox(work_engine, bind(ModelTagger(suggest)))

    assert [outbox.look(), outbox.look()] == [3, 0]

    until(lambda: all(state_of(work_session, one) == "tagged" for one in due))
    assert state_of(work_session, late) == "received"
    assert len(DBOS.list_workflows(name="tag_program")) == 3


def test_an_open_circuit_hands_over_nothing_and_then_one_program(
    work_session: Session, work_engine: Engine, bind: Callable[..., Workflows], people: People
) -> None:
    submissions = send(work_session, people.submitter, *drafts(3))
    outbox = Outbox(work_engine, bind(ModelTagger(suggest)))
    soon, past = (datetime.now(UTC) + timedelta(seconds=seconds) for seconds in (60, -1))

    _circuit(work_session, pauses=1, away_until=soon)
    assert outbox.look() == 0
    _circuit(work_session, pauses=1, away_until=past)
    assert outbox.look() == 1
    _circuit(work_session, pauses=0, away_until=None)
    assert outbox.look() == 2

    until(lambda: all(state_of(work_session, one) == "tagged" for one in submissions))


def _circuit(session: Session, *, pauses: int, away_until: datetime | None) -> None:
    session.exec(update(ProviderCircuit).values(pauses=pauses, away_until=away_until))
    session.commit()


def test_a_batch_left_by_the_offline_profile_is_tagged_by_programs(
    work_session: Session, work_engine: Engine, bind: Callable[..., Workflows], people: People
) -> None:
    submissions = send(work_session, people.submitter, *drafts(2))
    batch = work_session.exec(select(Submission.batch).distinct()).one()
    work_session.commit()
    flows = bind(ModelTagger(suggest))
    flows.enqueue_tagging(f"tag-{batch}-1", batch, 1)
    until(lambda: bool(workflows.ended([f"tag-{batch}-1"])))
    assert {state_of(work_session, one) for one in submissions} == {"received"}

    Outbox(work_engine, flows).look()

    until(lambda: all(state_of(work_session, one) == "tagged" for one in submissions))


def test_a_retagging_left_by_a_profile_with_a_model_waits_under_the_offline_one(
    work_session: Session, flows: Workflows
) -> None:
    assert ask_for_retagging(work_session)
    (known,) = open_retaggings(work_session)
    workflow = f"retag-{known}"

    flows.enqueue_retagging(workflow, known)
    until(lambda: [step["function_name"] for step in DBOS.list_workflow_steps(workflow)][1:] == ["DBOS.sleep"])

    assert workflows.ended([workflow]) == set()
    assert open_retaggings(work_session) == [known]


def test_no_more_programs_a_minute_are_started_than_is_set(
    work_session: Session, work_engine: Engine, bind: Callable[..., Workflows], people: People
) -> None:
    submissions = send(work_session, people.submitter, *drafts(4))
    outbox = Outbox(work_engine, bind(ModelTagger(suggest), Pace(2, 4, requests_a_minute=2)))
    outbox.look()

    until(lambda: sum(state_of(work_session, one) == "tagged" for one in submissions) == 2)

    assert len(DBOS.list_workflows(name="tag_program", status="ENQUEUED")) == 2
    assert sum(state_of(work_session, one) == "received" for one in submissions) == 2
