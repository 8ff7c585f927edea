"""Durable workflows: a batch to tag, a program to publish; both may be run again at any point."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from dbos import DBOS, SetWorkflowID
from sqlalchemy import Engine

from review_queue.batches import Suggest, tag_batch
from review_queue.publishing import publish_submission

TAGGING_QUEUE = "tagging"
PUBLICATION_QUEUE = "publication"
# How often a workflow may take its worker down with it before a person has to look.
RECOVERIES = 10
# Seconds between two looks at each queue; docs/decisions/0001 has the figures.
POLLING = {TAGGING_QUEUE: 0.1, PUBLICATION_QUEUE: 0.5}
# A workflow in one of these never runs again.
ENDED = ("SUCCESS", "ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED", "CANCELLED")


class Workflows:
    """The workflows bound to their databases and their tagger; made once a process, before DBOS is launched.

    Their arguments are ids, so that no program text reaches the workflow database. Names, arguments and the one
    step of each are what a later version must still understand: it recovers what this one left.
    """

    def __init__(self, work: Engine, catalog: Engine, suggest: Suggest) -> None:
        @DBOS.step(name="tag_batch")
        def tag_step(batch: str, attempt: int) -> int:
            return tag_batch(work, suggest, UUID(batch), attempt)

        @DBOS.step(name="publish_submission", retries_allowed=True, max_attempts=4)
        def publish_step(submission_id: str) -> bool:
            return publish_submission(work, catalog, UUID(submission_id))

        @DBOS.workflow(name="tag", max_recovery_attempts=RECOVERIES)
        def tag(batch: str, attempt: int) -> int:
            return tag_step(batch, attempt)

        @DBOS.workflow(name="publish", max_recovery_attempts=RECOVERIES)
        def publish(submission_id: str) -> bool:
            return publish_step(submission_id)

        self._tag, self._publish = tag, publish

    def listen(self, concurrency: int) -> None:
        """Register the queues, after DBOS is launched; `concurrency` workflows of each run at once."""
        for queue, seconds in POLLING.items():
            DBOS.register_queue(
                queue, worker_concurrency=concurrency, polling_interval_sec=seconds, on_conflict="always_update"
            )

    def enqueue_tagging(self, workflow_id: str, batch: UUID, attempt: int) -> None:
        """Does nothing when the id is known already."""
        with SetWorkflowID(workflow_id):
            DBOS.enqueue_workflow(TAGGING_QUEUE, self._tag, str(batch), attempt)

    def enqueue_publication(self, workflow_id: str, submission_id: UUID) -> None:
        """Does nothing when the id is known already."""
        with SetWorkflowID(workflow_id):
            DBOS.enqueue_workflow(PUBLICATION_QUEUE, self._publish, str(submission_id))


def ended(workflow_ids: Sequence[str]) -> set[str]:
    """Those of the workflows that will not run again."""
    found = DBOS.list_workflows(
        workflow_ids=list(workflow_ids), status=list(ENDED), load_input=False, load_output=False
    )
    return {workflow.workflow_id for workflow in found}
