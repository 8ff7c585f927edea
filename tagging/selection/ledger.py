"""What calls to a model cost and what they answered, so that nothing is bought twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

# Outdated: the question had changed when the answer came, so nobody can say whether it was usable.
Outcome = Literal["answered", "unusable", "refused", "outdated"]


@dataclass(frozen=True, slots=True)
class Call:
    """One finished call. `key` is the hash of text, prompt, model, candidates and editions; `subject` the program's id.

    Tokens are counted by the provider; `tokens_in` includes `tokens_cached`; `seconds` is the wall time.
    """

    key: str
    subject: str
    prompt: str
    prompt_hash: str
    model: str
    tokens_in: int
    tokens_cached: int
    tokens_out: int
    seconds: float
    outcome: Outcome


class Ledger(Protocol):
    """Kept in memory by the command line and the evals, in the work database by the worker."""

    def earlier(self, key: str) -> str | None:
        """The latest answer kept under this key, as the model gave it; the same text is then read the same way."""

    def allow(self, subject: str) -> None:
        """Called before each call. Raises BudgetReached."""

    def bought(self, call: Call, answer: str | None) -> None:
        """Keep the call and its answer durably, before anything is made of it.

        None when the answer is about to be asked for again; "" for a refusal. A key can come twice: the repair round.
        """
