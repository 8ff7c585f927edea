"""Start dates, as English and French spreadsheets write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from intake.limits import excerpt
from intake.records import Cell
from intake.values import Unreadable, as_text
from vocabulary.search import fold

MOST_DATES = 50
_YEARS = (2000, 2100)
_EXAMPLE = "2026-09-08"
_MONTHS = (
    ("january", "janvier", "jan", "janv"),
    ("february", "fevrier", "feb", "fev", "fevr"),
    ("march", "mars", "mar"),
    ("april", "avril", "apr", "avr"),
    ("may", "mai"),
    ("june", "juin", "jun"),
    ("july", "juillet", "jul", "juil"),
    ("august", "aout", "aug"),
    ("september", "septembre", "sep", "sept"),
    ("october", "octobre", "oct"),
    ("november", "novembre", "nov"),
    ("december", "decembre", "dec"),
)
_MONTH_OF = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}
# Midnight is what programs add to a day.
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ]00:00(?::00(?:\.0+)?)?z?)?")
_SLASHED = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_MONTH_FIRST = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_DAY_FIRST = re.compile(r"(?:le )?(\d{1,2})(?:er|st|nd|rd|th)? (?:of )?([a-z]+)\.?,? (\d{4})")


def start_dates(cells: Sequence[Cell]) -> tuple[date, ...]:
    """The days in order, each once; a date that can be read in two ways is a problem, never a guess."""
    days = {day for cell in cells for day in ([cell] if isinstance(cell, date) else _days(as_text(cell)))}
    for day in sorted(days):
        if not _YEARS[0] <= day.year <= _YEARS[1]:
            raise Unreadable("date_out_of_range", value=day.isoformat(), least=_YEARS[0], most=_YEARS[1])
    if len(days) > MOST_DATES:
        raise Unreadable("too_many", count=len(days), limit=MOST_DATES)
    return tuple(sorted(days))


def _days(written: str) -> list[date]:
    """Semicolons and line breaks stand between dates; commas and "and" too, where each part is a date."""
    found: list[date] = []
    for piece in filter(None, (part.strip() for part in re.split(r"[;\n|]", written))):
        parts = [part.strip() for part in re.split(r",| and | et | & ", piece)]
        whole = len(parts) == 1 or not all(re.search(r"\d{4}", part) for part in parts)
        found += [_day(part) for part in ([piece] if whole else parts)]
    return found


def _day(written: str) -> date:
    plain = " ".join(fold(written).split())
    if match := _ISO.fullmatch(plain):
        return _date(written, int(match[1]), int(match[2]), int(match[3]))
    if match := _SLASHED.fullmatch(plain):
        return _slashed(written, int(match[1]), int(match[2]), int(match[3]))
    if match := _MONTH_FIRST.fullmatch(plain):
        return _date(written, int(match[3]), _MONTH_OF.get(match[1], 0), int(match[2]))
    if match := _DAY_FIRST.fullmatch(plain):
        return _date(written, int(match[3]), _MONTH_OF.get(match[2], 0), int(match[1]))
    raise Unreadable("not_a_date", value=excerpt(written), example=_EXAMPLE)


def _slashed(written: str, first: int, second: int, year: int) -> date:
    """Both 03/04 orders are in use in Ontario; only a day above 12 shows which it is."""
    if first != second and max(first, second) <= 12:
        readings = (_date(written, year, first, second), _date(written, year, second, first))
        raise Unreadable("ambiguous_date", value=excerpt(written), first=readings[0], second=readings[1])
    return _date(written, year, second, first) if first > second else _date(written, year, first, second)


def _date(written: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Unreadable("not_a_date", value=excerpt(written), example=_EXAMPLE) from None
