"""Dates, amounts and shares as English and French Canada write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from admin_app.wording import Language

_MONTHS: dict[Language, tuple[str, ...]] = {
    "en": ("Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."),
    "fr": ("janv.", "févr.", "mars", "avril", "mai", "juin", "juill.", "août", "sept.", "oct.", "nov.", "déc."),
}
_NARROW = "\N{NO-BREAK SPACE}"
_NOON = 12


def day(value: date, language: Language) -> str:
    """ "March 4, 2026", "4 mars 2026" (the first of a month is "1er")."""
    month = _MONTHS[language][value.month - 1]
    if language == "en":
        return f"{month}{_NARROW}{value.day}, {value.year}"
    return f"{'1er' if value.day == 1 else value.day}{_NARROW}{month} {value.year}"


def clock(value: datetime, language: Language) -> str:
    """The time of day where the reader is: "2:05 pm", "14 h 05"."""
    local = value.astimezone(_zone())
    if language == "fr":
        return f"{local.hour}{_NARROW}h{_NARROW}{local.minute:02d}"
    half = "am" if local.hour < _NOON else "pm"
    return f"{local.hour % _NOON or _NOON}:{local.minute:02d}{_NARROW}{half}"


def moment(value: datetime, language: Language) -> str:
    return f"{day(value.astimezone(_zone()).date(), language)}, {clock(value, language)}"


def number(value: float | Decimal, language: Language, *, decimals: int = 2) -> str:
    """Up to so many decimals, without trailing zeros: "1,250.5", "1 250,5"."""
    text = f"{value:,.{decimals}f}".rstrip("0").rstrip(".")
    return text.replace(",", _NARROW).replace(".", ",") if language == "fr" else text


def money(value: float | Decimal, language: Language, *, decimals: int = 2) -> str:
    amount = number(value, language, decimals=decimals)
    return f"{amount}{_NARROW}$" if language == "fr" else f"${amount}"


def share(value: float, language: Language) -> str:
    """A probability in [0, 1] as a whole per cent."""
    return f"{value * 100:.0f}{_NARROW}%" if language == "fr" else f"{value * 100:.0f}%"


def joined(values: tuple[str, ...]) -> str:
    return ", ".join(values)


def _zone() -> ZoneInfo:
    try:
        return ZoneInfo(st.context.timezone or "America/Toronto")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("America/Toronto")


def utc_now() -> datetime:
    return datetime.now(UTC)
