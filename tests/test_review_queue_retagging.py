"""The catalog retagged through the Batch API: sent once, collected once, and nothing published changes by itself."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

import pytest
from batch_server import BatchServer
from model_server import Answer, ModelServer, first_choices
from people import People
from pydantic import SecretStr
from reviewing import ROBOTS, approved, drafts, send, state_of
from sqlalchemy import Engine
from sqlmodel import Session, col, select, update
from workers import Place, until

from catalog.search import find
from review_queue.__main__ import main
from review_queue.budgets import Budgets
from review_queue.ledger import WorkLedger
from review_queue.model_report import model_report
from review_queue.model_tables import ModelCall, RetaggedProgram, Retagging, RetaggingBatch
from review_queue.prices import read_prices
from review_queue.publishing import publish_submission
from review_queue.retagger import Retagger
from review_queue.retagging import advance, ask_for_retagging
from review_queue.retagging_report import RetaggingReport
from review_queue.tables import AuditEntry, Submission
from tagging.profiles import load_profile
from tagging.records import Program
from tagging.selection.batch import Asker, BatchDesk
from tagging.selection.batch_lines import FileLimits, line
from tagging.selection.chat import Chat
from tagging.selection.provider import Access, Provider

MODEL = "gpt-4.1-mini"
# By the price table, in a batch: 900 tokens in and 60 out at half the price.
CALL_MICROS = 320


@dataclass(frozen=True)
class House:
    """A catalog, and a provider of batches."""

    work: Engine
    catalog: Engine
    session: Session
    people: People
    server: BatchServer

    def retagger(self, budget: str = "0", *, model: str = MODEL, questions: int = 50_000) -> Retagger:
        provider = Provider(model, self.server.url, SecretStr(""))
        ledger = WorkLedger(self.work, model=model, prices=read_prices(), limits=Budgets(Decimal(budget)))
        access = Access(provider, ledger)
        tagger = load_profile("openai", access=access)
        limits = FileLimits(questions)
        return Retagger(Asker(model).question, tagger.suggest, lambda: BatchDesk(provider), ledger, limits)

    def published(self, count: int = 1) -> list[UUID]:
        found = []
        for draft in drafts(count):
            found.append(approved(self.session, self.people.submitter, self.people.reviewer, draft))
            publish_submission(self.work, self.catalog, found[-1])
        return found

    def ask(self) -> UUID:
        assert ask_for_retagging(self.session)
        known = self.session.exec(select(Retagging.id).where(col(Retagging.state) == "asked")).one()
        self.session.commit()
        return known

    def state(self, known: UUID) -> str:
        self.session.expire_all()
        return self.session.get_one(Retagging, known).state

    def report(self) -> RetaggingReport:
        self.session.expire_all()
        report = model_report(self.session, actor=self.people.administrator).retagging
        assert report is not None
        return report

    def forget_batches(self, known: UUID) -> None:
        """As if the worker had crashed before the provider's ids were noted."""
        self.session.get_one(Retagging, known).state = "asked"
        self.session.exec(update(RetaggingBatch).values(state="waiting", batch_id=None))
        self.session.commit()

    def rounds(self) -> list[Submission]:
        self.session.rollback()
        self.session.expire_all()
        return list(self.session.exec(select(Submission).where(col(Submission.revision) == 2)))


@pytest.fixture
def house(work_engine: Engine, catalog_engine: Engine, work_session: Session, people: People) -> Iterator[House]:
    with BatchServer() as server:
        yield House(work_engine, catalog_engine, work_session, people, server)


def test_published_programs_get_a_new_round_and_the_catalog_stays_as_it_is(
    house: House, catalog_session: Session
) -> None:
    first, second = house.published(2)
    send(house.session, house.people.neighbour, ROBOTS)
    known, retagger = house.ask(), house.retagger()

    assert [advance(house.work, retagger, known), advance(house.work, retagger, known)] == [False, False]
    house.server.finish()
    assert advance(house.work, retagger, known)

    assert (house.state(known), len(house.server.questions())) == ("done", 2)
    assert [one.state for one in house.rounds()] == ["received", "received"]
    assert sorted(one.title for one in house.rounds()) == [one.title for one in drafts(2)]
    assert {state_of(house.session, one) for one in (first, second)} == {"published"}
    assert len(find(catalog_session).listings) == 2
    assert house.session.exec(select(ModelCall.cost_micros)).all() == [CALL_MICROS, CALL_MICROS]
    verbs = house.session.exec(select(AuditEntry.details).where(col(AuditEntry.verb) == "submission.received")).all()
    assert {"revision": "2", "reason": "new_round"} in verbs


