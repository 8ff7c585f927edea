"""How far a suspicious passage reaches: its sentence or brackets, what goes on from it and what is left beside it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tagging.records import Field, Language
from tagging.suspects.addresses import BRACKETS, chances
from tagging.suspects.folding import folded
from tagging.suspects.orders import FOLLOWING
from tagging.suspects.rules import Span

# The full stop of an initial or of a short word before a number ends no sentence.
_ENDS = re.compile(
    r"(?:[!?…]|(?<!\b[^\W\d_])\.(?!(?:(?<=\b\w\w\.)|(?<=\b\w\w\w\.))\s\d))(?=[\s<])"
    r"|\n|</?(?:br|p|div|li|ul|ol|tr|td|th|h\d)\b[^<>]{0,200}>"
)
_TITLE_ENDS = re.compile(r"[.!?…:](?=\s)|\n|\s(?=[-–—|/:(])")
_PART = re.compile(
    r"[(\[] ?(?:(?:part(?:ie)? )?\d ?/ ?\d|part(?:ie)? (?:\d|one|two|three|un|deux|trois)"
    r"|(?:first|second|premiere|seconde|deuxieme|other|autre) (?:half|moitie|partie|part))\)? ?[:)]"
)
_OPEN, _CLOSED = re.compile(r"[(\[{<\"*_«]+[ \t]*\Z"), re.compile(r"[ \t]*[)\]}>\"*_»]+(?!\w)")
_WORD = re.compile(r"[^\W_]+")
# Brackets of this many words are looked at by themselves.
_BRACKETED = 4
# A sentence beside an order belongs to it when it has this many words of an answer.
_FOLLOWING_WORDS = 2
# What is this likely to speak to a tagger belongs to an order elsewhere, goes on with one beside it, or ends its line.
_TELLING, _GOING_ON, _SPEAKING = 0.8, 0.2, 0.1
# An honest sentence that follows an order without a mark has this many words and is this unlikely to speak.
_HONEST_WORDS, _HONEST = 6, 0.02
_BEGINS = re.compile(r"(?<=[^\W\dA-Z_]) (?=[A-ZÀ-Ý])")
# So few words between two passages of a line, or in a label before one, are left over from them.
_GAP, _LABEL = 4, 2
# The most characters that open or close a passage.
_MARKS = 6
# A line that a passage begins and mostly fills, with no more words than these beside it, has no other purpose.
_MOST, _BESIDE = 0.5, 14


@dataclass(slots=True)
class _Piece:
    """A sentence, or a part of one that is looked at by itself."""

    start: int
    end: int
    text: str
    chance: float
    is_flagged: bool

    @property
    def words(self) -> int:
        return len(_WORD.findall(self.text))


def reach(field: Field, text: str, ordered: Iterable[Span], exact: Sequence[Span], language: Language) -> list[Span]:
    """The exact spans, the sentences or brackets that the ordered ones touch, and what belongs to either."""
    spans = _merged([*ordered, *exact])
    places = [part for place in _pieces(field, text, spans, exact) for part in _parted(text, place, spans, language)]
    likely = chances([text[start:end] for start, end in places], language)
    pieces = [
        _Piece(start, end, text[start:end], chance, _touches((start, end), spans) or _belongs(text[start:end], chance))
        for (start, end), chance in zip(places, likely, strict=True)
    ]
    _spread(pieces)
    for line in _lines(pieces):
        _complete(line, most_before=0 if field == "title" else _LABEL)
    return _joined(text, [(piece.start, piece.end) for piece in pieces if piece.is_flagged])


def _pieces(field: Field, text: str, spans: Sequence[Span], exact: Iterable[Span]) -> Iterator[Span]:
    """Sentences, cut at exact spans, and at brackets where only these are touched."""
    brackets = [m.span() for m in BRACKETS.finditer(text) if len(_WORD.findall(m.group())) >= _BRACKETED]
    ends = (match.end() for match in (_TITLE_ENDS if field == "title" else _ENDS).finditer(text))
    cuts = {0, len(text), *(end for end in ends if not _touches((end - 1, end), brackets))}
    cuts.update(edge for span in exact for edge in span)
    for start, end in pairwise(sorted(cuts)):
        edges = (edge for span in brackets[_first(brackets, start) : _first(brackets, end)] for edge in span)
        parts = list(pairwise([start, *(min(edge, end) for edge in edges), end]))
        is_outside = any(_touches(part, spans) for part in parts[::2])
        yield from [(start, end)] if is_outside else (part for part in parts if part[0] < part[1])


def _parted(text: str, place: Span, spans: Sequence[Span], language: Language) -> list[Span]:
    """A place as it is, or cut where an honest sentence begins, without a mark, after the last of its spans."""
    start, end = place
    inside = spans[_first(spans, end) - 1] if spans and _touches(place, spans) else None
    for begins in _BEGINS.finditer(text, inside[1], end) if inside else ():
        rest = text[begins.end() : end]
        if len(_WORD.findall(rest)) >= _HONEST_WORDS and chances([rest], language)[0] <= _HONEST:
            return [(start, begins.end()), (begins.end(), end)]
    return [place]


def _belongs(text: str, chance: float) -> bool:
    """Whether a sentence belongs to an order even apart from it: numbered as a part, as telling, or with a code."""
    plain = folded(text).text
    found = _answering(plain)
    has_code = len(found) >= _FOLLOWING_WORDS and any(word.isdigit() for word in found)
    return has_code or chance >= _TELLING or _PART.match(plain) is not None


def _answering(plain: str) -> set[str]:
    return set(FOLLOWING.findall(plain))


def _spread(pieces: Sequence[_Piece]) -> None:
    """Flags the sentences that go on from a flagged one, after it and before it."""
    for ordered in (pieces, pieces[::-1]):
        for before, piece in pairwise(ordered):
            if before.is_flagged and not piece.is_flagged:
                is_answer = len(_answering(folded(piece.text).text)) >= _FOLLOWING_WORDS
                piece.is_flagged = is_answer or piece.chance >= _GOING_ON


def _lines(pieces: Iterable[_Piece]) -> Iterator[list[_Piece]]:
    line: list[_Piece] = []
    for piece in pieces:
        line.append(piece)
        if piece.text.endswith("\n"):
            yield line
            line = []
    if line:
        yield line


def _complete(line: Sequence[_Piece], most_before: int) -> None:
    """Flags what little of a line is left beside its flagged pieces."""
    flagged, words = (sum(piece.words for piece in line if piece.is_flagged), sum(piece.words for piece in line))
    is_filled = line[0].is_flagged and flagged > _MOST * words and words - flagged <= _BESIDE
    for piece in line:
        piece.is_flagged = piece.is_flagged or (is_filled and piece.chance >= _SPEAKING)
    for before, piece in pairwise(line):
        piece.is_flagged = piece.is_flagged or (before.is_flagged and not piece.words)
    for after, piece in pairwise(line[::-1]):
        ends = piece.text.rstrip()[-1:]
        is_left = ends == ":" if piece.words else ends not in ".!?…"
        piece.is_flagged = piece.is_flagged or (after.is_flagged and piece.words <= most_before and is_left)


def _first(spans: Sequence[Span], at: int) -> int:
    """How many of the spans begin before this place."""
    return bisect_left(spans, at, key=lambda span: span[0])


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
    last = _first(merged, piece[1]) - 1
    return last >= 0 and piece[0] < merged[last][1]


def _joined(text: str, spans: Sequence[Span]) -> list[Span]:
    """Spans with what little stands between them, without white space around."""
    joined: list[Span] = []
    for start, end in spans:
        between = text[joined[-1][1] : start] if joined else ""
        is_close = joined and len(_WORD.findall(between)) <= (_LABEL if "\n" in between else _GAP)
        joined.append((joined.pop()[0] if is_close else start, end))
    return [trimmed for span in joined if (trimmed := _trimmed(text, *_closed(text, *span)))[0] < trimmed[1]]


def _closed(text: str, start: int, end: int) -> Span:
    """With the marks that open and close it."""
    opened = _OPEN.search(text, max(start - _MARKS, 0), start)
    closed = _CLOSED.match(text, end, end + _MARKS)
    return opened.start() if opened else start, closed.end() if closed else end


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
