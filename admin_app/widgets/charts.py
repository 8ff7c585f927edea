"""The panel's charts: axes in per cent and colours of the theme, drawn by Altair without anything from elsewhere."""

from __future__ import annotations

import altair as alt
import streamlit as st

from admin_app.visit import language

INK, SOFT, ACCENT, ALERT = "#1b2a2e", "#55625f", "#0b5d66", "#a3261b"
BAND, PAPER = "#d5e3e2", "#fbfaf7"
Row = dict[str, str | float | bool | None]


def values(rows: list[Row]) -> alt.InlineData:
    return alt.InlineData(rows)


def per_cent(title: str) -> alt.Axis:
    """An axis of shares as the reader's language writes them."""
    sign = " + '\N{NO-BREAK SPACE}%'" if language() == "fr" else " + '%'"
    return alt.Axis(title=title, labelExpr=f"round(datum.value * 100){sign}", tickCount=5, grid=True)


def share_scale() -> alt.Scale:
    return alt.Scale(domain=[0, 1], nice=False)


def show(chart: alt.LayerChart | alt.Chart, *, key: str, said: str) -> None:
    """Draw it; `said` is what the chart shows, for those who cannot see it."""
    drawn = chart.properties(description=said).configure_view(strokeWidth=0)
    axes = drawn.configure_axis(labelColor=INK, titleColor=INK, titleFontWeight="normal")
    st.altair_chart(axes, key=key, width="stretch")