def test_a_batch_handed_over_before_a_crash_is_found_again_and_not_bought_twice(house: House) -> None:
    house.published()
    known, retagger = house.ask(), house.retagger()
    advance(house.work, retagger, known)
    house.forget_batches(known)

    advance(house.work, retagger, known)

    assert len(house.server.batches) == 1
    assert house.state(known) == "sent"


def test_collecting_again_after_a_crash_buys_nothing_twice_and_opens_no_second_round(house: House) -> None:
    house.published(2)
    known, retagger = house.ask(), house.retagger()
    advance(house.work, retagger, known)
    house.server.finish(more='{"custom_id": "of nobody", "response": null}\nnot json')
    advance(house.work, retagger, known)
    house.session.get_one(Retagging, known).state = "sent"
    house.session.exec(update(RetaggingBatch).values(state="sent"))
    house.session.commit()

    advance(house.work, retagger, known)

    assert len(house.session.exec(select(ModelCall)).all()) == 2
    assert len(house.rounds()) == 2


def test_what_is_answered_already_is_not_asked_again(house: House) -> None:
    house.published()
    first, retagger = house.ask(), house.retagger()
    advance(house.work, retagger, first)
    house.server.finish()
    advance(house.work, retagger, first)
    second = house.ask()

    assert advance(house.work, retagger, second)

    assert len(house.server.batches) == 1
    assert (house.state(second), len(house.rounds())) == ("done", 1)


def test_an_answer_that_cannot_be_used_opens_no_round_and_is_asked_for_again(house: House) -> None:
    house.published()
    known, retagger = house.ask(), house.retagger()
    house.server.otherwise = Answer("not JSON")
    advance(house.work, retagger, known)
    house.server.finish()

    assert advance(house.work, retagger, known)

    assert house.rounds() == []
    assert house.session.exec(select(ModelCall.outcome)).all() == ["unusable"]


def test_a_batch_takes_no_more_questions_than_the_day_s_budget_pays_for(house: House) -> None:
    house.published(4)
    retagger = house.retagger("0.0015")
    known = house.ask()

    advance(house.work, retagger, known)

    assert 1 <= len(house.server.questions()) < 4
    assert house.report().questions == len(house.server.questions())
    assert house.report().reason == "budget_day"


def test_without_a_price_a_day_s_budget_lets_no_batch_through(house: House) -> None:
    house.published()
    known, retagger = house.ask(), house.retagger("5", model="unheard-of")

    assert advance(house.work, retagger, known)

    assert (house.state(known), house.server.batches) == ("failed", {})
    assert house.report().reason == "price_unknown"


@pytest.mark.parametrize(("status", "left"), [(503, "asked"), (401, "failed")])
def test_a_provider_that_is_away_is_tried_again_and_one_that_refuses_is_not(
    house: House, status: int, left: str
) -> None:
    house.published()
    known, retagger = house.ask(), house.retagger()
    house.server.failing = status

    assert advance(house.work, retagger, known) is (left == "failed")

    assert house.state(known) == left
    assert house.server.batches == {}


@pytest.mark.parametrize(("status", "refusal"), [(401, "key_refused"), (402, "no_credit"), (403, "not_allowed")])
def test_a_batch_waits_while_access_is_withdrawn_and_is_collected_once_it_is_back(
    house: House, status: int, refusal: str
) -> None:
    house.published(3)
    known, retagger = house.ask(), house.retagger(questions=2)
    advance(house.work, retagger, known)
    house.server.finish()
    house.server.failing = status

    assert [advance(house.work, retagger, known) for _ in range(2)] == [False, False]
    waiting = house.report()
    house.server.failing = None
    assert advance(house.work, retagger, known)

    assert (waiting.state, waiting.waits_for, waiting.unanswered) == ("sent", refusal, {})
    report = house.report()
    assert (report.state, report.waits_for, report.answered, len(house.rounds())) == ("done", None, 3, 3)
    assert (len(house.server.questions()), len(house.session.exec(select(ModelCall)).all())) == (3, 3)


