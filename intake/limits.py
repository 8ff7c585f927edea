"""How much intake takes."""

from __future__ import annotations

MEGABYTE = 1024 * 1024
FILE_BYTES = 20 * MEGABYTE
UNPACKED_BYTES = 100 * MEGABYTE
PROGRAMS = 10_000
# What a table is read up to: enough to see that there are too many programs below titles and a report's head.
ROWS = PROGRAMS + 100
COLUMNS = 256
TEXT = 50_000
EXCERPT = 60


def excerpt(text: str) -> str:
    """The beginning of a text, on one line, to quote in a sentence."""
    line = " ".join(text[: 4 * EXCERPT].split())
    return line if len(line) <= EXCERPT else f"{line[:EXCERPT].rstrip()}…"
