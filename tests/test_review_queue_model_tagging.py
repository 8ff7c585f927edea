"""Programs tagged with a model: what is bought, what waits and why, what goes on by itself."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from buying import MODEL, buying
from model_server import Answer, ModelServer
from people import People
from reviewing import ROBOTS, drafts, send, state_of, suggest
from sqlalchemy import Engine
from sqlmodel import Session, col, select, update

from review_queue import circuit, model_tagging
from review_queue.budgets import Budgets, next_day
from review_queue.ledger import WorkLedger
from review_queue.model_tables import ModelAnswer, ModelCall, ProviderCircuit
from review_queue.model_tagging import ModelTagger, tag_program
from review_queue.prices import MICROS, read_prices
from review_queue.programs import program
from review_queue.records import ProgramView
from review_queue.submissions import retry_tagging
from review_queue.tables import Submission, Tagging
from tagging.records import Program, Suggestions
from tagging.selection.failures import CallsForbidden, Failure

# What one call to the server costs by the price table: 900 tokens in and 60 out.
CALL_MICROS = 240


@dataclass(frozen=True)
class Shop:
    """A provider, a worker's ledger, and programs that are tagged with them."""

    work: Engine
    session: Session
    people: People
    server: ModelServer

    def tagger(self, *, limits: Budgets | None = None, offline: bool = False, model: str = MODEL) -> ModelTagger:
        ledger = WorkLedger(self.work, model=model, prices=read_prices(), limits=limits or Budgets())
        return ModelTagger(buying(self.server.url, ledger, model=model), suggest if offline else None)

    def tag(self, submission_id: UUID, tagger: ModelTagger | None = None) -> bool:
        """The attempt that is due."""
        self.session.expire_all()
        this = select(Submission.attempt).where(col(Submission.id) == submission_id)
        attempt = self.session.exec(this).one()
        self.session.commit()
        return tag_program(self.work, tagger or self.tagger(), submission_id, attempt)

    def view(self, submission_id: UUID) -> ProgramView:
        self.session.rollback()
        return program(self.session, actor=self.people.submitter, submission_id=submission_id)

    def row(self, submission_id: UUID) -> Submission:
        self.session.expire_all()
        return self.session.exec(select(Submission).where(col(Submission.id) == submission_id)).one()

    def later(self) -> None:
        """The pause of the circuit is over."""
        self.session.exec(update(ProviderCircuit).values(away_until=datetime.now(UTC) - timedelta(seconds=1)))
        self.session.commit()


@pytest.fixture
def shop(work_engine: Engine, work_session: Session, people: People) -> Iterator[Shop]:
    with ModelServer() as server:
        yield Shop(work_engine, work_session, people, server)


def test_an_answer_is_kept_with_its_cost_and_the_program_is_tagged(shop: Shop) -> None:
    (submission_id,) = send(shop.session, shop.people.submitter, ROBOTS)

    assert shop.tag(submission_id)

    (call,) = shop.session.exec(select(ModelCall)).all()
    assert (call.submission_id, call.model, call.tokens_in, call.tokens_out) == (submission_id, MODEL, 900, 60)
    assert call.cost_micros == CALL_MICROS
    tagging = shop.session.exec(select(Tagging)).one()
    assert (tagging.model, tagging.prompt, tagging.prompt_hash) == (MODEL, "select@1", "a" * 64)
    assert (shop.view(submission_id).state, shop.view(submission_id).reason_code) == ("tagged", None)


def test_the_same_text_sent_again_costs_no_call(shop: Shop) -> None:
    (first,) = send(shop.session, shop.people.submitter, ROBOTS)
    (same,) = send(shop.session, shop.people.neighbour, ROBOTS)

    assert (shop.tag(first), shop.tag(same)) == (True, True)

    assert len(shop.server.requests) == 1
    assert len(shop.session.exec(select(ModelCall)).all()) == len(shop.session.exec(select(ModelAnswer)).all()) == 1


def test_a_program_tagged_twice_at_once_is_stored_once(shop: Shop) -> None:
    (submission_id,) = send(shop.session, shop.people.submitter, ROBOTS)
    shop.server.otherwise = Answer(seconds=0.2)
    with ThreadPoolExecutor(2) as threads:
        done = list(threads.map(lambda _: tag_program(shop.work, shop.tagger(), submission_id, 1), range(2)))

    assert sorted(done) == [False, True]
    assert len(shop.session.exec(select(Tagging)).all()) == 1


