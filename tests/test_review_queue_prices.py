"""The price table and what a call costs by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from review_queue.prices import Price, Prices, PriceTableWrong, read_prices
from settings import Settings
from tagging.selection.ledger import Call

DAY = date(2026, 3, 1)
CALL = Call("k", "s", "select@1", "h", "m", 1000, 400, 100, 1.0, "answered")
PRICES = Prices([Price(model="m", effective=date(2026, 1, 1), tokens_in=1, tokens_cached=0.5, tokens_out=4)], 0.5)


@pytest.mark.parametrize(
    ("call", "micros"),
    [
        (CALL, 1200),
        (replace(CALL, model="m-2026-02-02"), 1200),
        (replace(CALL, tokens_cached=9000), 900),
        (replace(CALL, tokens_in=-5, tokens_cached=0, tokens_out=-5), 0),
        (replace(CALL, model="m-mini"), None),
        (replace(CALL, model="unheard-of"), None),
    ],
)
def test_a_call_costs_its_tokens_and_an_unknown_model_costs_unknown(call: Call, micros: int | None) -> None:
    assert PRICES.cost(call, DAY) == micros


def test_a_call_in_a_batch_costs_a_share() -> None:
    assert PRICES.cost(CALL, DAY, in_batch=True) == 600


def test_a_price_holds_from_its_day_until_the_next() -> None:
    dearer = Price(model="m", effective=DAY, tokens_in=2, tokens_cached=2, tokens_out=2)
    prices = Prices([dearer, *PRICES.rows])

    assert [prices.cost(CALL, day) for day in (date(2025, 12, 31), date(2026, 2, 28), DAY)] == [None, 1200, 2200]


def test_the_table_of_the_project_can_be_read_and_knows_the_default_model() -> None:
    prices = read_prices()

    assert prices.of(Settings.model_fields["openai_model"].default, DAY) is not None
    assert 0 < prices.batch_share <= 1


@pytest.mark.parametrize("content", ["not toml [", "price = 1", "batch_share = 0.5\n[[price]]\nmodel = 'm'"])
def test_a_table_that_is_none_is_told_with_its_name(content: str, tmp_path: Path) -> None:
    path = tmp_path / "prices.toml"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(PriceTableWrong, match=r"prices\.toml"):
        read_prices(path)
