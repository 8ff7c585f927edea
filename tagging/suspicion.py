"""Passages that look like orders to a model, or that a reader does not see; and the program without them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from tagging.records import Evidence, Field, Program
from tagging.suspects.codes import codes
from tagging.suspects.folding import folded
from tagging.suspects.forgeries import forgeries
from tagging.suspects.hidden import hidden
from tagging.suspects.orders import FOLLOWING, orders
from tagging.suspects.rules import Span
from tagging.suspects.signs import WORD, signed
from tagging.suspects.stuffing import stuffed

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
    ordered = [plain.span(*span) for find in (orders, codes) for span in find(plain.text)]
    words = Counter(WORD.findall(plain.text))
    ordered += [plain.span(*span) for find in (signed, stuffed) for span in find(plain.text, words)]
    starts = (0, len(texts[0]) + 1, len(texts[0]) + len(texts[1]) + 2)
    exact = [plain.span(*span) for span in forgeries(plain.text)]
    exact += [(start + at, end + at) for text, at in zip(texts, starts, strict=True) for start, end in hidden(text)]
    if not ordered and not exact:
        return ()
    return tuple(
        Evidence(field, start, end, text[start:end])
        for field, text, at in zip(_FIELDS, texts, starts, strict=True)
        for start, end in _passages(field, text, _moved(ordered, -at, len(text)), _moved(exact, -at, len(text)))
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


def _moved(spans: Iterable[Span], by: int, length: int) -> list[Span]:
    """What of the spans lies within a field that begins at `-by` and has this length."""
    within = ((max(start + by, 0), min(end + by, length)) for start, end in spans)
    return [(start, end) for start, end in within if start < end]


def _passages(field: Field, text: str, ordered: Sequence[Span], exact: Sequence[Span]) -> list[Span]:
    """The exact spans, the sentences that the ordered ones touch, and those that follow from either."""
    ends = (match.end() for match in (_TITLE_ENDS if field == "title" else _ENDS).finditer(text))
    cuts = sorted({0, *ends, *(edge for span in exact for edge in span), len(text)})
    pieces = list(pairwise(cuts))
    follows = [_follows(text[start:end]) for start, end in pieces]
    spans = _merged([*ordered, *exact])
    flagged = [_touches(piece, spans) or found for piece, (_, found) in zip(pieces, follows, strict=True)]
    for step in (1, -1):
        for at in range(len(pieces))[::step]:
            before = at - step
            if not flagged[at] and 0 <= before < len(pieces) and flagged[before]:
                flagged[at] = follows[at][0]
    return _joined(text, [piece for piece, is_flagged in zip(pieces, flagged, strict=True) if is_flagged])


def _follows(text: str) -> tuple[bool, bool]:
    """Whether a sentence beside an order belongs to it, and whether it does even apart from it: with a code."""
    found = set(FOLLOWING.findall(folded(text).text))
    is_part = len(found) >= _FOLLOWING_WORDS
    return is_part, is_part and any(word.isdigit() for word in found)


def _merged(spans: Iterable[Span]) -> list[Span]:
    """The same places in order, none overlapping another."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            before = merged.pop()
            merged.append((before[0], max(end, before[1])))
        else:
            merged.append((start, end))
    return merged


def _touches(piece: Span, merged: Sequence[Span]) -> bool:
    last = bisect_left(merged, piece[1], key=lambda span: span[0]) - 1
    return last >= 0 and piece[0] < merged[last][1]


def _joined(text: str, spans: Sequence[Span]) -> list[Span]:
    """Spans with what little stands between them, without white space around."""
    joined: list[Span] = []
    for start, end in spans:
        is_close = joined and start - joined[-1][1] <= _GAP
        joined.append((joined.pop()[0] if is_close else start, end))
    return [trimmed for span in joined if (trimmed := _trimmed(text, *span))[0] < trimmed[1]]


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
