"""Why a call to a model provider was not made, or did not answer; each a sentence an operator can act on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "timeout",
    "unreachable",
    "rate_limited",
    "provider_error",
    "busy",
    "unreadable",
    "unknown",
    "no_key",
    "no_model",
    "key_refused",
    "not_allowed",
    "unknown_model",
    "no_credit",
    "request_refused",
]

# What stops every call until somebody mends it.
FOR_ALL: frozenset[Kind] = frozenset({"no_key", "no_model", "key_refused", "not_allowed", "unknown_model", "no_credit"})

_SENTENCES: Mapping[Kind, str] = {
    "timeout": "The model provider did not answer in time.",
    "unreachable": "The model provider cannot be reached, or hung up.",
    "rate_limited": "The model provider limits the rate of calls.",
    "provider_error": "The model provider has a failure of its own.",
    "busy": "The model provider is busy.",
    "unreadable": "The model provider's response cannot be read.",
    "unknown": "The model provider failed in an unknown way.",
    "no_key": "OPENAI_API_KEY is not set: nothing was sent.",
    "no_model": "No model is named in OPENAI_MODEL: nothing was sent.",
    "key_refused": "The model provider refuses the key in OPENAI_API_KEY.",
    "not_allowed": "The model provider does not allow this key to use the model.",
    "unknown_model": "The model provider does not know the model in OPENAI_MODEL, or the address is wrong.",
    "no_credit": "The model provider says that the account has no credit left.",
    "request_refused": "The model provider does not accept the request; the model may lack JSON schemas.",
}


class SelectionFailed(Exception):
    """No answer, so no suggestion: the program waits, and nothing that was bought is lost."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What a provider's failure is recorded as; `status` is that of its HTTP response, where there was one."""

    kind: Kind
    status: int | None = None

    def __str__(self) -> str:
        return _SENTENCES[self.kind] + (f" (status {self.status})" if self.status else "")


class ProviderUnavailable(SelectionFailed):
    """The provider is away, slow or limits the rate; `retry_after` seconds from now it may answer."""

    def __init__(self, failure: Failure, *, retry_after: float) -> None:
        super().__init__(str(failure))
        self.failure = failure
        self.retry_after = retry_after


class ProviderRefused(SelectionFailed):
    """The provider refuses every call: a wrong key, an unknown model, no credit. Somebody has to mend that."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(str(failure))
        self.failure = failure


class RequestRefused(SelectionFailed):
    """The provider refuses this request alone; others may be answered. Trying again will not help."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(str(failure))
        self.failure = failure


class BudgetReached(SelectionFailed):
    """A budget for calls is used up, or cannot be kept; the sentence says how work goes on."""


class CallsForbidden(SelectionFailed):
    """The setting EXTERNAL_CALLS forbids calls outside, and `host` is not this machine."""

    def __init__(self, host: str) -> None:
        super().__init__(
            f"EXTERNAL_CALLS is off and {host} is not this machine: nothing was sent. "
            "Turn it on, or name a model server on this machine in OPENAI_BASE_URL."
        )
        self.host = host
