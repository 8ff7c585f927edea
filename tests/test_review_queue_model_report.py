"""What administrators are told of model calls."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from buying import MODEL
from people import People
from reviewing import approved, drafts, send, tagged
from sqlalchemy import Engine
from sqlmodel import Session, col

from review_queue.access import ALLOWED
from review_queue.budgets import Budgets, day_of, month_of, next_day
from review_queue.ledger import WorkLedger
from review_queue.model_report import kept_in_line, model_report
from review_queue.prices import read_prices
from review_queue.refusals import Forbidden
from review_queue.tables import Submission
from review_queue.waiting import park, postpone
from tagging.selection.ledger import Call, Outcome

# Four in the morning of March 5 in Ontario.
NOW = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)


def buy(engine: Engine, subject: UUID, at: datetime, *, seconds: float = 1.0, outcome: Outcome = "answered") -> None:
    ledger = WorkLedger(engine, model=MODEL, prices=read_prices(), limits=Budgets(), clock=lambda: at)
    call = Call("k", str(subject), "select@1", "h", MODEL, 1_000_000, 0, 0, seconds, outcome)
    ledger.bought(call, None)


def test_calls_are_summed_by_the_day_and_month_of_ontario(
    work_engine: Engine, work_session: Session, people: People
) -> None:
    known, other = tagged(work_session, people.submitter, *drafts(2))
    for ago, seconds in ((0, 1.0), (1, 2.0), (3, 9.0)):
        buy(work_engine, known, NOW - timedelta(hours=ago), seconds=seconds)
    buy(work_engine, other, NOW - timedelta(hours=5), outcome="unusable")
    buy(work_engine, other, NOW - timedelta(days=6))

    report = model_report(work_session, actor=people.administrator, now=NOW)

    assert (report.today.calls, report.month.calls) == (3, 4)
    assert (report.today.unusable, report.month.unusable) == (0, 1)
    assert (report.today.median, report.today.slow) == (2.0, 9.0)
    assert (report.month.cost, report.month.programs, report.month.cost_a_program) == (840_000, 2, 420_000)
    assert report.today.cost_a_tag is None


def test_the_cost_of_an_approved_tag_counts_the_tags_of_approved_programs(
    work_engine: Engine, work_session: Session, people: People
) -> None:
    done = approved(work_session, people.submitter, people.reviewer)
    (undecided,) = tagged(work_session, people.submitter, drafts(1)[0])
    for known in (done, undecided):
        buy(work_engine, known, NOW)

    report = model_report(work_session, actor=people.administrator, now=NOW)

    assert (report.today.tags, report.today.cost_a_tag) == (2, 210_000)


def test_what_is_kept_in_line_is_counted_by_reason_and_what_needs_a_person_is_not(
    work_session: Session, people: People
) -> None:
    parked, *others, _ = send(work_session, people.submitter, *drafts(5))
    park(work_session, col(Submission.id) == parked, "request_refused")
    for known, reason in zip(others, ("budget_day", "provider_refused", "budget_day"), strict=True):
        postpone(work_session, col(Submission.id) == known, NOW, reason)

    counts = kept_in_line(work_session, actor=people.administrator)

    assert list(counts.items()) == [("budget_day", 2), ("provider_refused", 1)]
    report = model_report(work_session, actor=people.administrator)
    assert (report.month.calls, report.month.median, report.provider.away_until) == (0, 0.0, None)


def test_only_administrators_are_told(work_session: Session, people: People) -> None:
    assert ALLOWED["see_model_calls"] == {"administrator"}
    for actor in (people.submitter, people.reviewer, people.qa):
        with pytest.raises(Forbidden):
            model_report(work_session, actor=actor)
        with pytest.raises(Forbidden):
            kept_in_line(work_session, actor=actor)


def test_the_day_of_a_budget_is_ontario_s_in_summer_and_winter() -> None:
    assert day_of(NOW) == datetime(2026, 3, 5, 5, 0, tzinfo=UTC)
    assert next_day(datetime(2026, 7, 1, 3, 0, tzinfo=UTC)) == datetime(2026, 7, 1, 4, 0, tzinfo=UTC)
    assert month_of(NOW) == datetime(2026, 3, 1, 5, 0, tzinfo=UTC)
