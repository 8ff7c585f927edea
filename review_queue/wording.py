"""Sentences that people write to each other: questions, answers, reasons."""

from __future__ import annotations

from review_queue.refusals import TextNeeded, TextTooLong

MAXIMUM = 4000


def sentence(text: str) -> str:
    """The text without control characters and outer blanks. Raises TextNeeded, TextTooLong."""
    kept = "".join(sign for sign in text if sign in "\n\t" or sign.isprintable()).strip()
    if not kept:
        raise TextNeeded
    if len(kept) > MAXIMUM:
        raise TextTooLong(maximum=MAXIMUM)
    return kept