@pytest.mark.parametrize("trouble", [Answer(status=500), Answer(status=429), Answer(drop=True)])
def test_a_provider_in_trouble_leaves_the_program_in_line_and_it_is_tried_again(shop: Shop, trouble: Answer) -> None:
    (submission_id,) = send(shop.session, shop.people.submitter, ROBOTS)
    shop.server.plan(trouble)

    assert not shop.tag(submission_id)
    row = shop.row(submission_id)
    assert (row.state, row.reason_code, row.tries, row.attempt) == ("received", "provider_away", 1, 2)
    assert row.due_at is not None and row.due_at > datetime.now(UTC)
    assert shop.tag(submission_id)

    assert (shop.view(submission_id).state, shop.view(submission_id).reason) == ("tagged", None)
    assert len(shop.server.requests) == 2
    assert len(shop.session.exec(select(ModelCall)).all()) == 1


def test_a_program_is_not_tried_before_the_provider_said(shop: Shop) -> None:
    (submission_id,) = send(shop.session, shop.people.submitter, ROBOTS)
    shop.server.plan(Answer(status=429, headers={"Retry-After": "120"}))
    before = datetime.now(UTC)

    shop.tag(submission_id)

    due_at = shop.row(submission_id).due_at
    assert due_at is not None
    assert timedelta(seconds=120) <= due_at - before <= timedelta(seconds=170)


def test_a_refusal_of_every_call_stops_all_at_once_and_names_itself(shop: Shop) -> None:
    first, second = send(shop.session, shop.people.submitter, *drafts(2))
    shop.server.otherwise = Answer(status=401)
    before = datetime.now(UTC)

    assert [shop.tag(first), shop.tag(second)] == [False, False]

    assert len(shop.server.requests) == 1
    for row in (shop.row(first), shop.row(second)):
        assert (row.state, row.reason_code, row.tries) == ("received", "provider_refused", 0)
        assert (row.failure, row.failure_status) == ("key_refused", 401)
        assert row.due_at and row.due_at >= before + timedelta(seconds=circuit.LONGEST_PAUSE)
    provider = circuit.state(shop.session)
    assert (provider.room(500, datetime.now(UTC)), provider.failure) == (0, Failure("key_refused", 401))


def test_once_the_key_is_mended_trying_again_tags_what_was_refused(shop: Shop) -> None:
    submissions = send(shop.session, shop.people.submitter, *drafts(2))
    shop.server.plan(Answer(status=401))
    for submission_id in submissions:
        shop.tag(submission_id)
    shop.session.rollback()

    assert retry_tagging(shop.session, actor=shop.people.administrator) == 2

    assert shop.row(submissions[0]).failure is None
    assert all(shop.tag(submission_id) for submission_id in submissions)
    assert circuit.state(shop.session) == circuit.Circuit(0, 0, None)


def test_refused_requests_wait_for_a_person_and_never_open_the_circuit(shop: Shop) -> None:
    *refused, good = send(shop.session, shop.people.submitter, *drafts(circuit.FAILURES + 2))
    shop.server.plan(*[Answer(status=400)] * len(refused))

    for submission_id in refused:
        assert not shop.tag(submission_id)

    assert circuit.state(shop.session) == circuit.Circuit(0, 0, None)
    row = shop.row(refused[-1])
    assert (row.state, row.reason_code, row.failure, row.failure_status) == (
        "waiting",
        "request_refused",
        "request_refused",
        400,
    )
    assert shop.tag(good)


def test_forbidden_calls_leave_the_program_waiting(shop: Shop) -> None:
    (submission_id,) = send(shop.session, shop.people.submitter, ROBOTS)

    def forbidden(_: Program) -> Suggestions:
        raise CallsForbidden("models.example.org")

    shop.tag(submission_id, ModelTagger(forbidden))

    row = shop.row(submission_id)
    assert (row.state, row.reason_code, row.reason_value) == ("waiting", "calls_forbidden", "models.example.org")


def test_a_program_that_fails_while_others_are_answered_gives_up_and_waits(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_tagging, "MOST_TRIES", 2)
    good, bad = send(shop.session, shop.people.submitter, *drafts(2))
    shop.server.plan(Answer(status=500), Answer(), Answer(status=500))

    assert [shop.tag(bad), shop.tag(good), shop.tag(bad)] == [False, True, False]

    assert (shop.view(bad).state, shop.view(bad).reason_code) == ("waiting", "provider_gave_up")


def test_a_program_that_breaks_the_tagger_waits(shop: Shop) -> None:
    (submission_id,) = send(shop.session, shop.people.submitter, ROBOTS)

    def broken(_: Program) -> Suggestions:
        raise ValueError(ROBOTS.description)

    assert not shop.tag(submission_id, ModelTagger(broken))

    row = shop.row(submission_id)
    assert (row.reason_code, row.reason, row.reason_value) == ("tagging_failed", None, "ValueError")


