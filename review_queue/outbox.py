"""The outbox: what the work database says is to be done, handed to workflows under ids that follow from it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from review_queue import workflows
from review_queue.batches import INTERRUPTED, park, untagged
from review_queue.clock import moment
from review_queue.publishing import postpone
from review_queue.tables import Submission
from review_queue.workflows import Workflows

# Seconds before work that was handed over and is still open is looked after; a publication that failed waits so long.
PATIENCE = 15.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Task:
    """One workflow to be: what it is for, and what to do if it ends with its work undone."""

    workflow_id: str
    enqueue: Callable[[], None]
    undone: Callable[[Session], object]


class Outbox:
    """Enqueues every batch in `received` and every program in `approved`, each once.

    Nothing is lost when a process dies between a commit and an enqueue, because the state is the message: the next
    look finds it. Enqueueing twice does nothing, because the id is the same. Several workers may look at once.
    """

    def __init__(self, work: Engine, flows: Workflows, *, patience: float = PATIENCE) -> None:
        self._work, self._flows, self._patience = work, flows, patience
        self._handed_over: dict[str, float] = {}

    def look(self) -> int:
        """Hand over what is new; how many workflows that made."""
        with Session(self._work) as session:
            tasks = {task.workflow_id: task for task in [*self._batches(session), *self._approved(session)]}
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
            if task.workflow_id in ended:
                _log.warning("workflow %s ended with its work undone", task.workflow_id)
                task.undone(session)

    def _batches(self, session: Session) -> list[Task]:
        received = select(Submission.batch, Submission.attempt).where(col(Submission.state) == "received").distinct()
        return [self._batch(batch, attempt) for batch, attempt in session.exec(received)]

    def _batch(self, batch: UUID, attempt: int) -> Task:
        workflow_id = f"tag-{batch}-{attempt}"
        return Task(
            workflow_id,
            lambda: self._flows.enqueue_tagging(workflow_id, batch, attempt),
            lambda session: park(session, untagged(batch, attempt), INTERRUPTED),
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
