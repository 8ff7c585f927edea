"""The text of a CSV file, whatever program saved it."""

from __future__ import annotations

import codecs

from intake.records import FileRefused, Note

# The marks of UTF-32 begin with those of UTF-16, so they come first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Windows-1252 leaves five bytes undefined; two of them are è and ê on an old Macintosh.
_OLD_ENCODINGS = {"cp1252": "Windows-1252", "mac_roman": "Macintosh Roman"}
_SAMPLE = 4096
_LARGEST_SHARE_OF_CONTROLS = 0.01
_LEAST_SHARE_OF_ZEROS = 0.2


def text_of(content: bytes) -> tuple[str, tuple[Note, ...]]:
    """The decoded text, with a note when the encoding had to be guessed. Raises FileRefused."""
    text, notes = _decoded(content)
    controls = sum(1 for char in text[:_SAMPLE] if char < " " and char not in "\t\n\r\v\f")
    if "\x00" in text or controls > _LARGEST_SHARE_OF_CONTROLS * min(len(text), _SAMPLE):
        raise FileRefused("no_text")
    if not text.strip():
        raise FileRefused("empty")
    return text, notes


def _decoded(content: bytes) -> tuple[str, tuple[Note, ...]]:
    for mark, name in _MARKS:
        if content.startswith(mark):
            return _strictly(content[len(mark) :], name), ()
    wide = _wide(content[:_SAMPLE])
    if wide:
        return _strictly(content, wide), ()
    for name in ("utf-8", *_OLD_ENCODINGS):
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            continue
        noted = _OLD_ENCODINGS.get(name)
        return text, (Note(None, None, "read_as", {"encoding": noted}),) if noted else ()
    raise FileRefused("no_text")


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a mark, by the zero in every other byte of Latin text."""
    first, second = sample[::2].count(0), sample[1::2].count(0)
    if max(first, second) < len(sample) * _LEAST_SHARE_OF_ZEROS:
        return None
    return "utf-16-be" if first > second else "utf-16-le"


def _strictly(content: bytes, name: str) -> str:
    try:
        return content.decode(name)
    except UnicodeDecodeError as error:
        raise FileRefused("no_text") from error
