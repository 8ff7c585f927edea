"""Why a call to a model provider was not made, or did not answer; each a sentence an operator can act on."""

from __future__ import annotations


class SelectionFailed(Exception):
    """No answer, so no suggestion: the program waits, and nothing that was bought is lost."""


class ProviderUnavailable(SelectionFailed):
    """The provider is away, slow or limits the rate; `retry_after` seconds from now it may answer."""

    def __init__(self, sentence: str, *, retry_after: float) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after


class ProviderRefused(SelectionFailed):
    """The provider answers, and refuses: a wrong key, an unknown model, no credit. Trying again will not help."""


class BudgetReached(SelectionFailed):
    """A budget for calls is used up, or cannot be kept; the sentence says how work goes on."""


class CallsForbidden(SelectionFailed):
    """The setting EXTERNAL_CALLS forbids calls outside."""
