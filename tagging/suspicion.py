"""Passages that are not meant for a reader, such as orders to a model; and the program without them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from tagging.language import language_of
from tagging.records import Evidence, Field, Program
from tagging.suspects.addresses import addressed
from tagging.suspects.codes import codes
from tagging.suspects.folding import WORD, folded
from tagging.suspects.foreign import foreign
from tagging.suspects.forgeries import forgeries
from tagging.suspects.furniture import breadcrumbs, furniture
from tagging.suspects.hidden import hidden
from tagging.suspects.orders import orders
from tagging.suspects.reach import reach
from tagging.suspects.rules import Span
from tagging.suspects.stuffing import stuffed

_FIELDS: tuple[Field, ...] = ("title", "description", "outcomes")


def suspicious(program: Program) -> tuple[Evidence, ...]:
    """Verbatim passages in reading order, whole sentences where there are some; none in nearly every honest text."""
    texts = [program.text(field) for field in _FIELDS]
    starts = (0, len(texts[0]) + 1, len(texts[0]) + len(texts[1]) + 2)
    whole = "\n".join(texts)
    plain = folded(whole)
    words = Counter(WORD.findall(plain.text))
    exact = [plain.span(*span) for find in (forgeries, furniture) for span in find(plain.text)]
    exact += [
        (start + at, end + at)
        for text, at in zip(texts, starts, strict=True)
        for find in (hidden, breadcrumbs)
        for start, end in find(text)
    ]
    exact += foreign(whole, plain, words)
    ordered = [plain.span(*span) for find in (orders, codes) for span in find(plain.text)]
    if exact:
        plain = folded(_without(whole, exact))
        words = Counter(WORD.findall(plain.text))
    language = language_of(program)
    ordered += [plain.span(*span) for span in (addressed(plain.text, language) if language else ())]
    ordered += [plain.span(*span) for span in stuffed(plain.text, words)]
    if not ordered and not exact:
        return ()
    return tuple(
        Evidence(field, start, end, text[start:end])
        for field, text, at in zip(_FIELDS, texts, starts, strict=True)
        for start, end in reach(
            field, text, _moved(ordered, -at, len(text)), _moved(exact, -at, len(text)), language or "en"
        )
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


def _without(text: str, spans: Iterable[Span]) -> str:
    """The text with white space in the place of the spans."""
    parts, at = [], 0
    for start, end in sorted(spans):
        parts += [text[at:start], " " * (end - max(start, at))]
        at = max(at, end)
    return "".join((*parts, text[at:]))


def _moved(spans: Iterable[Span], by: int, length: int) -> list[Span]:
    """What of the spans lies within a field that begins at `-by` and has this length."""
    within = ((max(start + by, 0), min(end + by, length)) for start, end in spans)
    return [(start, end) for start, end in within if start < end]
