"""Model calls: what they took and cost, how much budget is left, and what waits because of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from urllib.parse import urlsplit

import streamlit as st

from admin_app.database import settings, work
from admin_app.refusal import told
from admin_app.visit import actor, language, words
from admin_app.widgets import formats
from admin_app.widgets.escaping import in_html, in_markdown
from admin_app.widgets.model_budgets import model_budgets
from admin_app.widgets.provider_away import provider_away
from admin_app.widgets.retagging import retagging
from admin_app.widgets.waiting import waiting_programs
from review_queue.model_report import ModelReport, Use, model_report
from review_queue.prices import MICROS

# Costs of one program or tag are fractions of a cent.
_FINE = 5
# Figures that are part of the one above them.
_PARTS, _PART = ("unusable", "tokens_cached"), " class='part'"


def page() -> None:
    t = words()
    with told(), work() as session:
        report = model_report(session, actor=actor())
        _in_use()
        provider_away(report.provider)
        st.subheader(t("model_calls.figures"), anchor=False)
        if report.month.calls:
            _figures(report)
        else:
            st.caption(t("model_calls.no_calls"))
        st.subheader(t("model_calls.budgets"), anchor=False)
        model_budgets(Decimal(report.today.cost) / MICROS)
        if report.retagging:
            retagging(report.retagging)
        st.subheader(t("activity.waiting"), anchor=False)
        waiting_programs()


def _in_use() -> None:
    """Which model is asked, and whether anything may leave this machine."""
    t, chosen = words(), settings()
    if chosen.tagging_profile == "offline":
        st.info(t("model_calls.offline"), icon=":material/cloud_off:")
    else:
        host = urlsplit(chosen.openai_base_url).hostname or ""
        st.markdown(t("model_calls.asked", model=in_markdown(chosen.openai_model), host=in_markdown(host)))
    icon = "cloud_upload" if chosen.external_calls else "cloud_off"
    allowed = "allowed" if chosen.external_calls else "forbidden"
    st.markdown(f":material/{icon}: {t(f'model_calls.external_{allowed}')}")


def _figures(report: ModelReport) -> None:
    t = words()
    head = "".join(
        f"<th scope='col'>{in_html(name)}</th>" for name in ("", t("model_calls.today"), t("model_calls.month"))
    )
    rows = "".join(
        f"<tr><th scope='row'{_PART if name in _PARTS else ''}>{in_html(t(f'model_calls.{name}'))}</th>"
        f"<td>{in_html(figure(report.today))}</td><td>{in_html(figure(report.month))}</td></tr>"
        for name, figure in _FIGURES.items()
    )
    st.html(
        f"<div class='table figures-table'><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
    if report.month.unknown_cost:
        st.warning(t.counted("model_calls.unknown_cost", report.month.unknown_cost), icon=":material/price_change:")


def _number(value: float) -> str:
    return formats.number(value, language())


def _cost(micros: float | None) -> str:
    """A dash where there is nothing to divide by."""
    return "–" if micros is None else formats.money(micros / MICROS, language(), decimals=_FINE)


_FIGURES: Mapping[str, Callable[[Use], str]] = {
    "calls": lambda use: _number(use.calls),
    "unusable": lambda use: _number(use.unusable),
    "tokens_in": lambda use: _number(use.tokens_in),
    "tokens_cached": lambda use: _number(use.tokens_cached),
    "tokens_out": lambda use: _number(use.tokens_out),
    "median": lambda use: words()("model_calls.seconds", count=_number(use.median)),
    "slow": lambda use: words()("model_calls.seconds", count=_number(use.slow)),
    "cost": lambda use: formats.money(use.cost / MICROS, language()),
    "cost_a_program": lambda use: _cost(use.cost_a_program),
    "cost_a_tag": lambda use: _cost(use.cost_a_tag),
}


page()
