"""Budgets of model calls: what is spent, the price that this is counted by, and what happens when one is used up."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from admin_app.database import settings
from admin_app.visit import language, words
from admin_app.widgets import formats
from admin_app.widgets.escaping import in_markdown
from review_queue.budgets import Budgets, day_of
from review_queue.clock import moment
from review_queue.prices import PRICES, Price, Prices, PriceTableWrong, read_prices

# Prices of a million tokens have fractions of a cent.
_FINE = 4


def model_budgets(spent: Decimal) -> None:
    """`spent` is today's, in Canadian dollars."""
    t, chosen = words(), settings()
    limits = Budgets(chosen.model_budget_day_cad, chosen.model_budget_batch_cad)
    _limits(limits, spent)
    if chosen.tagging_profile != "offline":
        _price(limits)
    if limits.are_set:
        st.markdown(t(f"model_calls.reached_{chosen.model_budget_reached}"))
    st.caption(t("model_calls.prices"))


def _limits(limits: Budgets, spent: Decimal) -> None:
    t, reader = words(), language()
    if limits.day:
        used = t("model_calls.spent", spent=formats.money(spent, reader), budget=formats.money(limits.day, reader))
        st.progress(min(float(spent / limits.day), 1.0), used)
    else:
        st.markdown(t("model_calls.no_day_budget"))
    if limits.batch:
        st.markdown(t("model_calls.batch_budget", budget=formats.money(limits.batch, reader)))
    else:
        st.markdown(t("model_calls.no_batch_budget"))


def _price(limits: Budgets) -> None:
    """Of the model that is asked, today."""
    t, model = words(), settings().openai_model
    file = settings().price_table or PRICES
    try:
        prices = read_prices(file)
    except PriceTableWrong:
        st.error(t("model_calls.price_table_wrong", file=in_markdown(str(file))), icon=":material/price_change:")
        return
    price = prices.of(model, day_of(moment()).date())
    if price:
        st.markdown(f"{_in_force(price, prices)} {_source()}")
    else:
        st.warning(_unknown(limits, in_markdown(model)), icon=":material/price_change:")


def _in_force(price: Price, prices: Prices) -> str:
    reader = language()
    return words()(
        "model_calls.price",
        model=in_markdown(settings().openai_model),
        day=formats.day(price.effective, reader),
        share=formats.share(prices.batch_share, reader),
        tokens_in=formats.money(price.tokens_in, reader, decimals=_FINE),
        tokens_cached=formats.money(price.tokens_cached, reader, decimals=_FINE),
        tokens_out=formats.money(price.tokens_out, reader, decimals=_FINE),
    )


def _source() -> str:
    t, own = words(), settings().price_table
    return t("model_calls.price_own", file=in_markdown(str(own))) if own else t("model_calls.price_ours")


def _unknown(limits: Budgets, model: str) -> str:
    """Without a price no budget can be kept, so what is said of a budget that is used up happens at once."""
    t = words()
    said = t("model_calls.no_price", model=model)
    return f"{said} {t(f'model_calls.no_price_{settings().model_budget_reached}')}" if limits.are_set else said
