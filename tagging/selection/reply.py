"""A model's reply: its text or a refusal, with counts of tokens that can be true."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from openai.types import CompletionUsage
from openai.types.chat import ChatCompletion

from tagging.selection.ask import Message

MOST_TOKENS_OUT = 1_000
# Where the provider's count is missing or impossible: characters of a token, and tokens that a turn adds.
CHARACTERS_A_TOKEN, _TOKENS_A_TURN = 4, 50


@dataclass(frozen=True, slots=True)
class Reply:
    """`text` is None for a refusal. Tokens as the provider counts them, estimated if its count cannot be."""

    text: str | None
    tokens_in: int = 0
    tokens_cached: int = 0
    tokens_out: int = 0
    seconds: float = 0.0


def characters(messages: Sequence[Message], schema: dict[str, object]) -> int:
    """What was sent."""
    return sum(len(each.content) for each in messages) + len(json.dumps(schema))


def completed(completion: ChatCompletion, sent: int, seconds: float) -> Reply:
    """An answer cut at its most tokens is a text like any other, one taken away by a content filter a refusal."""
    choice = completion.choices[0]
    is_refused = choice.finish_reason == "content_filter" or bool(choice.message.refusal)
    return believed(None if is_refused else choice.message.content or "", _counted(completion.usage), sent, seconds)


def believed(text: str | None, counted: tuple[int, int, int], sent: int, seconds: float) -> Reply:
    """`counted` is tokens in, cached of these, and out. A token is at least a character: more, or none, cannot be."""
    tokens_in, cached, tokens_out = counted
    received = len(text or "")
    if not 0 < tokens_in <= sent + _TOKENS_A_TURN:
        tokens_in, cached = sent // CHARACTERS_A_TOKEN, 0
    if not 0 < tokens_out <= max(MOST_TOKENS_OUT, received) + _TOKENS_A_TURN:
        tokens_out = received // CHARACTERS_A_TOKEN
    return Reply(text, tokens_in, min(max(cached, 0), tokens_in), tokens_out, seconds)


def _counted(usage: CompletionUsage | None) -> tuple[int, int, int]:
    if usage is None:
        return 0, 0, 0
    details = usage.prompt_tokens_details
    return usage.prompt_tokens, (details.cached_tokens or 0) if details else 0, usage.completion_tokens
