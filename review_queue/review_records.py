"""What the use cases take and give back about reviews, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from review_queue.records import Action, Draft, Language, Origin, QuestionView, State, TagView
from tagging.records import Abstention, Evidence
from tagging.records import Origin as ModelOrigin


@dataclass(frozen=True, slots=True)
class DecisionView:
    """The decision in force on a proposal; `tag` is None when the proposal was rejected."""

    action: Action
    tag: TagView | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal, its evidence, and how many decisions (`decisions`) this view has seen on it."""

    proposal_id: UUID
    origin: Origin
    tag: TagView
    score: float
    probability: float
    evidence: tuple[Evidence, ...]
    decision: DecisionView | None
    decisions: int


@dataclass(frozen=True, slots=True)
class ConsideredView:
    """A suggestion below the threshold: offered for adding, never counted as a proposal."""

    tag: TagView
    score: float
    probability: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class ReviewView:
    """All that one review screen shows; `suspicious` are passages not read for tagging, such as orders to a machine."""

    submission_id: UUID
    institution: str
    draft: Draft
    state: State
    revision: int
    proposals: tuple[ProposalView, ...]
    considered: tuple[ConsideredView, ...]
    abstentions: tuple[Abstention, ...]
    questions: tuple[QuestionView, ...]
    previous: Draft | None
    profile: str
    made_by: ModelOrigin | None
    suspicious: tuple[Evidence, ...]
    reason_code: str | None
    vocabularies: Mapping[str, str]
    claimed_by: str | None
    held_by_me: bool
    lease_ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class QueueSize:
    """How much there is to do; `free` and `claimed` split the submissions in state `tagged`."""

    states: Mapping[State, int]
    free: int
    claimed: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A program somebody is reviewing now."""

    submission_id: UUID
    institution: str
    title: str
    language: Language
    lease_ends_at: datetime
