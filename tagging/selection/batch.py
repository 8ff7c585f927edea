"""The Batch API: many questions sent as one file, answered within a day at a lower price."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import httpx2
import openai
from openai.types import Batch
from openai.types.chat import ChatCompletion
from pydantic import ValidationError

from tagging.profiles import chosen_by
from tagging.records import Program
from tagging.selection.answer import Selection
from tagging.selection.ask import Ask
from tagging.selection.chat import MOST_TOKENS_OUT
from tagging.selection.provider import Provider
from tagging.selection.translation import translated

Progress = Literal["under_way", "done", "failed"]

ENDPOINT: Literal["/v1/chat/completions"] = "/v1/chat/completions"
_MARK = "retag"
_DONE = frozenset({"completed", "expired", "cancelled"})


@dataclass(frozen=True, slots=True)
class BatchAnswer:
    """The answer to one question; `text` is None for a refusal."""

    subject: str
    text: str | None
    tokens_in: int
    tokens_cached: int
    tokens_out: int


@dataclass(frozen=True, slots=True)
class Question:
    """What would be asked, and the program as the model would see it, to read the answer by."""

    ask: Ask
    program: Program


class Asker:
    """Notes what the openai profile would ask about a program, without asking it."""

    def __init__(self, model: str) -> None:
        self.model = model
        self._tagger = chosen_by(self)
        self._noted: Question | None = None

    def question(self, program: Program) -> Question | None:
        """None where nothing would be asked. One at a time."""
        self._noted = None
        self._tagger.suggest(program)
        return self._noted

    def select(self, ask: Ask, program: Program) -> Selection:
        self._noted = Question(ask, program)
        return Selection({})


class BatchDesk:
    """Hands files of questions to the provider and fetches their answers; each batch carries a mark of ours."""

    def __init__(self, provider: Provider) -> None:
        """Raises CallsForbidden, and ProviderRefused without a key."""
        provider.check()
        self._model = provider.model
        self._client = openai.OpenAI(
            api_key=provider.api_key.get_secret_value() or "none",
            base_url=provider.base_url,
            max_retries=0,
            http_client=httpx2.Client(timeout=provider.timeout_seconds, trust_env=not provider.on_this_machine),
        )

    def close(self) -> None:
        self._client.close()

    def submit(self, asks: Iterable[Ask], mark: str) -> str:
        """The provider's id of the batch. Raises ProviderUnavailable, ProviderRefused, RequestRefused."""
        lines = "\n".join(json.dumps(request(self._model, ask)) for ask in asks)
        try:
            file = self._client.files.create(file=(f"{mark}.jsonl", lines.encode()), purpose="batch")
            return self._client.batches.create(
                input_file_id=file.id, endpoint=ENDPOINT, completion_window="24h", metadata={_MARK: mark}
            ).id
        except openai.OpenAIError as error:
            raise translated(error) from None

    def find(self, mark: str) -> str | None:
        """The batch that was submitted under the mark, in case a crash kept its id from being noted."""
        try:
            return next((one.id for one in self._client.batches.list(limit=100) if _mark_of(one) == mark), None)
        except openai.OpenAIError as error:
            raise translated(error) from None

    def progress(self, batch_id: str) -> Progress:
        """A batch that expired or was cancelled is done with the answers it has."""
        try:
            status = self._client.batches.retrieve(batch_id).status
        except openai.OpenAIError as error:
            raise translated(error) from None
        return "done" if status in _DONE else "failed" if status == "failed" else "under_way"

    def answers(self, batch_id: str) -> Iterator[BatchAnswer]:
        """Those that came, in any order; a question whose line cannot be read has none."""
        try:
            file_id = self._client.batches.retrieve(batch_id).output_file_id
            lines = self._client.files.content(file_id).text.splitlines() if file_id else []
        except openai.OpenAIError as error:
            raise translated(error) from None
        for line in lines:
            found = _answer(line)
            if found:
                yield found


def request(model: str, ask: Ask) -> Mapping[str, object]:
    """A line of the file: the call that `Chat` would make."""
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
    return {"custom_id": ask.subject, "method": "POST", "url": ENDPOINT, "body": body}


def _mark_of(batch: Batch) -> str | None:
    return (batch.metadata or {}).get(_MARK)


def _answer(line: str) -> BatchAnswer | None:
    try:
        given = json.loads(line)
        response = given.get("response") or {}
        if response.get("status_code") != 200:
            return None
        said = ChatCompletion.model_validate(response["body"])
    except (json.JSONDecodeError, ValidationError, KeyError, AttributeError):
        return None
    usage = said.usage
    details = usage.prompt_tokens_details if usage else None
    return BatchAnswer(
        subject=str(given["custom_id"]),
        text=said.choices[0].message.content,
        tokens_in=usage.prompt_tokens if usage else 0,
        tokens_cached=(details.cached_tokens or 0) if details else 0,
        tokens_out=usage.completion_tokens if usage else 0,
    )
