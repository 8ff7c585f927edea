"""Dates, amounts and shares as the two languages write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from admin_app.widgets import formats
from admin_app.wording import Language

AFTERNOON = datetime(2026, 3, 1, 19, 5, tzinfo=UTC)  # 2:05 in the afternoon in Toronto


def _plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(("language", "expected"), [("en", "March 1, 2026"), ("fr", "1er mars 2026")])
def test_a_day_is_written_out(language: Language, expected: str) -> None:
    assert _plain(formats.day(date(2026, 3, 1), language)) == expected


@pytest.mark.parametrize(("language", "expected"), [("en", "2:05 pm"), ("fr", "14 h 05")])
def test_the_time_is_the_reader_s_own(language: Language, expected: str) -> None:
    assert _plain(formats.clock(AFTERNOON, language)) == expected


@pytest.mark.parametrize(("hour", "expected"), [(5, "12:00 am"), (17, "12:00 pm"), (16, "11:00 am")])
def test_noon_and_midnight_are_twelve(hour: int, expected: str) -> None:
    assert _plain(formats.clock(datetime(2026, 1, 9, hour, tzinfo=UTC), "en")) == expected


@pytest.mark.parametrize(("language", "expected"), [("en", "$1,250.5"), ("fr", "1 250,5 $")])
def test_money_has_its_sign_where_the_language_puts_it(language: Language, expected: str) -> None:
    assert _plain(formats.money(Decimal("1250.50"), language)) == expected


@pytest.mark.parametrize(("value", "expected"), [(40.0, "40"), (0.25, "0.25"), (100.0, "100"), (1200.0, "1,200")])
def test_numbers_lose_trailing_zeros_only_behind_the_point(value: float, expected: str) -> None:
    assert formats.number(value, "en") == expected


def test_a_share_is_a_whole_per_cent() -> None:
    assert formats.share(0.826, "en") == "83%"
    assert _plain(formats.share(0.826, "fr")) == "83 %"
