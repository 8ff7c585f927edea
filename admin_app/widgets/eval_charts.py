"""Charts of a run: whether probabilities hold, what leaving the unsure to people wins, and slice by slice."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from admin_app.visit import language, words
from admin_app.widgets import charts, formats
from admin_app.widgets.measures import measure_name, report_words
from evals.measures.calibration import Bin
from evals.slices import Slice

_HEIGHT, _STEP = 240, 30


def reliability_chart(bins: Sequence[Bin], *, key: str) -> None:
    """A point a bin, larger the more candidates; on the dashed line a probability means what it says."""
    t = words()
    rows = [_bin_row(each) for each in bins]
    x = alt.X("expected:Q", axis=charts.per_cent(t("evaluation.expected")), scale=charts.share_scale())
    y = alt.Y("observed:Q", axis=charts.per_cent(t("evaluation.observed")), scale=charts.share_scale())
    points = (
        alt.Chart(charts.values(rows))
        .mark_circle(color=charts.ACCENT, opacity=0.85)
        .encode(
            x=x,
            y=y,
            size=alt.Size("candidates:Q", legend=None, scale=alt.Scale(range=[40, 500])),
            tooltip=[alt.Tooltip("tip:N", title=" ")],
        )
    )
    ideal = (
        alt.Chart(charts.values([{"expected": 0.0, "observed": 0.0}, {"expected": 1.0, "observed": 1.0}]))
        .mark_line(color=charts.SOFT, strokeDash=[4, 4])
        .encode(x="expected:Q", y="observed:Q")
    )
    charts.show((ideal + points).properties(height=_HEIGHT), key=key, said=t("evaluation.reliability_about"))


def risk_coverage_chart(points: Sequence[tuple[float, float]], *, key: str) -> None:
    """The share of wrong first tags among the surest programs, from few of them to all."""
    t = words()
    rows: list[charts.Row] = [{"coverage": coverage, "risk": risk} for coverage, risk in points]
    line = (
        alt.Chart(charts.values(rows))
        .mark_line(color=charts.ACCENT)
        .encode(
            x=alt.X("coverage:Q", axis=charts.per_cent(t("evaluation.coverage")), scale=charts.share_scale()),
            y=alt.Y("risk:Q", axis=charts.per_cent(t("evaluation.risk"))),
        )
    )
    charts.show(line.properties(height=_HEIGHT), key=key, said=t("evaluation.risk_coverage_about"))


def slices_chart(slices: Sequence[Slice], measure: str, *, key: str) -> None:
    """A point a slice within its interval, with its number of programs; hollow when they are few."""
    t = words()
    rows = [row for each in slices for row in _slice_rows(each, measure)]
    order = [str(row["name"]) for row in rows]
    base = alt.Chart(charts.values(rows)).encode(
        y=alt.Y("name:N", sort=order, axis=alt.Axis(title=None, labelLimit=260, minExtent=110)),
        tooltip=[alt.Tooltip("tip:N", title=" ")],
    )
    x = alt.X("value:Q", axis=charts.per_cent(measure_name(measure)), scale=charts.share_scale())
    spans = base.mark_rule(color=charts.SOFT, strokeWidth=2).encode(x=alt.X("low:Q"), x2="high:Q")
    points = base.mark_point(size=90, strokeWidth=2, stroke=charts.ACCENT, opacity=1).encode(
        x=x, fill=alt.condition("datum.small", alt.value(charts.PAPER), alt.value(charts.ACCENT))
    )
    charts.show((spans + points).properties(height=alt.Step(_STEP)), key=key, said=t("evaluation.slices_about"))


def _bin_row(found: Bin) -> charts.Row:
    reader = language()
    tip = words()(
        "evaluation.bin_tip",
        expected=formats.share(found.expected, reader),
        observed=formats.share(found.observed, reader),
        candidates=found.candidates,
    )
    return {"expected": found.expected, "observed": found.observed, "candidates": found.candidates, "tip": tip}


def _slice_rows(found: Slice, measure: str) -> list[charts.Row]:
    t, w = words(), report_words()
    name = w.slice_value(found.dimension, found.value)
    few = f", {t('quality.few')}" if found.small else ""
    return [
        {
            "name": f"{name} (n = {found.programs}{few})",
            "value": figure.value,
            "low": figure.low,
            "high": figure.high,
            "small": found.small,
            "tip": f"{name} · {w.figure(figure)}",
        }
        for figure in found.figures
        if figure.measure == measure
    ]