def test_failures_in_a_row_open_the_circuit_and_an_answer_closes_it(shop: Shop) -> None:
    submissions = send(shop.session, shop.people.submitter, *drafts(circuit.FAILURES + 3))
    shop.server.otherwise = Answer(status=503)
    for submission_id in submissions:
        shop.tag(submission_id)

    assert len(shop.server.requests) == circuit.FAILURES
    unsent = shop.row(submissions[-1])
    assert (unsent.state, unsent.reason_code, unsent.tries) == ("received", "provider_away", 0)
    assert circuit.state(shop.session).room(500, datetime.now(UTC)) == 0

    shop.later()
    assert circuit.state(shop.session).room(500, datetime.now(UTC)) == 1
    shop.tag(submissions[-1])
    assert shop.row(submissions[-1]).tries == 0
    assert circuit.state(shop.session).pauses == 2

    shop.later()
    shop.server.otherwise = Answer()
    assert shop.tag(submissions[-1])
    assert circuit.state(shop.session) == circuit.Circuit(0, 0, None)


def test_trying_all_again_now_tries_the_provider_too(shop: Shop) -> None:
    submissions = send(shop.session, shop.people.submitter, *drafts(circuit.FAILURES))
    shop.server.plan(*[Answer(status=503)] * circuit.FAILURES)
    for submission_id in submissions:
        shop.tag(submission_id)
    shop.session.rollback()

    assert retry_tagging(shop.session, actor=shop.people.administrator) == circuit.FAILURES

    assert all(shop.tag(submission_id) for submission_id in submissions)


def test_pauses_grow_with_jitter_and_have_an_end() -> None:
    first, second, late = (circuit.pause(before, at_least=0) for before in (0, 1, 60))

    assert 5 <= first <= 6.25 and 10 <= second <= 12.5
    assert 300 <= late <= 375
    assert circuit.pause(0, at_least=900) >= 900


def test_the_day_s_budget_makes_work_wait_until_tomorrow(shop: Shop) -> None:
    first, second = send(shop.session, shop.people.submitter, *drafts(2))
    tight = shop.tagger(limits=Budgets(day=Decimal(CALL_MICROS) / MICROS))

    assert [shop.tag(first, tight), shop.tag(second, tight)] == [True, False]

    row = shop.row(second)
    assert (row.state, row.reason_code, row.due_at) == ("received", "budget_day", next_day(datetime.now(UTC)))
    assert len(shop.server.requests) == 1


def test_an_upload_s_budget_is_its_own_and_waits_for_a_person(shop: Shop) -> None:
    first, second = send(shop.session, shop.people.submitter, *drafts(2))
    (other,) = send(shop.session, shop.people.neighbour, replace(ROBOTS, title="Another upload"))
    tight = shop.tagger(limits=Budgets(batch=Decimal(CALL_MICROS) / MICROS))

    assert [shop.tag(one, tight) for one in (first, second, other)] == [True, False, True]

    assert (state_of(shop.session, second), shop.row(second).reason_code) == ("waiting", "budget_batch")


def test_beyond_the_budget_work_goes_on_offline_where_that_is_set_and_says_so(shop: Shop) -> None:
    first, second = send(shop.session, shop.people.submitter, *drafts(2))
    tight = shop.tagger(limits=Budgets(day=Decimal(CALL_MICROS) / MICROS), offline=True)

    assert [shop.tag(first, tight), shop.tag(second, tight)] == [True, True]

    assert (shop.view(second).state, shop.view(second).reason_code) == ("tagged", "budget_offline")
    stored = shop.session.exec(select(Tagging).where(col(Tagging.submission_id) == second)).one()
    assert (stored.profile, stored.model) == ("test", None)


def test_a_budget_is_overrun_by_the_calls_in_flight_at_most(shop: Shop) -> None:
    threads, affordable = 8, 5
    submissions = send(shop.session, shop.people.submitter, *drafts(40))
    shop.server.otherwise = Answer(seconds=0.05)
    tight = shop.tagger(limits=Budgets(day=Decimal(CALL_MICROS * affordable) / MICROS))
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(lambda one: tag_program(shop.work, tight, one, 1), submissions))

    assert affordable <= len(shop.server.requests) < affordable + threads
    assert len(shop.session.exec(select(ModelCall)).all()) == len(shop.server.requests)


def test_a_model_without_a_price_costs_unknown_and_no_budget_can_be_kept(shop: Shop) -> None:
    free, bound = send(shop.session, shop.people.submitter, *drafts(2))

    assert shop.tag(free, shop.tagger(model="unheard-of"))
    assert not shop.tag(bound, shop.tagger(model="unheard-of", limits=Budgets(day=Decimal(5))))

    assert shop.session.exec(select(ModelCall.cost_micros)).all() == [None]
    row = shop.row(bound)
    assert (row.state, row.reason_code, row.reason_value) == ("waiting", "price_unknown", "unheard-of")
