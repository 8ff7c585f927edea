"""The outbox: what the work database says is to be done, handed to workflows under ids that follow from it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Engine
from sqlmodel import Session, col, select

from review_queue import circuit, workflows
from review_queue.batches import untagged
from review_queue.clock import moment
from review_queue.publishing import postpone
from review_queue.retagging import give_up, open_retaggings
from review_queue.tables import Submission
from review_queue.waiting import park
from review_queue.workflows import Workflows

# Seconds before work that was handed over and is still open is looked after; a publication that failed waits so long.
PATIENCE = 15.0
# Programs for a model that are handed over ahead: seconds of work, and no more than fits into memory.
AHEAD = 200
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Task:
    """One workflow to be; `undone` sees to work that was left when it ended, and says whether there was any."""

    workflow_id: str
    enqueue: Callable[[], None]
    undone: Callable[[Session], int]


class Outbox:
    """Enqueues what is in `received`, by batches or by programs as the tagger asks, and in `approved`, each once.

    Nothing is lost when a process dies between a commit and an enqueue, because the state is the message: the next
    look finds it. Enqueueing twice does nothing, because the id is the same. Several workers may look at once.
    """

    def __init__(self, work: Engine, flows: Workflows, *, patience: float = PATIENCE) -> None:
        self._work, self._flows, self._patience = work, flows, patience
        self._handed_over: dict[str, float] = {}

    def look(self) -> int:
        """Hand over what is new; how many workflows that made."""
        with Session(self._work) as session:
            received = self._programs(session) if self._flows.tags_by_program else self._batches(session)
            tasks = {task.workflow_id: task for task in [*received, *self._approved(session), *self._retagged(session)]}
            now = time.monotonic()
            self._handed_over = {known: since for known, since in self._handed_over.items() if known in tasks}
            new = [task for workflow_id, task in tasks.items() if workflow_id not in self._handed_over]
            for task in new:
                task.enqueue()
                self._handed_over[task.workflow_id] = now
            overdue = [known for known, since in self._handed_over.items() if now - since > self._patience]
            self._look_after(session, [tasks[workflow_id] for workflow_id in overdue], now)
        return len(new)

    def _look_after(self, session: Session, overdue: list[Task], now: float) -> None:
        """Undone work whose workflow has ended, by an error or by dying too often, must not wait for ever."""
        if not overdue:
            return
        ended = workflows.ended([task.workflow_id for task in overdue])
        for task in overdue:
            self._handed_over[task.workflow_id] = now
            if task.workflow_id in ended and task.undone(session):
                _log.warning("workflow %s ended with its work undone", task.workflow_id)

    def _batches(self, session: Session) -> list[Task]:
        received = select(Submission.batch, Submission.attempt).where(col(Submission.state) == "received").distinct()
        return [self._batch(batch, attempt) for batch, attempt in session.exec(received)]

    def _batch(self, batch: UUID, attempt: int) -> Task:
        workflow_id = f"tag-{batch}-{attempt}"
        return Task(
            workflow_id,
            lambda: self._flows.enqueue_tagging(workflow_id, batch, attempt),
            lambda session: park(session, untagged(batch, attempt), "tagging_interrupted"),
        )

    def _programs(self, session: Session) -> list[Task]:
        """Those that are due, oldest first: one while the circuit to the provider is tried, none while it is open."""
        now = moment()
        due = col(Submission.due_at).is_(None) | (col(Submission.due_at) <= now)
        oldest = (
            select(Submission.id, Submission.attempt)
            .where(col(Submission.state) == "received", due)
            .order_by(col(Submission.submitted_at), col(Submission.position))
            .limit(circuit.state(session).room(AHEAD, now))
        )
        return [self._program(submission_id, attempt) for submission_id, attempt in session.exec(oldest)]

    def _program(self, submission_id: UUID, attempt: int) -> Task:
        workflow_id = f"tag-program-{submission_id}-{attempt}"
        return Task(
            workflow_id,
            lambda: self._flows.enqueue_program(workflow_id, submission_id, attempt),
            lambda session: park(session, _attempted(submission_id, attempt), "tagging_interrupted"),
        )

    def _retagged(self, session: Session) -> list[Task]:
        return [self._retagging(known) for known in open_retaggings(session)] if self._flows.retags else []

    def _retagging(self, retagging_id: UUID) -> Task:
        workflow_id = f"retag-{retagging_id}"
        return Task(
            workflow_id,
            lambda: self._flows.enqueue_retagging(workflow_id, retagging_id),
            lambda session: give_up(session, retagging_id),
        )

    def _approved(self, session: Session) -> list[Task]:
        approved = select(Submission.id, Submission.attempt).where(col(Submission.state) == "approved")
        return [self._publication(submission_id, attempt) for submission_id, attempt in session.exec(approved)]

    def _publication(self, submission_id: UUID, attempt: int) -> Task:
        workflow_id = f"publish-{submission_id}-{attempt}"
        return Task(
            workflow_id,
            lambda: self._flows.enqueue_publication(workflow_id, submission_id),
            lambda session: postpone(session, submission_id, attempt, moment()),
        )


def _attempted(submission_id: UUID, attempt: int) -> ColumnElement[bool]:
    return (col(Submission.id) == submission_id) & (col(Submission.attempt) == attempt)
