"""Durable workflows: a batch or a program to tag, a program to publish; each may be run again at any point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from dbos import DBOS, SetWorkflowID
from sqlalchemy import Engine

from review_queue.batches import Suggest, tag_batch
from review_queue.model_tagging import ModelTagger, tag_program
from review_queue.publishing import publish_submission
from review_queue.retagging import advance

TAGGING_QUEUE = "tagging"
MODEL_QUEUE = "model"
PUBLICATION_QUEUE = "publication"
RETAGGING_QUEUE = "retagging"
# How often a workflow may take its worker down with it before a person has to look.
RECOVERIES = 10
# Seconds between two looks at each queue; docs/decisions/0001 and 0005 have the figures.
POLLING = {TAGGING_QUEUE: 0.1, MODEL_QUEUE: 0.2, PUBLICATION_QUEUE: 0.5, RETAGGING_QUEUE: 1.0}
# Seconds between two questions to the provider whether a batch is answered.
RETAGGING_LOOK = 60.0
# A workflow in one of these never runs again.
ENDED = ("SUCCESS", "ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED", "CANCELLED")


@dataclass(frozen=True, slots=True)
class Pace:
    """How much a worker does at once: batches or publications, and programs that wait for a model.

    `requests_a_minute` is shared by all workers; 0 means no limit.
    """

    concurrency: int
    model_concurrency: int = 32
    requests_a_minute: int = 0

    @property
    def model_workflows(self) -> int:
        """Twice as many as the model is asked at once: the others are read, stored, or wait at the door for a place."""
        return 2 * self.model_concurrency


class Workflows:
    """The workflows bound to their databases and their tagger; made once a process, before DBOS is launched.

    Their arguments are ids, so that no program text reaches the workflow database. Names, arguments and steps are what
    a later version must still understand: it recovers what this one left, of either kind of tagger.
    """

    def __init__(self, work: Engine, catalog: Engine, tagger: Suggest | ModelTagger) -> None:
        model = tagger if isinstance(tagger, ModelTagger) else ModelTagger(tagger)
        self.tags_by_program = isinstance(tagger, ModelTagger)
        self.retags = model.retagger is not None

        @DBOS.step(name="tag_batch")
        def tag_step(batch: str, attempt: int) -> int:
            # Left by the offline profile: the outbox hands these programs over one by one.
            return 0 if self.tags_by_program else tag_batch(work, model.suggest, UUID(batch), attempt)

        @DBOS.step(name="publish_submission", retries_allowed=True, max_attempts=4)
        def publish_step(submission_id: str) -> bool:
            return publish_submission(work, catalog, UUID(submission_id))

        @DBOS.workflow(name="tag", max_recovery_attempts=RECOVERIES)
        def tag(batch: str, attempt: int) -> int:
            return tag_step(batch, attempt)

        @DBOS.workflow(name="publish", max_recovery_attempts=RECOVERIES)
        def publish(submission_id: str) -> bool:
            return publish_step(submission_id)

        @DBOS.step(name="advance_retagging")
        def retag_step(retagging_id: str) -> bool:
            # Left by a profile with a model: its batches are paid for and wait until there is one again.
            return model.retagger is not None and advance(work, model.retagger, UUID(retagging_id))

        # It sleeps for most of a day, over as many restarts of its worker.
        @DBOS.workflow(name="retag", max_recovery_attempts=RECOVERIES * 10)
        def retag(retagging_id: str) -> None:
            while not retag_step(retagging_id):
                DBOS.sleep(RETAGGING_LOOK)

        # No step: the work database records what was done, and each record in the workflow database costs a write.
        @DBOS.workflow(name="tag_program", max_recovery_attempts=RECOVERIES)
        def tag_one(submission_id: str, attempt: int) -> bool:
            return tag_program(work, model, UUID(submission_id), attempt)

        self._tag, self._tag_one, self._publish, self._retag = tag, tag_one, publish, retag

    def listen(self, pace: Pace) -> None:
        """Register the queues, after DBOS is launched."""
        for queue, seconds in POLLING.items():
            by_model = queue == MODEL_QUEUE
            DBOS.register_queue(
                queue,
                worker_concurrency=pace.model_workflows if by_model else pace.concurrency,
                limiter={"limit": pace.requests_a_minute, "period": 60.0}
                if by_model and pace.requests_a_minute
                else None,
                polling_interval_sec=seconds,
                on_conflict="always_update",
            )

    def enqueue_tagging(self, workflow_id: str, batch: UUID, attempt: int) -> None:
        """Does nothing when the id is known already."""
        with SetWorkflowID(workflow_id):
            DBOS.enqueue_workflow(TAGGING_QUEUE, self._tag, str(batch), attempt)

    def enqueue_program(self, workflow_id: str, submission_id: UUID, attempt: int) -> None:
        """Does nothing when the id is known already."""
        with SetWorkflowID(workflow_id):
            DBOS.enqueue_workflow(MODEL_QUEUE, self._tag_one, str(submission_id), attempt)

    def enqueue_publication(self, workflow_id: str, submission_id: UUID) -> None:
        """Does nothing when the id is known already."""
        with SetWorkflowID(workflow_id):
            DBOS.enqueue_workflow(PUBLICATION_QUEUE, self._publish, str(submission_id))

    def enqueue_retagging(self, workflow_id: str, retagging_id: UUID) -> None:
        """Does nothing when the id is known already."""
        with SetWorkflowID(workflow_id):
            DBOS.enqueue_workflow(RETAGGING_QUEUE, self._retag, str(retagging_id))


def ended(workflow_ids: Sequence[str]) -> set[str]:
    """Those of the workflows that will not run again."""
    found = DBOS.list_workflows(
        workflow_ids=list(workflow_ids), status=list(ENDED), load_input=False, load_output=False
    )
    return {workflow.workflow_id for workflow in found}
