"""Quotes: which passages of a program stand behind a suggestion."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tagging.analysis import Segment
from tagging.records import Evidence, Program

QUOTES = 2
# A second quote is given when it says at least this share of what the first says.
_SECOND = 0.5


def quote(program: Program, segment: Segment) -> Evidence:
    text = program.text(segment.field)
    return Evidence(segment.field, segment.start, segment.end, text[segment.start : segment.end])


def telling(program: Program, segments: Sequence[Segment], weights: Sequence[float]) -> tuple[Evidence, ...]:
    """The passages that weigh most, best first; none when no passage weighs anything. A weight a segment."""
    ranked = sorted(((weight, at) for at, weight in enumerate(weights) if weight > 0), key=lambda pair: -pair[0])
    return tuple(quote(program, segments[at]) for weight, at in ranked[:QUOTES] if weight >= _SECOND * ranked[0][0])


def is_verbatim(program: Program, evidence: Evidence) -> bool:
    """Whether the quote stands in the text at its offsets."""
    return bool(evidence.quote) and program.text(evidence.field)[evidence.start : evidence.end] == evidence.quote


def verbatim(program: Program, evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Only the quotes that stand in the text."""
    return tuple(each for each in evidence if is_verbatim(program, each))