def test_a_batch_waits_for_a_key_or_a_setting_that_was_taken_out_of_the_environment(house: House) -> None:
    house.published()
    known, retagger = house.ask(), house.retagger()
    advance(house.work, retagger, known)
    house.server.finish()
    outside = Provider(MODEL, "https://api.example.org/v1", SecretStr(""))
    without = {"no_key": outside, "calls_forbidden": replace(outside, external_calls=False)}

    waits = {}
    for refusal, provider in without.items():
        assert not advance(house.work, replace(retagger, desk=lambda given=provider: BatchDesk(given)), known)
        waits[refusal] = house.report().waits_for

    assert waits == {refusal: refusal for refusal in without}
    assert advance(house.work, retagger, known)
    assert (house.report().answered, house.report().waits_for) == (1, None)


def test_a_key_withdrawn_between_two_batches_loses_none_of_those_handed_over(house: House) -> None:
    house.published(3)
    known, retagger = house.ask(), house.retagger(questions=2)
    house.server.room = 1
    advance(house.work, retagger, known)
    house.server.failing = 401

    assert not advance(house.work, retagger, known)
    waiting = house.report()
    house.server.failing, house.server.room = None, 1_000
    advance(house.work, retagger, known)
    going_on = house.report()
    house.server.finish()
    assert advance(house.work, retagger, known)

    assert (waiting.state, waiting.waits_for) == ("asked", "key_refused")
    assert (going_on.state, going_on.waits_for) == ("sent", None)
    assert sorted(map(len, batches_of(house))) == [1, 2]
    assert house.report().answered == 3


def batches_of(house: House) -> list[list[str]]:
    """The programs asked about in each batch, and every mark once."""
    marks = [batch["metadata"] for batch in house.server.batches.values()]
    assert len({str(mark) for mark in marks}) == len(marks)
    files = [house.server.files[str(batch["input_file_id"])] for batch in house.server.batches.values()]
    return [[json.loads(line)["custom_id"] for line in file.splitlines()] for file in files]


def test_more_questions_than_a_file_takes_go_into_several_batches_and_come_back_together(house: House) -> None:
    programs = house.published(5)
    known, retagger = house.ask(), house.retagger(questions=2)

    assert not advance(house.work, retagger, known)
    asked = batches_of(house)
    next(iter(house.server.batches.values()))["status"] = "validating"
    house.server.finish()
    assert not advance(house.work, retagger, known)
    assert (house.state(known), house.report().answered, house.rounds()) == ("sent", 5 - len(asked[0]), [])
    next(iter(house.server.batches.values()))["status"] = "in_progress"
    house.server.finish()
    assert advance(house.work, retagger, known)

    assert sorted(map(len, asked)) == [1, 2, 2]
    assert {one for batch in asked for one in batch} == {str(one) for one in programs}
    assert (house.state(known), house.report().answered, len(house.rounds())) == ("done", 5, 5)


def test_batches_handed_over_before_a_crash_are_not_handed_over_again(house: House) -> None:
    house.published(5)
    known, retagger = house.ask(), house.retagger(questions=2)
    house.server.room = 1

    # The provider goes away after the first batch; then the worker dies after the last but before it noted the ids.
    assert not advance(house.work, retagger, known)
    first = (house.state(known), len(house.server.batches))
    house.server.room = 1_000
    advance(house.work, retagger, known)
    house.forget_batches(known)
    advance(house.work, retagger, known)

    assert first == ("asked", 1)
    asked = [one for batch in batches_of(house) for one in batch]
    assert (len(asked), len(set(asked)), house.state(known)) == (5, 5, "sent")


def test_a_batch_that_is_refused_after_others_were_taken_loses_only_its_own_questions(house: House) -> None:
    house.published(3)
    known, retagger = house.ask(), house.retagger(questions=2)
    house.server.room, house.server.full = 1, 400

    assert not advance(house.work, retagger, known)
    house.server.finish()
    assert advance(house.work, retagger, known)

    report = house.report()
    assert (report.state, report.questions, report.reason) == ("done", 3, None)
    assert report.answered == len(house.server.questions()) == len(house.rounds())
    assert report.unanswered == {"batch_refused": 3 - report.answered}


