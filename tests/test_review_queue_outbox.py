from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from dbos import DBOS
from people import NewDatabase, People
from reviewing import ROBOTS, accept_all, approved, drafts, send, state_of, suggest, tagged
from sqlalchemy import Engine
from sqlmodel import Session, select

from review_queue import workflows
from review_queue.batches import INTERRUPTED
from review_queue.outbox import Outbox
from review_queue.programs import program
from review_queue.submissions import retry_tagging
from review_queue.tables import Submission, Tagging
from review_queue.worker import Station, configuration
from review_queue.workflows import Workflows


@pytest.fixture
def flows(
    work_engine: Engine, catalog_engine: Engine, new_database: NewDatabase, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Workflows]:
    """Real workflows in this process."""
    monkeypatch.setattr(workflows, "POLLING", dict.fromkeys(workflows.POLLING, 0.02))
    DBOS(config=configuration(Station("test", "", "", new_database("workflow"), 2)))
    bound = Workflows(work_engine, catalog_engine, suggest)
    DBOS.launch()
    bound.listen(2)
    yield bound
    DBOS.destroy(destroy_registry=True)


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
    assert (view.state, view.reason_code) == ("waiting", INTERRUPTED)
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
