"""The lines of a batch's files: a question as it is sent, and what came of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from openai.types import CompletionUsage
from openai.types.chat import ChatCompletion
from pydantic import ValidationError

from tagging.selection.ask import Ask
from tagging.selection.reply import MOST_TOKENS_OUT, Reply, completed
from tagging.selection.translation import IN_PASSING, NOT_THE_PROTOCOL

# Why a question has no answer: the provider did not come to it in time, somebody cancelled the batch, the provider does
# not accept the question, it failed on it in passing, or there is no line that can be read.
Unanswered = Literal["expired", "cancelled", "rejected", "provider_failed", "no_answer"]

ENDPOINT: Literal["/v1/chat/completions"] = "/v1/chat/completions"
_BY_CODE: Mapping[str, Unanswered] = {"batch_expired": "expired", "batch_cancelled": "cancelled"}


@dataclass(frozen=True, slots=True)
class FileLimits:
    """Most questions and bytes in one file, as OpenAI's reference of POST /batches has them."""

    questions: int = 50_000
    size: int = 200_000_000


@dataclass(frozen=True, slots=True)
class BatchAnswer:
    """What came of one question; with neither a completion nor a reason it was filtered before the model saw it."""

    subject: str
    unanswered: Unanswered | None = None
    completion: ChatCompletion | None = None

    def reply(self, sent: int) -> Reply:
        """`sent` is the question's characters. Nobody waited for it: it took no seconds worth the name."""
        return completed(self.completion, sent, 0.0) if self.completion else Reply(None)


def line(model: str, ask: Ask) -> bytes:
    """The call that `Chat` would make."""
    # LangChain makes the schema's title the name, too.
    untitled = {name: value for name, value in ask.schema.items() if name != "title"}
    schema = {"name": ask.prompt.name, "strict": True, "schema": untitled}
    body = {
        "model": model,
        "messages": [{"role": each.role, "content": each.content} for each in ask.messages],
        "max_completion_tokens": MOST_TOKENS_OUT,
        "temperature": 0,
        "response_format": {"type": "json_schema", "json_schema": schema},
    }
    return json.dumps({"custom_id": ask.subject, "method": "POST", "url": ENDPOINT, "body": body}).encode() + b"\n"


def file_numbers(sizes: Iterable[int], limits: FileLimits) -> Iterator[int]:
    """The number of the file that each line goes into, by the lines' bytes."""
    number, questions, full = 0, 0, 0
    for size in sizes:
        if questions == limits.questions or (questions and full + size > limits.size):
            number, questions, full = number + 1, 0, 0
        questions, full = questions + 1, full + size
        yield number


def answer(line: str) -> BatchAnswer | None:
    """None where it cannot be read whose answer it is."""
    try:
        given = json.loads(line)
        subject = str(given["custom_id"])
    except NOT_THE_PROTOCOL:
        return None
    try:
        return _received(subject, given)
    except NOT_THE_PROTOCOL:
        return BatchAnswer(subject, "no_answer")


def _received(subject: str, given: Mapping[str, Mapping[str, object] | None]) -> BatchAnswer:
    response, error = given.get("response") or {}, given.get("error") or {}
    status, body = response.get("status_code"), response.get("body")
    if status == 200:
        return BatchAnswer(subject, completion=_completion(body))
    refusal = body.get("error") if isinstance(body, dict) else None
    code = str(error.get("code") or (refusal.get("code") if isinstance(refusal, dict) else ""))
    if status == 400 and code == "content_filter":
        return BatchAnswer(subject)
    is_ours = isinstance(status, int) and 400 <= status < 500 and status not in (*IN_PASSING, 429)
    return BatchAnswer(subject, _BY_CODE.get(code, "rejected" if is_ours else "provider_failed"))


def _completion(body: object) -> ChatCompletion:
    """Raises one of NOT_THE_PROTOCOL."""
    if not isinstance(body, dict) or not body["choices"]:
        raise ValueError("no answer is in it")
    return ChatCompletion.model_validate(body | {"usage": _usage(body.get("usage"))})


def _usage(given: object) -> CompletionUsage | None:
    """Answers are worth more than their counts: one without a count that can be read is kept."""
    try:
        return CompletionUsage.model_validate(given)
    except ValidationError:
        return None