def test_questions_that_failed_are_counted_by_reason_and_asked_again(house: House) -> None:
    house.published(4)
    known, retagger = house.ask(), house.retagger()
    advance(house.work, retagger, known)
    house.server.plan(Answer(status=500), Answer(status=400), Answer(status=0, body="batch_expired"))
    house.server.finish("expired")

    assert advance(house.work, retagger, known)
    told = house.report()
    again = house.ask()
    advance(house.work, retagger, again)

    assert told.unanswered == {"provider_failed": 1, "rejected": 1, "expired": 1}
    assert (told.state, told.answered, len(house.rounds())) == ("done", 1, 1)
    assert [len(batch) for batch in batches_of(house)] == [4, 3]


@pytest.mark.parametrize(
    ("status", "why"), [("expired", "expired"), ("cancelled", "cancelled"), ("completed", "no_answer")]
)
def test_a_question_without_any_line_is_told_by_how_the_batch_ended(house: House, status: str, why: str) -> None:
    first, _ = map(str, house.published(2))
    known, retagger = house.ask(), house.retagger()
    advance(house.work, retagger, known)
    house.server.finish(status, keep=lambda line: first in line)

    assert advance(house.work, retagger, known)

    assert (house.report().answered, house.report().unanswered) == (1, {why: 1})


def test_a_filtered_question_counts_as_refused_and_is_not_asked_again(house: House) -> None:
    house.published()
    known, retagger = house.ask(), house.retagger()
    advance(house.work, retagger, known)
    house.server.plan(Answer(status=400, body='{"error": {"message": "no", "code": "content_filter"}}'))
    house.server.finish()
    advance(house.work, retagger, known)

    assert advance(house.work, retagger, house.ask())

    calls = house.session.exec(select(ModelCall.outcome, ModelCall.tokens_in)).all()
    assert (list(calls), len(house.server.batches)) == ([("refused", 0)], 1)
    assert house.report().questions == 0


def test_a_question_whose_answer_could_not_be_used_is_asked_once_more_and_no_oftener(house: House) -> None:
    house.published()
    retagger = house.retagger()
    house.server.otherwise = Answer("not JSON")
    told = []
    for _ in range(3):
        known = house.ask()
        advance(house.work, retagger, known)
        house.server.finish()
        advance(house.work, retagger, known)
        told.append((house.state(known), dict(house.report().unanswered)))

    assert told == [("done", {"unusable": 1}), ("done", {"unusable": 1}), ("done", {})]
    assert len(house.server.batches) == 2


def test_impossible_usage_of_a_batch_costs_what_was_sent(house: House) -> None:
    house.published()
    known, retagger = house.ask(), house.retagger()
    house.server.plan(Answer(first_choices, usage={"prompt_tokens": -1, "completion_tokens": 10**9, "total_tokens": 0}))
    advance(house.work, retagger, known)
    house.server.finish()
    advance(house.work, retagger, known)

    call = house.session.exec(select(ModelCall)).one()
    assert 500 < call.tokens_in < 10_000
    assert 20 < call.tokens_out < 500


def test_a_prompt_that_changed_before_the_answer_came_leaves_the_question_open(house: House) -> None:
    house.published()
    known, retagger = house.ask(), house.retagger()
    advance(house.work, retagger, known)
    house.server.finish()

    # Another model is another key, as another prompt or vocabulary would be.
    changed = house.retagger(model="gpt-4.1")
    assert advance(house.work, changed, known)

    assert (house.report().unanswered, house.rounds()) == ({"changed": 1}, [])
    call = house.session.exec(select(ModelCall)).one()
    asked = house.session.exec(select(RetaggedProgram)).one()
    assert (call.outcome, call.model, call.cost_micros) == ("outdated", MODEL, CALL_MICROS)
    assert (call.key, call.prompt, call.prompt_hash) == (asked.key, asked.prompt, asked.prompt_hash)
    assert call.prompt.startswith("select@") and len(call.prompt_hash) == 64
    assert changed.ledger.earlier(call.key) is None


