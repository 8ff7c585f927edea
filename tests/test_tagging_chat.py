"""The door to a provider: every failure is one of ours, nothing is tried twice, and nothing is logged."""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import sys
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from asking import KEY, provider
from model_server import Answer, ModelServer

from tagging.selection.ask import Message
from tagging.selection.chat import Chat
from tagging.selection.failures import (
    CallsForbidden,
    Failure,
    ProviderRefused,
    ProviderUnavailable,
    RequestRefused,
    SelectionFailed,
)
from tagging.selection.provider import Provider
from tagging.selection.reply import Reply

SCHEMA: dict[str, object] = {
    "title": "select",
    "type": "object",
    "properties": {"code": {"type": "string"}},
    "required": ["code"],
    "additionalProperties": False,
}
ROOT = Path(__file__).resolve().parent.parent
SECRET = "a sentence of the program that no log may hold"


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer() as running:
        yield running


def reply(server: ModelServer, *, seconds: float = 5.0) -> Reply:
    return Chat(provider(server.url, seconds=seconds)).reply([Message("user", SECRET)], SCHEMA)


AWAY = {
    "429": (Answer(status=429), 20.0),
    "429 with Retry-After": (Answer(status=429, headers={"Retry-After": "7"}), 7.0),
    "429 with Retry-After in no form": (Answer(status=429, headers={"Retry-After": "soon"}), 20.0),
    "503 with Retry-After": (Answer(status=503, headers={"Retry-After": "90"}), 90.0),
    "500": (Answer(status=500), 10.0),
    "408": (Answer(status=408), 10.0),
    "dropped": (Answer(drop=True), 10.0),
    "cut": (Answer(cut=True), 10.0),
    "no JSON": (Answer(body="<html>"), 10.0),
    "half JSON": (Answer(body='{"choices": ['), 10.0),
    "no choices": (Answer(body='{"choices": []}'), 10.0),
    "JSON of another kind": (Answer(body='"ok"'), 10.0),
}


@pytest.mark.parametrize(("answer", "wait"), AWAY.values(), ids=AWAY.keys())
def test_a_provider_that_fails_is_unavailable_for_as_long_as_it_says(
    server: ModelServer, answer: Answer, wait: float
) -> None:
    server.plan(answer)

    with pytest.raises(ProviderUnavailable) as failure:
        reply(server)
    assert failure.value.retry_after == wait
    assert len(server.requests) == 1


def test_a_slow_answer_is_unavailable_and_not_asked_for_twice(server: ModelServer) -> None:
    server.plan(Answer(seconds=1.0))

    with pytest.raises(ProviderUnavailable, match="in time"):
        reply(server, seconds=0.2)
    assert len(server.requests) == 1


def test_nobody_listening_is_unavailable() -> None:
    with ModelServer() as server:
        url = server.url
    with pytest.raises(ProviderUnavailable, match="cannot be reached"):
        Chat(provider(url)).reply([Message("user", SECRET)], SCHEMA)


def test_retry_after_may_be_a_date(server: ModelServer) -> None:
    server.plan(Answer(status=429, headers={"Retry-After": format_datetime(datetime.now(UTC) + timedelta(minutes=10))}))

    with pytest.raises(ProviderUnavailable) as failure:
        reply(server)
    assert 500 < failure.value.retry_after <= 600


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (Answer(status=401), "OPENAI_API_KEY"),
        (Answer(status=403), "does not allow"),
        (Answer(status=404), "OPENAI_MODEL"),
        (Answer(status=402), "no credit"),
        (Answer(status=400, body='{"error": {"message": "x", "code": "model_not_found"}}'), "OPENAI_MODEL"),
        (Answer(status=429, body='{"error": {"message": "x", "code": "insufficient_quota"}}'), "no credit"),
    ],
)
def test_a_provider_that_refuses_says_what_to_do(server: ModelServer, answer: Answer, sentence: str) -> None:
    server.plan(answer)

    with pytest.raises(ProviderRefused, match=sentence):
        reply(server)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "answer",
    [
        Answer(status=400),
        Answer(status=413),
        Answer(status=422),
        Answer(status=403, body='{"error": {"message": "x", "code": "content_policy_violation"}}'),
    ],
)
def test_what_a_provider_has_against_one_text_is_no_refusal_of_every_call(server: ModelServer, answer: Answer) -> None:
    server.plan(answer)

    with pytest.raises(RequestRefused) as failure:
        reply(server)
    assert failure.value.failure == Failure("request_refused", answer.status)
    assert len(server.requests) == 1


def test_the_content_filter_s_word_is_a_refusal_of_the_model_and_no_failure(server: ModelServer) -> None:
    server.plan(Answer(status=400, body='{"error": {"message": "x", "code": "content_filter"}}'))

    assert reply(server).text is None
    assert len(server.requests) == 1


