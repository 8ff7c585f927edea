"""A program's text as a model sees it: cleaned, masked and cut, with the way back to the text as submitted."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tagging.analysis import Segment
from tagging.records import Evidence, Field, Program
from tagging.selection.privacy import personal

FIELDS: tuple[Field, ...] = ("title", "description", "outcomes")
# The most characters of a program that are shown, of which a title may take the first part.
MOST_CHARACTERS = 3_600
MOST_OF_TITLE = 300
LONGEST_QUOTE = 300
# Sentences of a description that are kept before all others when a text is cut.
_BEGINNING = 4
_GAP = " … "
# Angle brackets make the marks of the prompt and the turns of chat templates; the text gets others.
_BRACKETS = str.maketrans("<>", "‹›")
_LOOKALIKES = str.maketrans("’‘‛′“”„«»–—−‐‑", '\'\'\'\'"""""-----')
_VARIATION = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_LINE_ENDS = "\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_LINE, _WORDLIKE = re.compile(r"[^\n]*\n?"), re.compile(r"[^\W_]")
_EDGES = " \t\n.,;:!?…\"'()[]-"


@dataclass(frozen=True, slots=True)
class Shown:
    """A field as shown. The character at i stands at `places[i]` of the field; a negative place stands for nothing."""

    field: Field
    text: str
    places: tuple[int, ...]

    def locate(self, quote: str, program: Program) -> Evidence | None:
        """The verbatim passage that the quote means, whatever its case, spaces and quotation marks.

        None when it is not there, is no whole word, or covers what was masked or left out.
        """
        wanted = "".join(char for char, _ in _folded(quote)).strip(_EDGES)
        folded = list(_folded(self.text))
        text = "".join(char for char, _ in folded)
        at = _find_words(text, wanted)
        if at is None:
            return None
        places = self.places[folded[at][1] : folded[at + len(wanted) - 1][1] + 1]
        if min(places) < 0:
            return None
        start, end = places[0], places[-1] + 1
        said = program.text(self.field)
        if end - start > LONGEST_QUOTE:
            end = max(said.rfind(" ", start, start + LONGEST_QUOTE), start + LONGEST_QUOTE // 2)
        return Evidence(self.field, start, end, said[start:end])


def shown(program: Program, segments: Sequence[Segment], telling: Sequence[Evidence]) -> tuple[Shown, ...]:
    """The fields that are not empty. A long text keeps its title, its beginning and the telling passages."""
    whole = [_masked(_told(_cleaned(field, program.text(field)))) for field in FIELDS]
    if sum(len(each.text) for each in whole) > MOST_CHARACTERS:
        kept = _kept(segments, telling)
        whole = [each if each.field == "title" else _cut(each, kept, segments) for each in whole]
    title = whole[0]
    whole[0] = Shown("title", title.text[:MOST_OF_TITLE], title.places[:MOST_OF_TITLE])
    return tuple(each for each in whole if each.text.strip())


def _cleaned(field: Field, text: str) -> Shown:
    """Without hidden characters and with plain line breaks; angle brackets are replaced by others."""
    kept = [(char, at) for at, char in enumerate(text) if char in _LINE_ENDS or not _is_hidden(char)]
    chars = ("\n" if char in _LINE_ENDS else char.translate(_BRACKETS) for char, _ in kept)
    return Shown(field, "".join(chars), tuple(at for _, at in kept))


def _told(whole: Shown) -> Shown:
    """Without lines of marks alone, such as stand where passages were taken out."""
    kept = [at for line in _LINE.finditer(whole.text) if _WORDLIKE.search(line.group()) for at in range(*line.span())]
    return Shown(whole.field, "".join(whole.text[at] for at in kept), tuple(whole.places[at] for at in kept))


def _is_hidden(char: str) -> bool:
    return (char != "\t" and unicodedata.category(char) in ("Cc", "Cf", "Co", "Cn", "Cs")) or bool(
        _VARIATION.match(char)
    )


def _masked(whole: Shown) -> Shown:
    """With placeholders for what must not leave; their characters get the negated place of what they stand for."""
    text, places, done = [], list[int](), 0
    for each in personal(whole.text, whole.field):
        text += [whole.text[done : each.start], each.placeholder]
        places += [*whole.places[done : each.start], *[-1 - whole.places[each.start]] * len(each.placeholder)]
        done = each.end
    return Shown(whole.field, "".join([*text, whole.text[done:]]), (*places, *whole.places[done:]))


def _kept(segments: Sequence[Segment], telling: Sequence[Evidence]) -> set[Segment]:
    """As many segments as there is room for: telling ones, the beginning, outcomes, and then the rest in order."""
    told = [s for quote in telling for s in segments if s.field == quote.field and s.start <= quote.start < s.end]
    room, kept = MOST_CHARACTERS - MOST_OF_TITLE, set[Segment]()
    beginning = [s for s in segments if s.field == "description"][:_BEGINNING]
    for segment in (*told, *beginning, *(s for s in segments if s.field == "outcomes"), *segments):
        length = segment.end - segment.start + len(_GAP)
        if segment.field != "title" and segment not in kept and length <= room:
            kept.add(segment)
            room -= length
    return kept


def _cut(whole: Shown, kept: set[Segment], segments: Sequence[Segment]) -> Shown:
    """Only the kept segments, each with what stands up to the next; a gap is shown where something is left out."""
    starts = [segment.start for segment in segments if segment.field == whole.field]
    of_field = [segment for segment in segments if segment.field == whole.field]
    text, places, is_open = [], list[int](), False
    for char, place in zip(whole.text, whole.places, strict=True):
        at = bisect_right(starts, place if place >= 0 else -1 - place) - 1
        if at >= 0 and of_field[at] in kept:
            text.append(char)
            places.append(place)
            is_open = True
        elif is_open:
            text.append(_GAP)
            places += [-1] * len(_GAP)
            is_open = False
    return Shown(whole.field, "".join(text), tuple(places))


def _folded(text: str) -> Iterator[tuple[str, int]]:
    """Characters for comparison with their places: lower case, plain quotation marks, single spaces."""
    before = ""
    for at, char in enumerate(text):
        plain = " " if char.isspace() else char.translate(_LOOKALIKES).translate(_BRACKETS)
        low = plain.lower() if len(plain.lower()) == 1 else plain
        if not (low == " " and before == " ") and not _is_hidden(low):
            yield low, at
            before = low


def _find_words(text: str, wanted: str) -> int | None:
    """Where the words stand whole, the first time; a single letter is no word."""
    if sum(char.isalnum() for char in wanted) < 2:
        return None
    found = re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", text)
    return found.start() if found else None
