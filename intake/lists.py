"""Lists in one cell: learning outcomes, and names with semicolons between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from intake.limits import TEXT
from intake.records import Cell
from intake.values import Unreadable, as_text

MOST_PARTNERS = 100
_BULLET = r"(?:[•·▪●○◦‣➢✓✔*]|[-–—](?=\s)|\(?\d{1,2}[.)](?=\s)|\(?[a-z]\)(?=\s))"
_BULLET_START = re.compile(rf"^\s*{_BULLET}\s*", re.I)
_INLINE_BULLET = re.compile(r"\s*[•·▪●◦‣➢✓✔]\s*")
# A semicolon inside parentheses belongs to its outcome.
_SEMICOLON = re.compile(r";(?![^()]*\))")
_BAR = re.compile(r"\s*\|\s*")


def outcomes(cells: Sequence[Cell]) -> tuple[str, ...]:
    """One outcome a line or a bullet; on a single line, bullets, bars, numbers or semicolons stand between them."""
    written = [as_text(cell) for cell in cells]
    length = sum(map(len, written))
    if length > TEXT:
        raise Unreadable("too_long", length=length, limit=TEXT)
    return tuple(outcome for text in written for outcome in _outcomes(text))


def names(cells: Sequence[Cell]) -> tuple[str, ...]:
    """Names between semicolons, bars or line breaks, each once; a comma may belong to a name."""
    parts = (part for cell in cells for part in re.split(r"[;|\n]", as_text(cell)))
    found = tuple(dict.fromkeys(name for name in (" ".join(part.split()) for part in parts) if name))
    if len(found) > MOST_PARTNERS:
        raise Unreadable("too_many", count=len(found), limit=MOST_PARTNERS)
    return found


def _outcomes(text: str) -> Iterator[str]:
    lines = [line for line in text.split("\n") if line.strip()]
    parts = _unwrapped(lines) if len(lines) > 1 else _split_line(text)
    for part in parts:
        outcome = " ".join(_BULLET_START.sub("", part, count=1).split()).rstrip(";").rstrip()
        if outcome:
            yield outcome


def _unwrapped(lines: Sequence[str]) -> list[str]:
    """The lines, where some have bullets with those without put to the one they continue."""
    bulleted = [bool(_BULLET_START.match(line)) for line in lines]
    if not any(bulleted):
        return list(lines)
    joined: list[str] = []
    for line, starts in zip(lines, bulleted, strict=True):
        if starts or not joined or not _BULLET_START.match(joined[-1]):
            joined.append(line)
        else:
            joined[-1] += f" {line.strip()}"
    return joined


def _split_line(line: str) -> list[str]:
    if len(_INLINE_BULLET.split(line)) > 2:
        return _INLINE_BULLET.split(line)
    if "|" in line:
        return _BAR.split(line)
    numbered = re.split(r"(?:^|(?<=\s))\(?\d{1,2}[.)]\s+", line)
    if len(numbered) > 2 and not numbered[0].strip():
        return numbered
    parts = _SEMICOLON.split(line)
    return [parts[0], *(re.sub(r"^\s*(?:and|et)\s+", "", part, flags=re.I) for part in parts[1:])]
