"""What a reader does not see or cannot read: invisible characters, styles that hide, lookalike letters, encodings."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator

from tagging.suspects.folding import INVISIBLE
from tagging.suspects.rules import Span

_ODD = re.compile(rf"[{INVISIBLE}\u0370-\u052f]")
_LATIN, _OTHER = r"[A-Za-z]", r"[\u0370-\u03ff\u0400-\u052f]"
# Tag characters after a black flag are the flag of a region; variation selectors stand alone after an emoji.
_SMUGGLED = re.compile(
    r"(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0000-\U000e007f]+|[\ufe00-\ufe0f\U000e0100-\U000e01ef]{2,}"
    r"|[\u200b-\u200d\u2060-\u2064\ufeff]{4,}|[\u202d\u202e][^\u202c\n]*\u202c?"
)
_SPLIT_WORD = re.compile(r"(?<![^\W_])[^\W_]+(?:[\u200b\u200c\u2060-\u2064\ufeff]+[^\W_]+)+")
_MIXED_WORD = re.compile(rf"\b\w{{0,30}}?(?:{_LATIN}{_OTHER}|{_OTHER}{_LATIN})\w*")
_SCIENCE = re.compile(r"[μΩπλΔσθφωΣΦΨψδγβα]")
_COMMENT = re.compile(r"<!--(?!\[if|\s*/?wp:)(.*?)(?:-->|\Z)", re.S)
_WORDS = re.compile(r"[^\W\d_]{2,}")
_FEWEST_WORDS = 3
_HIDING = re.compile(
    r"<(\w+)\b[^<>]*?(?:\bstyle\s*=\s*[\"'][^\"'<>]*?(?:display\s*:\s*none|visibility\s*:\s*hidden"
    r"|opacity\s*:\s*0(?![.\d])"
    r"|font-size\s*:\s*[01](?![\d.])|(?<![-\w])color\s*:\s*(?:#f[ef]f[ef]?(?:f[ef])?\b|white\b|transparent"
    r"|rgba?\(\s*25\d\s*,\s*25\d\s*,\s*25\d)|left\s*:\s*-\d{3,}|text-indent\s*:\s*-\d{3,}"
    r"|clip\s*:\s*rect\(0|(?<![-\w])height\s*:\s*0(?![.\d])[^\"'<>]*overflow)|\bcolor\s*=\s*[\"']?(?:white"
    r"|#f{3})|\shidden\b)[^<>]*>(?:.*?</\1\s*>|.*\Z)",
    re.S | re.I,
)
_BLOB = re.compile(
    r"(?<![\w/.@#-])(?:[A-Za-z0-9+/]{20,}={0,2}|(?:%[0-9A-Fa-f]{2}){6,}|(?:&#x?[0-9A-Fa-f]{2,5};){6,}"
    r"|(?:[0-9A-Fa-f]{2}[ :,-]){8,}[0-9A-Fa-f]{2}|(?:[01]{8} ?){5,}|(?:\\[xu][0-9A-Fa-f]{2,4}){4,})(?![\w/])"
)
_BETWEEN_PAIRS = re.compile(r"[ :,-]")
_SPACED = re.compile(r"(?:(?<!\S)\w\s{1,3}){10,}\w(?!\S)")
_LONE_LETTER = re.compile(r"[-.·_*|][^\W\d][-.·_*|]")
_DOTTED = re.compile(r"(?:(?<!\w)[^\W\d](?:[-.·_*|][^\W\d]){2,10}(?!\w)\W{0,3}){3,}")
_DIGIT_IN_WORD = re.compile(r"[a-z][013457]+[a-z]", re.I)
_LEET = re.compile(r"(?:\b(?=\w*[a-z])(?=\w*[013457])[a-z013457]{3,}\b[ ,]*(?:\w{1,3}[ ,]+)?){3,}[^.!?\n]*", re.I)
_READABLE = 0.85


def hidden(text: str) -> Iterator[Span]:
    """Passages of the text as written."""
    if not text.isascii() and _ODD.search(text):
        yield from _characters(text)
    if "<" in text:
        yield from (match.span() for match in _HIDING.finditer(text))
        yield from (m.span() for m in _COMMENT.finditer(text) if len(_WORDS.findall(m[1])) >= _FEWEST_WORDS)
    yield from (match.span() for match in _BLOB.finditer(text) if _says_something(match.group()))
    yield from (match.span() for match in _SPACED.finditer(text))
    if _LONE_LETTER.search(text):
        yield from (match.span() for match in _DOTTED.finditer(text))
    if len(_DIGIT_IN_WORD.findall(text)) >= _FEWEST_WORDS:
        yield from (match.span() for match in _LEET.finditer(text))


def _characters(text: str) -> Iterator[Span]:
    yield from (match.span() for match in _SMUGGLED.finditer(text))
    yield from (match.span() for match in _SPLIT_WORD.finditer(text))
    yield from (m.span() for m in _MIXED_WORD.finditer(text) if len(m.group()) > 2 and not _SCIENCE.search(m.group()))


def _says_something(blob: str) -> bool:
    """Whether the blob is text in base 64, hexadecimal, bits, percent, escapes or character references."""
    if blob[0] in "%&\\" or not blob.strip("01 "):
        return True
    return any(_is_readable(found) for found in (_from_hexadecimal(blob), _from_base64(blob)))


def _from_hexadecimal(blob: str) -> bytes:
    try:
        return bytes.fromhex(_BETWEEN_PAIRS.sub("", blob))
    except ValueError:
        return b""


def _from_base64(blob: str) -> bytes:
    try:
        return base64.b64decode(blob + "=" * (-len(blob) % 4), validate=True)
    except binascii.Error:
        return b""


def _is_readable(found: bytes) -> bool:
    text = found.decode("utf-8", "replace")
    return bool(text) and sum(char.isalnum() or char == " " for char in text) >= _READABLE * len(text) and " " in text
