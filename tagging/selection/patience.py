"""Trying again for the command line and the evals; a worker's queue does that by itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from tenacity import RetryCallState, retry, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from tagging.selection.failures import ProviderUnavailable

_ATTEMPTS = 5
_LONGEST_WAIT = 60.0
_jitter = wait_random_exponential(multiplier=0.5, max=10)

Given = ParamSpec("Given")
Got = TypeVar("Got")


def patient(call: Callable[Given, Got]) -> Callable[Given, Got]:
    """The same call, tried five times while the provider is away. Raises ProviderUnavailable after the last."""

    @wraps(call)
    @retry(
        retry=retry_if_exception_type(ProviderUnavailable), stop=stop_after_attempt(_ATTEMPTS), wait=_wait, reraise=True
    )
    def tried(*args: Given.args, **kwargs: Given.kwargs) -> Got:
        return call(*args, **kwargs)

    return tried


def _wait(state: RetryCallState) -> float:
    """As long as the provider asks for and a little more, so that not all come back at once."""
    failure = state.outcome.exception() if state.outcome else None
    asked = failure.retry_after if isinstance(failure, ProviderUnavailable) else 0.0
    return min(asked, _LONGEST_WAIT) + _jitter(state)
