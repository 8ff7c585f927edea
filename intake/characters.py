"""The characters of a text: what is invisible is taken out, what was damaged is noticed."""

from __future__ import annotations

import re
import unicodedata

# Bullets of the fonts Symbol and Wingdings, which office programs save as private characters.
_BULLETS = str.maketrans({"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "‣", "\uf0fc": "✓", "\u2028": "\n", "\u2029": "\n"})
_LINE_BREAK = re.compile(r"\r\n|[\r\v\f\x85]")
# Traces of UTF-8 read as Windows-1252, and the sign put where a letter could not be read.
_DAMAGE = re.compile(r"\ufffd|â€[™œ“”˜¦\x9d]|Ã[\u0080-\u00bf\u0152\u0160\u2018-\u203a]")
_TAG = re.compile(r"</?(?:p|br|div|span|ul|ol|li|strong|em|b|i|u|a|h[1-6]|table|td|tr)\b[^<>]*>", re.I)
# Control, format, surrogate and unassigned characters show nothing, and can hide text from a reader.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Cn"})
_CONTEXT = 12
_ESCAPED_FORMULA = re.compile(r"'(?=[=+\-@＝＋－＠])")


def clean(text: str) -> tuple[str, int]:
    """The text with composed accents, plain line breaks and no invisible characters, whose number is given too.

    The apostrophe that an export puts before a formula sign is taken off again.
    """
    if text.isascii() and text.isprintable():
        return _ESCAPED_FORMULA.sub("", text.strip(), count=1) if text.strip().startswith("'") else text.strip(), 0
    lines = _LINE_BREAK.sub("\n", unicodedata.normalize("NFC", text)).translate(_BULLETS)
    visible = "".join(char for char in lines if char in "\n\t" or unicodedata.category(char) not in _INVISIBLE)
    removed = len(lines) - len(visible)
    plain = visible.strip()
    return _ESCAPED_FORMULA.sub("", plain, count=1) if plain.startswith("'") else plain, removed


def markup(text: str) -> str | None:
    """The first HTML tag of a text copied from a web page."""
    found = _TAG.search(text)
    return found[0] if found else None


def damage(text: str) -> str | None:
    """The surroundings of the first letter that was lost in an earlier conversion."""
    found = _DAMAGE.search(text)
    return text[max(0, found.start() - _CONTEXT) : found.end() + _CONTEXT] if found else None
