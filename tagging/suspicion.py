"""Passages that look like orders to a model, or that a reader does not see; and the program without them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from tagging import stuffing
from tagging.folding import Folded, folded
from tagging.forgeries import forgeries
from tagging.hidden import hidden
from tagging.orders import FOLLOWING, Span, orders
from tagging.records import Evidence, Field, Program

_FIELDS: tuple[Field, ...] = ("title", "description", "outcomes")
_ENDS = re.compile(r"[.!?…](?=\s)|\n")
_TITLE_ENDS = re.compile(r"[.!?…:](?=\s)|\n|\s(?=[-–—|/:(])")
# A sentence beside an order belongs to it when it has this many words of an answer; a gap of this length between two
# passages is one with them.
_FOLLOWING_WORDS = 2
_GAP = 90


def suspicious(program: Program) -> tuple[Evidence, ...]:
    """Verbatim passages in reading order, whole sentences where there are some; none in nearly every honest text."""
    texts = [program.text(field) for field in _FIELDS]
    whole = "\n".join(texts)
    plain = folded(whole)
    found = sorted({*_seen(plain), *hidden(whole)})
    if not found:
        return ()
    starts = (0, len(texts[0]) + 1, len(texts[0]) + len(texts[1]) + 2)
    return tuple(
        Evidence(field, start, end, text[start:end])
        for field, text, at in zip(_FIELDS, texts, starts, strict=True)
        for start, end in _passages(field, text, [(start - at, end - at) for start, end in found])
    )


def blanked(program: Program, passages: Iterable[Evidence]) -> Program:
    """The program as a tagger or a model should read it: each passage is white space of the same length.

    Offsets stay those of the program as written, so a quote found here stands there too; a passage begins and ends with
    a line break, so that no sentence runs across it.
    """
    texts = {field: program.text(field) for field in _FIELDS}
    for passage in passages:
        text, length = texts[passage.field], passage.end - passage.start
        blank = "\n" * length if length < 3 else "\n" + " " * (length - 2) + "\n"
        texts[passage.field] = text[: passage.start] + blank + text[passage.end :]
    outcomes, at = [], 0
    for outcome in program.outcomes:
        outcomes.append(texts["outcomes"][at : at + len(outcome)])
        at += len(outcome) + 1
    return replace(program, title=texts["title"], description=texts["description"], outcomes=tuple(outcomes))


def _seen(plain: Folded) -> Iterable[Span]:
    for find in (orders, forgeries, stuffing.stuffed):
        yield from (plain.span(start, end) for start, end in find(plain.text))


def _passages(field: Field, text: str, found: Sequence[Span]) -> list[Span]:
    """The sentences the spans touch and those that follow from them; spans may reach beyond the field."""
    inside = [(max(start, 0), min(end, len(text))) for start, end in found]
    bounds = _bounds(_TITLE_ENDS if field == "title" else _ENDS, text)
    flagged = [any(start < high and low < end for start, end in inside if start < end) for low, high in bounds]
    for order in (range(1, len(bounds)), range(len(bounds) - 2, -1, -1)):
        step = order.step
        for at in order:
            low, high = bounds[at]
            if flagged[at - step] and not flagged[at]:
                flagged[at] = len(set(FOLLOWING.findall(folded(text[low:high]).text))) >= _FOLLOWING_WORDS
    return _joined(text, [bound for bound, is_flagged in zip(bounds, flagged, strict=True) if is_flagged])


def _bounds(ends: re.Pattern[str], text: str) -> list[Span]:
    cuts = [0, *(match.end() for match in ends.finditer(text)), len(text)]
    return [(start, end) for start, end in zip(cuts, cuts[1:], strict=False) if start < end]


def _joined(text: str, spans: Sequence[Span]) -> list[Span]:
    """Spans with what little stands between them, without white space around."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and start - joined[-1][1] <= _GAP:
            start = joined.pop()[0]
        joined.append((start, end))
    return [trimmed for span in joined if (trimmed := _trimmed(text, *span))[0] < trimmed[1]]


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
