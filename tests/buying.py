"""A small tagger that asks a model over HTTP and keeps a ledger, for tests of what surrounds it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

import httpx2
from reviewing import suggest

from tagging.records import Origin, Program, Suggestions
from tagging.selection.failures import Failure, ProviderRefused, ProviderUnavailable, RequestRefused
from tagging.selection.ledger import Call, Ledger

MODEL = "gpt-4o-mini"
ORIGIN = Origin(MODEL, "select@1", "a" * 64)


def buying(url: str, ledger: Ledger, *, model: str = MODEL) -> Callable[[Program], Suggestions]:
    """One call a text: proposals are always the same, what is under test is everything else."""

    def ask(program: Program) -> Suggestions:
        key = sha256(f"{program.title}\n{program.description}".encode()).hexdigest()
        if ledger.earlier(key) is None:
            ledger.allow(program.id)
            _buy(url, ledger, Call(key, program.id, "select@1", "a" * 64, model, 0, 0, 0, 0.25, "answered"))
        return replace(suggest(program), profile="openai", origin=replace(ORIGIN, model=model))

    return ask


def _buy(url: str, ledger: Ledger, call: Call) -> None:
    body = {"model": call.model, "messages": [{"role": "user", "content": call.key}]}
    try:
        response = httpx2.post(f"{url}/chat/completions", json=body, timeout=30, trust_env=False)
    except httpx2.TransportError as error:
        raise ProviderUnavailable(Failure("unreachable"), retry_after=0.1) from error
    if response.status_code == 401:
        raise ProviderRefused(Failure("key_refused", 401))
    if response.status_code == 400:
        raise RequestRefused(Failure("request_refused", 400))
    if response.status_code != 200:
        raise ProviderUnavailable(
            Failure("provider_error", response.status_code), retry_after=float(response.headers.get("Retry-After", 0.1))
        )
    said = response.json()
    usage = said["usage"]
    cached = usage.get("prompt_tokens_details", {}).get("cached_tokens", 0)
    tokens = {"tokens_in": usage["prompt_tokens"], "tokens_cached": cached, "tokens_out": usage["completion_tokens"]}
    ledger.bought(replace(call, **tokens), said["choices"][0]["message"]["content"])
