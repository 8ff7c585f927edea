"""Text as an order is read in it: lower case, no accents, no lookalike letters, nothing invisible, with its offsets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

# Letters that pass for Latin ones (Unicode TR39 lists all; these are the everyday ones of Cyrillic and Greek).
_LOOKALIKES = dict(zip("авекмнорстухіјѕԁһԛԝӏсοανυικρτχβεηγϲ", "abekmhopctyxijsdhqwlcoavuikptxbenyc", strict=True))
_QUOTES = dict(zip("’‘ʼ“”«»–—−｜\u00a0\u202f", '\'\'\'""""---|  ', strict=True))
INVISIBLE = (
    r"\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
    r"\U000e0000-\U000e0fff"
)
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
# A word of a folded text.
WORD = re.compile(r"[a-z]+")


class _Folded(dict[int, str]):
    """One character for one character, worked out when first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        lower = _QUOTES.get(char) or (unicodedata.normalize("NFKD", char)[:1] or char).lower()[:1]
        self[code] = _LOOKALIKES.get(lower, lower)
        return self[code]


_FOLDED = _Folded()


@dataclass(frozen=True, slots=True)
class Folded:
    """The folded text; `places` gives the offset of each of its characters, None when they are the same."""

    text: str
    places: Sequence[int] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A part of the folded text in the text as written."""
        if self.places is None or start == end:
            return start, end
        return self.places[start], self.places[end - 1] + 1


def folded(text: str) -> Folded:
    if text.isascii():
        return Folded(text.lower(), None)
    plain = text.translate(_FOLDED)
    if not _INVISIBLE.search(text) and len(plain) == len(text):
        return Folded(plain, None)
    kept = [at for at, char in enumerate(text) if not _INVISIBLE.match(char) and not unicodedata.combining(char)]
    return Folded("".join(_FOLDED[ord(text[at])] for at in kept), kept)