def test_tokens_are_as_the_provider_counts_them(server: ModelServer) -> None:
    details = {"prompt_tokens_details": {"cached_tokens": 8}}
    server.plan(Answer(usage={"prompt_tokens": 20, "completion_tokens": 2, "total_tokens": 22, **details}))

    got = reply(server)
    assert (got.tokens_in, got.tokens_cached, got.tokens_out) == (20, 8, 2)
    assert got.seconds > 0


@pytest.mark.parametrize(
    "usage",
    [
        None,
        {},
        {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0},
        {"prompt_tokens": -5, "completion_tokens": -1, "total_tokens": -6},
        {"prompt_tokens": 10**9, "completion_tokens": 10**9, "total_tokens": 2 * 10**9},
    ],
)
def test_missing_or_impossible_usage_is_estimated_from_what_was_sent(
    server: ModelServer, usage: dict[str, object] | None
) -> None:
    server.plan(Answer(text='{"code": "12345678"}', usage=usage))

    got = reply(server)
    assert 30 < got.tokens_in < 80
    assert got.tokens_out == 5
    assert got.tokens_cached == 0


def test_an_answer_cut_at_its_most_tokens_and_a_refusal_are_replies_and_their_tokens_count(
    server: ModelServer,
) -> None:
    usage = {"prompt_tokens": 20, "completion_tokens": 9, "total_tokens": 29}
    server.plan(Answer(text='{"co', finish="length", usage=usage), Answer(refusal="No.", usage=usage))

    cut, refused = reply(server), reply(server)
    assert (cut.text, cut.tokens_out) == ('{"co', 9)
    assert (refused.text, refused.tokens_in) == (None, 20)


def test_an_answer_that_the_provider_filtered_is_a_refusal_whose_tokens_count(server: ModelServer) -> None:
    usage = {"prompt_tokens": 20, "completion_tokens": 9, "total_tokens": 29}
    server.plan(Answer(text='{"co', finish="content_filter", usage=usage))

    filtered = reply(server)
    assert (filtered.text, filtered.tokens_in, filtered.tokens_out) == (None, 20, 9)


def test_the_form_of_the_answer_reaches_the_provider(server: ModelServer) -> None:
    reply(server)

    form = server.requests[0].body["response_format"]
    schema = {name: value for name, value in SCHEMA.items() if name != "title"}
    assert form == {"type": "json_schema", "json_schema": {"name": "select", "schema": schema, "strict": True}}
    assert "extra_body" not in server.requests[0].body


def test_neither_log_nor_failure_holds_the_text_or_the_key(
    server: ModelServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.plan(Answer(), Answer(status=400, body=f'{{"error": {{"message": "{SECRET} {KEY}"}}}}'), Answer(body=SECRET))
    reply(server)
    told = []
    for _ in range(2):
        with pytest.raises(SelectionFailed) as failure:
            reply(server)
        told.append("".join(traceback.format_exception(failure.value)))

    assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"
    for record in (*told, caplog.text, repr(provider(server.url))):
        assert SECRET not in record
        assert KEY not in record


def test_without_external_calls_only_this_machine_is_asked(server: ModelServer) -> None:
    allowed = Chat(provider(server.url, external_calls=False))
    assert allowed.reply([Message("user", "x")], SCHEMA).text == "{}"

    for url in ("https://api.openai.com/v1", "http://192.168.0.7/v1", "http://127.0.0.1.example.ca/v1", "nonsense"):
        with pytest.raises(CallsForbidden, match="EXTERNAL_CALLS"):
            Chat(provider(url, external_calls=False))


def test_a_missing_key_is_said_before_anything_is_sent() -> None:
    nameless = Provider("m", "https://api.openai.com/v1", provider("").api_key.__class__(""))

    with pytest.raises(ProviderRefused, match="OPENAI_API_KEY is not set"):
        Chat(nameless)


def test_neither_a_proxy_nor_tracing_takes_the_text_elsewhere(server: ModelServer) -> None:
    code = (
        "import test_tagging_chat as t\nfrom langchain_core.tracers.langchain import wait_for_all_tracers\n"
        f"t.Chat(t.provider('{server.url}')).reply([t.Message('user', 'x')], t.SCHEMA)\nwait_for_all_tracers()"
    )
    with socket.create_server(("127.0.0.1", 0)) as elsewhere:
        address = f"http://127.0.0.1:{elsewhere.getsockname()[1]}"
        places = dict.fromkeys(("HTTP_PROXY", "http_proxy", "ALL_PROXY", "LANGSMITH_ENDPOINT"), address)
        told = {"LANGSMITH_TRACING": "true", "LANGCHAIN_TRACING_V2": "true", "LANGSMITH_API_KEY": "x"}
        paths = {"PYTHONPATH": f"{ROOT / 'tests'}:{ROOT}"}
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, **places, **told, **paths}, check=True, timeout=120
        )

        elsewhere.setblocking(False)
        with pytest.raises(BlockingIOError):
            elsewhere.accept()
    assert len(server.requests) == 1
