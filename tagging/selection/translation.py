"""Errors of the provider's libraries made ours, by one table; no foreign text goes into a sentence."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import openai

from tagging.selection.failures import ProviderRefused, ProviderUnavailable, SelectionFailed

# Seconds to wait when the provider does not say, and the longest it may ask for.
_AFTER_RATE_LIMIT, _AFTER_FAILURE, _LONGEST_WAIT = 20.0, 10.0, 3_600.0
# Request timeout, conflict, too early.
_IN_PASSING = (408, 409, 425)
# What the libraries raise when a response is not of the protocol: no JSON, or JSON of another form.
NOT_THE_PROTOCOL = (ValueError, TypeError, AttributeError, LookupError)

# The first row whose class fits; the wait is None where trying again will not help.
_TABLE: tuple[tuple[type[Exception] | tuple[type[Exception], ...], float | None, str], ...] = (
    (openai.APITimeoutError, _AFTER_FAILURE, "The model provider did not answer in time."),
    (openai.APIConnectionError, _AFTER_FAILURE, "The model provider cannot be reached, or hung up."),
    (openai.RateLimitError, _AFTER_RATE_LIMIT, "The model provider limits the rate of calls."),
    (openai.InternalServerError, _AFTER_FAILURE, "The model provider has a failure of its own."),
    (openai.AuthenticationError, None, "The model provider refuses the key in OPENAI_API_KEY."),
    (openai.PermissionDeniedError, None, "The model provider does not allow this key to use the model."),
    (
        openai.NotFoundError,
        None,
        "The model provider does not know the model in OPENAI_MODEL, or the address is wrong.",
    ),
    (openai.BadRequestError, None, "The model provider does not accept the request; the model may lack JSON schemas."),
    (openai.APIStatusError, None, "The model provider refuses the request."),
    (NOT_THE_PROTOCOL, _AFTER_FAILURE, "The model provider's response cannot be read."),
)
_NO_CREDIT = "The model provider says that the account has no credit left."


def translated(error: Exception) -> SelectionFailed:
    """The failure to raise instead; its sentence has the status, and nothing that was sent or received."""
    status = f" (status {error.status_code})" if isinstance(error, openai.APIStatusError) else ""
    if isinstance(error, openai.RateLimitError) and error.code == "insufficient_quota":
        return ProviderRefused(_NO_CREDIT)
    if isinstance(error, openai.APIStatusError) and error.status_code in _IN_PASSING:
        return ProviderUnavailable(f"The model provider is busy{status}.", retry_after=_AFTER_FAILURE)
    for kind, wait, sentence in _TABLE:
        if isinstance(error, kind):
            if wait is None:
                return ProviderRefused(sentence + status)
            return ProviderUnavailable(sentence + status, retry_after=_asked_wait(error) or wait)
    return ProviderUnavailable("The model provider failed in an unknown way.", retry_after=_AFTER_FAILURE)


def _asked_wait(error: Exception) -> float | None:
    """Seconds by the header Retry-After, a number or a date (RFC 9110, section 10.2.3)."""
    header = error.response.headers.get("retry-after", "") if isinstance(error, openai.APIStatusError) else ""
    try:
        seconds = float(header)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(header) - datetime.now(UTC)).total_seconds()
        except (ValueError, TypeError):
            return None
    return min(max(seconds, 1.0), _LONGEST_WAIT) if math.isfinite(seconds) else None
