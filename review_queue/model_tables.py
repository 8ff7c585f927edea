"""The tables of the work database about models: calls and answers, the provider's circuit, retaggings."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, Text
from sqlmodel import Field

from review_queue.columns import UtcDateTime
from review_queue.tables import Table


class ModelCall(Table, table=True):
    """One call to a model that has finished; `cost_micros` is None while the price table does not know the model."""

    __tablename__ = "model_call"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    key: str
    submission_id: UUID = Field(foreign_key="submission.id", index=True)
    prompt: str
    prompt_hash: str
    model: str
    tokens_in: int
    tokens_cached: int
    tokens_out: int
    seconds: float
    outcome: str
    cost_micros: int | None = Field(default=None, sa_type=BigInteger)
    at: datetime = Field(sa_type=UtcDateTime, index=True)


class ModelAnswer(Table, table=True):
    """The latest answer bought under a key: what text, prompt, model, candidates and editions hash to."""

    __tablename__ = "model_answer"

    key: str = Field(primary_key=True)
    answer: str = Field(sa_type=Text)
    at: datetime = Field(sa_type=UtcDateTime)


class ProviderCircuit(Table, table=True):
    """The one row that says whether the model provider answers; all workers heed it."""

    __tablename__ = "provider_circuit"

    id: int = Field(primary_key=True)
    failures: int
    pauses: int
    away_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    failure: str | None = None
    failure_status: int | None = None


class Retagging(Table, table=True):
    """Published programs asked about anew in batches; `reason` says why it asked nothing, not all, or broke off.

    `waits_for` is what keeps the answers from being fetched until somebody mends it.
    """

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    state: str
    asked_at: datetime = Field(sa_type=UtcDateTime)
    reason: str | None = None
    waits_for: str | None = None
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class RetaggingBatch(Table, table=True):
    """A file of questions; `id` is the mark it carries, `batch_id` the provider's, once it has the questions."""

    __tablename__ = "retagging_batch"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    retagging_id: UUID = Field(foreign_key="retagging.id", index=True)
    state: str
    batch_id: str | None = None


class RetaggedProgram(Table, table=True):
    """One question of a batch: the published submission it is about, and the key its answer is kept under.

    Its answer is paid for by the model, the prompt and the `characters` sent, whatever would be asked by then. Once it
    is `collected`, `unanswered` says why there is no answer to go by.
    """

    __tablename__ = "retagged_program"

    retagging_id: UUID = Field(foreign_key="retagging.id", primary_key=True)
    submission_id: UUID = Field(foreign_key="submission.id", primary_key=True)
    retagging_batch_id: UUID = Field(foreign_key="retagging_batch.id", index=True)
    key: str
    model: str
    prompt: str
    prompt_hash: str
    characters: int
    collected: bool = False
    unanswered: str | None = None