def test_an_outdated_answer_is_paid_for_once_however_often_it_is_collected(house: House) -> None:
    house.published()
    known, retagger = house.ask(), house.retagger()
    house.server.plan(Answer(first_choices, usage={"prompt_tokens": 10**9, "completion_tokens": 1, "total_tokens": 1}))
    advance(house.work, retagger, known)
    house.server.finish()
    for _ in range(2):
        advance(house.work, house.retagger(model="gpt-4.1"), known)
        house.session.get_one(Retagging, known).state = "sent"
        house.session.exec(update(RetaggingBatch).values(state="sent"))
        house.session.commit()

    call = house.session.exec(select(ModelCall)).one()
    # More tokens than characters were sent cannot be: what was sent counts, though it would not be sent today.
    assert 500 < call.tokens_in < 10_000
    assert house.report().unanswered == {"changed": 1}


def test_a_batch_that_the_provider_forgot_is_lost_without_an_end_of_asking(house: House) -> None:
    house.published()
    known, retagger = house.ask(), house.retagger()
    advance(house.work, retagger, known)
    house.server.failing = 404

    # The list of batches is not needed any more, the batch itself is.
    assert advance(house.work, retagger, known)

    assert (house.state(known), house.report().unanswered) == ("failed", {"batch_refused": 1})


def test_a_batch_that_failed_at_the_provider_ends_without_rounds(house: House) -> None:
    house.published()
    known, retagger = house.ask(), house.retagger()
    advance(house.work, retagger, known)
    next(iter(house.server.batches.values()))["status"] = "failed"

    assert advance(house.work, retagger, known)

    assert (house.state(known), house.rounds()) == ("failed", [])
    assert (house.report().reason, house.report().unanswered) == ("provider_refused", {"batch_refused": 1})


def test_only_one_retagging_is_under_way(house: House) -> None:
    house.ask()

    assert not ask_for_retagging(house.session)


def test_a_program_with_a_newer_text_on_its_way_is_left_alone(house: House) -> None:
    house.published()
    send(house.session, house.people.submitter, replace(drafts(1)[0], description="Another text about robots."))
    known = house.ask()

    assert advance(house.work, house.retagger(), known)

    assert house.server.batches == {}


def test_a_worker_killed_while_a_batch_is_answered_collects_it_when_it_is_back(
    house: House, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    (known,) = house.published()
    monkeypatch.setenv("TAGGING_PROFILE", "openai")
    monkeypatch.setenv("OPENAI_BASE_URL", house.server.url)
    asked = house.ask()
    worker = place.retag_worker()
    until(lambda: house.state(asked) == "sent")

    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    house.server.finish()
    place.retag_worker()

    # The new round is tagged with the answer that the batch brought: no further call.
    until(lambda: [one.state for one in house.rounds()] == ["tagged"])
    assert (house.state(asked), len(house.server.batches)) == ("done", 1)
    assert state_of(house.session, known) == "published"


def test_a_line_of_a_batch_is_the_call_that_would_be_made_at_once(house: House) -> None:
    question = house.retagger().question(Program("1", ROBOTS.title, ROBOTS.description))
    assert question is not None
    ask = question.ask
    with ModelServer(Answer(first_choices)) as server:
        chat = Chat(Provider(MODEL, server.url, SecretStr("")))
        chat.reply(ask.messages, ask.schema)
        chat._client.http_client.close()
        (called,) = server.requests

    body = json.loads(line(MODEL, ask))["body"]
    assert isinstance(body, dict)
    sent = json.loads(json.dumps(called.body))
    assert [message["content"] for message in sent["messages"]] == [message["content"] for message in body["messages"]]
    assert sent["response_format"]["json_schema"]["schema"] == body["response_format"]["json_schema"]["schema"]
    assert {name: sent[name] for name in ("model", "temperature")} == {"model": MODEL, "temperature": 0}
    assert sent["max_completion_tokens"] == body["max_completion_tokens"]


def test_the_command_asks_for_retagging_once(
    house: House, work_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    house.published()
    for name, value in {"TAGGING_PROFILE": "openai", "OPENAI_API_KEY": "k", "WORK_DATABASE_URL": work_url}.items():
        monkeypatch.setenv(name, value)

    assert [main(["retag"]), main(["retag"])] == [0, 0]
    assert capsys.readouterr().out == "The worker will retag the catalog.\nThe catalog is being retagged already.\n"
