"""Trying a call again while the provider is away, for the command line and the evals; a queue does that by itself."""

from __future__ import annotations

from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from tagging.selection.failures import ProviderUnavailable

_LONGEST_WAIT = 60.0
_jitter = wait_random_exponential(multiplier=0.5, max=10)


def patient(attempts: int) -> Retrying:
    """Calls what it is given, at most so many times. Raises ProviderUnavailable after the last."""
    return Retrying(
        retry=retry_if_exception_type(ProviderUnavailable),
        stop=stop_after_attempt(attempts),
        wait=_wait,
        reraise=True,
    )


def _wait(state: RetryCallState) -> float:
    """As long as the provider asks for and a little more, so that not all come back at once."""
    failure = state.outcome.exception() if state.outcome else None
    asked = failure.retry_after if isinstance(failure, ProviderUnavailable) else 0.0
    return min(asked, _LONGEST_WAIT) + _jitter(state)
