"""Errors of the provider's libraries made ours, by one table; no foreign text goes into a sentence."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import openai

from tagging.selection.failures import (
    Failure,
    Kind,
    ProviderRefused,
    ProviderUnavailable,
    RequestRefused,
    SelectionFailed,
)

# Seconds to wait when the provider does not say, and the longest it may ask for.
_AFTER_RATE_LIMIT, _AFTER_FAILURE, _LONGEST_WAIT = 20.0, 10.0, 3_600.0
# Request timeout, conflict, too early.
IN_PASSING = (408, 409, 425)
# What the libraries raise when a response is not of the protocol: no JSON, or JSON of another form.
NOT_THE_PROTOCOL = (ValueError, TypeError, AttributeError, LookupError)

# What refuses every call, by the code in the provider's answer, whatever its status, and by the status itself.
_EVERY_CALL: Mapping[str | int | None, Kind] = {
    "invalid_api_key": "key_refused",
    "account_deactivated": "key_refused",
    "model_not_found": "unknown_model",
    "insufficient_quota": "no_credit",
    "billing_not_active": "no_credit",
    "billing_hard_limit_reached": "no_credit",
    401: "key_refused",
    402: "no_credit",
    403: "not_allowed",
    404: "unknown_model",
    405: "unknown_model",
}
# What passes: the first row whose class fits.
_PASSING: tuple[tuple[type[Exception] | tuple[type[Exception], ...], float, Kind], ...] = (
    (openai.APITimeoutError, _AFTER_FAILURE, "timeout"),
    (openai.APIConnectionError, _AFTER_FAILURE, "unreachable"),
    (openai.RateLimitError, _AFTER_RATE_LIMIT, "rate_limited"),
    (openai.InternalServerError, _AFTER_FAILURE, "provider_error"),
    (NOT_THE_PROTOCOL, _AFTER_FAILURE, "unreadable"),
)
# The content filter's word on one text, whatever the status: Azure sends 400, others 403.
_OF_THIS_TEXT = frozenset({"content_filter", "content_policy_violation"})


def translated(error: Exception) -> SelectionFailed:
    """The failure to raise instead; it has the status, and nothing that was sent or received."""
    if isinstance(error, openai.APIStatusError):
        return _of_status(error)
    return _passing(error, None)


def _of_status(error: openai.APIStatusError) -> SelectionFailed:
    status = error.status_code
    every_call = _EVERY_CALL.get(error.code) or _EVERY_CALL.get(status)
    if error.code in _OF_THIS_TEXT:
        return RequestRefused(Failure("request_refused", status))
    if every_call:
        return ProviderRefused(Failure(every_call, status))
    if status in IN_PASSING:
        return ProviderUnavailable(Failure("busy", status), retry_after=_AFTER_FAILURE)
    if isinstance(error, (openai.RateLimitError, openai.InternalServerError)):
        return _passing(error, status)
    return RequestRefused(Failure("request_refused", status))


def _passing(error: Exception, status: int | None) -> ProviderUnavailable:
    rows = ((wait, kind) for fits, wait, kind in _PASSING if isinstance(error, fits))
    wait, kind = next(rows, (_AFTER_FAILURE, "unknown"))
    return ProviderUnavailable(Failure(kind, status), retry_after=_asked_wait(error) or wait)


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
