"""Files of questions within the provider's limits, and answers read as those of direct calls are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import repeat

import pytest
from asking import provider
from batch_server import BatchServer
from model_server import Answer, ModelServer

from tagging.records import Program
from tagging.selection.ask import Ask
from tagging.selection.batch import Asker, BatchDesk
from tagging.selection.batch_lines import BatchAnswer, FileLimits, answer, file_numbers, line
from tagging.selection.chat import Chat
from tagging.selection.reply import Reply, characters

MODEL = "gpt-4.1-mini"
WELDING = Program("1", "Seam Welding", "Weld joints of steel plates in all positions and read blueprints of welders.")
USAGE = {"prompt_tokens": 300, "completion_tokens": 9, "total_tokens": 309}


@pytest.fixture
def server() -> Iterator[BatchServer]:
    with BatchServer() as running:
        yield running


@pytest.fixture(scope="module")
def ask() -> Ask:
    question = Asker(MODEL).question(WELDING)
    assert question is not None
    return question.ask


def in_batch(server: BatchServer, ask: Ask, *answers: Answer) -> list[BatchAnswer]:
    """What a batch brings for the same question asked once for each answer."""
    desk = BatchDesk(provider(server.url))
    server.plan(*answers)
    batch_id = desk.submit([line(MODEL, replace(ask, subject=str(number))) for number in range(len(answers))], "mark")
    server.finish()
    ended = desk.ended(batch_id)
    assert ended is not None
    found = list(desk.answers(ended))
    desk.close()
    return found


def directly(ask: Ask, given: Answer) -> Reply:
    with ModelServer(given) as server:
        return Chat(provider(server.url)).reply(ask.messages, ask.schema)


@pytest.mark.parametrize(
    "given",
    [
        Answer('{"question": null}', usage=USAGE | {"prompt_tokens_details": {"cached_tokens": 128}}),
        Answer('{"occup', finish="length", usage=USAGE),
        Answer("", usage=USAGE),
        Answer(refusal="No.", usage=USAGE),
        Answer(finish="content_filter", usage=USAGE),
        Answer(finish="content_filter", usage=None),
        Answer(status=400, body='{"error": {"message": "no", "code": "content_filter"}}'),
        Answer(usage=None),
        Answer(usage={}),
        Answer(usage={"prompt_tokens": -5, "completion_tokens": -1, "total_tokens": -6}),
        Answer(usage={"prompt_tokens": 10**9, "completion_tokens": 10**9, "total_tokens": 2 * 10**9}),
    ],
    ids=lambda given: f"{given.status} {given.finish} {given.refusal} {given.usage}",
)
def test_an_answer_in_a_batch_is_taken_as_a_direct_call_would_take_it(
    server: BatchServer, ask: Ask, given: Answer
) -> None:
    (came,) = in_batch(server, ask, given)
    sent = characters(ask.messages, ask.schema)

    is_refusal = bool(given.refusal) or given.finish == "content_filter" or given.status == 400
    assert (came.unanswered, came.reply(sent).text is None) == (None, is_refusal)
    assert came.reply(sent) == replace(directly(ask, given), seconds=0.0)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (Answer(status=0, body="batch_expired"), "expired"),
        (Answer(status=0, body="batch_cancelled"), "cancelled"),
        (Answer(status=0, body="request_timeout"), "provider_failed"),
        (Answer(status=400), "rejected"),
        (Answer(status=429), "provider_failed"),
        (Answer(status=500), "provider_failed"),
        (Answer(body='{"choices": []}'), "no_answer"),
        (Answer(body='"ok"'), "no_answer"),
    ],
)
def test_a_question_that_failed_says_why(server: BatchServer, ask: Ask, given: Answer, why: str) -> None:
    found = in_batch(server, ask, Answer(), given)

    assert [(one.subject, one.unanswered) for one in found] == [("0", None), ("1", why)]


def test_an_answer_may_hold_characters_that_end_a_line_elsewhere(server: BatchServer, ask: Ask) -> None:
    (came,) = in_batch(server, ask, Answer("one\N{LINE SEPARATOR}two\x85three"))

    assert came.reply(characters(ask.messages, ask.schema)).text == "one\N{LINE SEPARATOR}two\x85three"


@pytest.mark.parametrize("broken", ["", "not json", "[]", '{"response": null}'])
def test_a_line_of_nobody_is_no_answer(broken: str) -> None:
    assert answer(broken) is None


def test_a_file_takes_no_more_questions_and_bytes_than_the_provider_allows() -> None:
    by_count = list(file_numbers(repeat(1, 100_001), FileLimits()))
    by_size = list(file_numbers([150_000_000, 50_000_000, 1, 250_000_000, 1], FileLimits()))

    assert (by_count.count(0), by_count.count(1), by_count.count(2)) == (50_000, 50_000, 1)
    assert by_size == [0, 0, 1, 2, 3]


def test_a_batch_is_found_by_its_mark_behind_pages_of_others(server: BatchServer, ask: Ask) -> None:
    desk, before = BatchDesk(provider(server.url)), datetime.now(UTC)
    batch_id = desk.submit([line(MODEL, ask)], "ours")
    for _ in range(250):
        server.add({"metadata": {"retag": "theirs"}})

    assert desk.handed_over(before)["ours"] == batch_id
    assert server.lists == 3
    desk.close()


def test_the_search_ends_at_batches_older_than_the_mark(server: BatchServer) -> None:
    desk, before = BatchDesk(provider(server.url)), datetime.now(UTC)
    for _ in range(250):
        server.add({"metadata": None}, created_at=int((before - timedelta(days=1)).timestamp()))

    assert desk.handed_over(before) == {}
    assert server.lists == 1
    desk.close()


class Pageless(BatchServer):
    def page(self, after: str | None, limit: int) -> dict[str, object]:
        return super().page(None, limit) | {"has_more": True}


def test_the_search_ends_at_a_server_that_gives_its_first_page_for_ever() -> None:
    with Pageless() as server:
        desk = BatchDesk(provider(server.url))
        server.add({"metadata": {"retag": "theirs"}})

        assert desk.handed_over(datetime.now(UTC)) == {"theirs": "batch-1"}
        assert server.lists == 2
        desk.close()
