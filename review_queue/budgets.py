"""Budgets of model calls: what is spent today and for an upload, and the refusal to spend more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, func, select

from review_queue.model_tables import ModelCall
from review_queue.prices import MICROS
from review_queue.tables import Submission
from tagging.selection.failures import BudgetReached

# The budget's day begins at midnight in Ontario.
ONTARIO = ZoneInfo("America/Toronto")


class DayBudgetReached(BudgetReached):
    """Work goes on by itself tomorrow."""


class BatchBudgetReached(BudgetReached):
    """Work goes on when an administrator has raised the budget and tries again."""


class PriceUnknown(BudgetReached):
    """A budget is set, and what a call to this model costs is not known."""

    def __init__(self, model: str) -> None:
        super().__init__(f"The price table does not know {model}, so no budget can be kept.")
        self.model = model


@dataclass(frozen=True, slots=True)
class Budgets:
    """Canadian dollars; 0 means no limit."""

    day: Decimal = Decimal(0)
    batch: Decimal = Decimal(0)

    @property
    def are_set(self) -> bool:
        return bool(self.day or self.batch)


def check(session: Session, budgets: Budgets, submission_id: UUID, now: datetime) -> None:
    """Raises DayBudgetReached, BatchBudgetReached. Calls in flight are not known yet, so they may go beyond."""
    if budgets.day and spent_since(session, day_of(now)) >= budgets.day * MICROS:
        raise DayBudgetReached("The budget of the day is used up; work goes on tomorrow.")
    if budgets.batch and spent_on_upload_of(session, submission_id) >= budgets.batch * MICROS:
        raise BatchBudgetReached("The budget of this upload is used up; an administrator can raise it and try again.")


def spent_since(session: Session, start: datetime) -> int:
    """Millionths of a dollar; calls of unknown cost are not in it."""
    return int(session.exec(select(func.sum(ModelCall.cost_micros)).where(col(ModelCall.at) >= start)).one() or 0)


def spent_on_upload_of(session: Session, submission_id: UUID) -> int:
    upload = select(Submission.upload_id).where(col(Submission.id) == submission_id).scalar_subquery()
    same = select(Submission.id).where(col(Submission.upload_id) == upload)
    cost = select(func.sum(ModelCall.cost_micros)).where(col(ModelCall.submission_id).in_(same))
    return int(session.exec(cost).one() or 0)


def day_of(now: datetime) -> datetime:
    """When the budget's day began."""
    return datetime.combine(now.astimezone(ONTARIO).date(), time(), ONTARIO)


def next_day(now: datetime) -> datetime:
    return datetime.combine(now.astimezone(ONTARIO).date() + timedelta(days=1), time(), ONTARIO)


def month_of(now: datetime) -> datetime:
    return day_of(now).replace(day=1)
