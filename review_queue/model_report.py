"""What model calls took, cost and brought, and what waits because of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case
from sqlmodel import Session, col, func, select

from review_queue import circuit
from review_queue.access import require
from review_queue.budgets import day_of, month_of, spent_since
from review_queue.circuit import Circuit
from review_queue.clock import moment
from review_queue.model_tables import ModelCall
from review_queue.records import Actor
from review_queue.retagging_report import RetaggingReport, latest_retagging
from review_queue.tables import Decision, Proposal, Submission
from review_queue.tags import TAGGING_ACTIONS


@dataclass(frozen=True, slots=True)
class Use:
    """All calls since a moment. Costs are millionths of a Canadian dollar, without the calls of `unknown_cost`.

    `unusable` counts answers that could not be used and refusals; `median` and `slow` (95th percentile) are seconds.
    `tags` are those that people approved on the programs the calls were for.
    """

    calls: int
    unusable: int
    tokens_in: int
    tokens_cached: int
    tokens_out: int
    median: float
    slow: float
    cost: int
    unknown_cost: int
    programs: int
    tags: int

    @property
    def cost_a_program(self) -> float | None:
        return self.cost / self.programs if self.programs else None

    @property
    def cost_a_tag(self) -> float | None:
        return self.cost / self.tags if self.tags else None


@dataclass(frozen=True, slots=True)
class ModelReport:
    """`retagging` is the latest."""

    today: Use
    month: Use
    provider: Circuit
    retagging: RetaggingReport | None


def model_report(session: Session, *, actor: Actor, now: datetime | None = None) -> ModelReport:
    """For administrators. Raises Forbidden."""
    require(actor, "see_model_calls")
    at = moment(now)
    return ModelReport(
        today=_use(session, day_of(at)),
        month=_use(session, month_of(at)),
        provider=circuit.state(session),
        retagging=latest_retagging(session),
    )


def provider_state(session: Session, *, actor: Actor) -> Circuit:
    """Whether anything is sent to the provider, for administrators. Raises Forbidden."""
    require(actor, "see_model_calls")
    return circuit.state(session)


def kept_in_line(session: Session, *, actor: Actor) -> Mapping[str, int]:
    """By reason, the programs that nobody has to have tried again, for administrators. Raises Forbidden."""
    require(actor, "see_model_calls")
    counted = (
        select(Submission.reason_code, func.count())
        .where(col(Submission.state) == "received", col(Submission.reason_code).is_not(None))
        .group_by(col(Submission.reason_code))
        .order_by(func.count().desc())
    )
    return {reason: count for reason, count in session.exec(counted) if reason}


def _use(session: Session, start: datetime) -> Use:
    since = col(ModelCall.at) >= start
    bad = func.sum(case((col(ModelCall.outcome) != "answered", 1), else_=0))
    counts = select(
        func.count(), bad, func.count(col(ModelCall.cost_micros)), func.count(func.distinct(ModelCall.submission_id))
    ).where(since)
    calls, unusable, priced, programs = session.exec(counts).one()
    sums = select(func.sum(ModelCall.tokens_in), func.sum(ModelCall.tokens_cached), func.sum(ModelCall.tokens_out))
    tokens_in, cached, tokens_out = session.exec(sums.where(since)).one()
    return Use(
        calls=calls,
        unusable=unusable or 0,
        tokens_in=tokens_in or 0,
        tokens_cached=cached or 0,
        tokens_out=tokens_out or 0,
        median=_seconds(session, start, calls, 0.5),
        slow=_seconds(session, start, calls, 0.95),
        cost=spent_since(session, start),
        unknown_cost=calls - priced,
        programs=programs,
        tags=_approved_tags(session, start),
    )


def _seconds(session: Session, start: datetime, calls: int, share: float) -> float:
    fastest = select(ModelCall.seconds).where(col(ModelCall.at) >= start).order_by(col(ModelCall.seconds))
    return session.exec(fastest.offset(int(share * calls)).limit(1)).first() or 0.0


def _approved_tags(session: Session, start: datetime) -> int:
    in_force = (col(Decision.proposal_id) == col(Proposal.id)) & (col(Decision.number) == col(Proposal.decisions))
    called_for = select(ModelCall.submission_id).where(col(ModelCall.at) >= start)
    return session.exec(
        select(func.count())
        .select_from(Proposal)
        .join(Decision, in_force)
        .join(Submission, col(Submission.id) == col(Proposal.submission_id))
        .where(
            col(Proposal.submission_id).in_(called_for),
            col(Submission.state).in_(("approved", "published")),
            col(Decision.action).in_(TAGGING_ACTIONS),
        )
    ).one()
