"""The one door to a model provider: messages go out, a reply comes in, and nothing of either goes elsewhere."""

from __future__ import annotations

import json
import time
import weakref
from collections.abc import Sequence
from dataclasses import dataclass

import httpx2
import openai
from langchain_core.messages import AIMessage
from langchain_openai import ChatOpenAI
from langsmith import tracing_context
from openai.types import CompletionUsage

from tagging.selection.ask import Message
from tagging.selection.provider import Provider
from tagging.selection.translation import NOT_THE_PROTOCOL, translated

MOST_TOKENS_OUT = 1_000
# For a provider whose usage figures are missing or impossible: characters of a token, and tokens that a turn adds.
_CHARACTERS_A_TOKEN, _TOKENS_A_TURN = 4, 50


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back; `text` is None for a refusal. Tokens as the provider counts them, estimated if it cannot be."""

    text: str | None
    tokens_in: int
    tokens_cached: int
    tokens_out: int
    seconds: float


class Chat:
    """A client that never tries again by itself."""

    def __init__(self, provider: Provider) -> None:
        """Raises CallsForbidden, and ProviderRefused without a key."""
        provider.check()
        connections = httpx2.Client(timeout=provider.timeout_seconds, trust_env=not provider.on_this_machine)
        weakref.finalize(self, connections.close)
        self._client = ChatOpenAI(
            model=provider.model,
            base_url=provider.base_url,
            api_key=provider.api_key if provider.api_key.get_secret_value() else lambda: "none",
            timeout=provider.timeout_seconds,
            max_retries=0,
            temperature=0,
            max_completion_tokens=MOST_TOKENS_OUT,
            http_client=connections,
        )

    def reply(self, messages: Sequence[Message], schema: dict[str, object]) -> Reply:
        """Raises ProviderUnavailable, ProviderRefused, RequestRefused."""
        # What `with_structured_output` binds, without its parsing: the answer is read with suspicion elsewhere.
        shape = {key: value for key, value in schema.items() if key != "title"}
        form = {"name": schema["title"], "schema": shape, "strict": True}
        bound = self._client.bind(response_format={"type": "json_schema", "json_schema": form})
        sent = sum(len(each.content) for each in messages) + len(json.dumps(schema))
        started = time.monotonic()
        try:
            with tracing_context(enabled=False):
                message = bound.invoke([(each.role, each.content) for each in messages])
        except openai.LengthFinishReasonError as error:
            text = error.completion.choices[0].message.content or ""
            return _reply(text, _counted(error.completion.usage), sent, time.monotonic() - started)
        except openai.ContentFilterFinishReasonError as error:
            usage = error.completion.usage if error.completion else None
            return _reply(None, _counted(usage), sent, time.monotonic() - started)
        except (openai.OpenAIError, *NOT_THE_PROTOCOL) as error:
            if isinstance(error, openai.BadRequestError) and error.code == "content_filter":
                return Reply(None, 0, 0, 0, time.monotonic() - started)
            raise translated(error) from None
        said = None if message.additional_kwargs.get("refusal") else str(message.content)
        return _reply(said, _usage(message), sent, time.monotonic() - started)


def _usage(message: AIMessage) -> tuple[int, int, int]:
    if not message.usage_metadata:
        return 0, 0, 0
    cached = message.usage_metadata.get("input_token_details", {}).get("cache_read") or 0
    return message.usage_metadata["input_tokens"], cached, message.usage_metadata["output_tokens"]


def _counted(usage: CompletionUsage | None) -> tuple[int, int, int]:
    if usage is None:
        return 0, 0, 0
    details = usage.prompt_tokens_details
    return usage.prompt_tokens, (details.cached_tokens or 0) if details else 0, usage.completion_tokens


def _reply(text: str | None, counted: tuple[int, int, int], sent: int, seconds: float) -> Reply:
    """A token is at least a character, so more tokens than characters, or none, cannot be."""
    tokens_in, cached, tokens_out = counted
    received = len(text or "")
    if not 0 < tokens_in <= sent + _TOKENS_A_TURN:
        tokens_in, cached = sent // _CHARACTERS_A_TOKEN, 0
    if not 0 < tokens_out <= max(MOST_TOKENS_OUT, received) + _TOKENS_A_TURN:
        tokens_out = received // _CHARACTERS_A_TOKEN
    return Reply(text, tokens_in, min(max(cached, 0), tokens_in), tokens_out, seconds)
