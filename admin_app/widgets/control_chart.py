"""A control chart: the share accepted each week, within the band that chance allows."""

from __future__ import annotations

import altair as alt

from admin_app.visit import language, words
from admin_app.widgets import charts, formats
from evals.drift import Chart, Week

_HEIGHT = 190


def control_chart(chart: Chart, *, key: str, said: str) -> None:
    """Weeks left to right; a week outside the band is red and a diamond, a small one hollow."""
    t = words()
    order = [formats.day(week.start, language()) for week in chart.weeks]
    base = alt.Chart(charts.values([_row(week, chart.center) for week in chart.weeks])).encode(
        x=alt.X("week:O", sort=order, axis=alt.Axis(title=None, labelAngle=0, labelOverlap="greedy"))
    )
    share = alt.Y("share:Q", axis=charts.per_cent(t("drift.axis")), scale=charts.share_scale())
    band = base.mark_area(color=charts.BAND, interpolate="step", opacity=0.8).encode(
        y=alt.Y("low:Q", scale=charts.share_scale()), y2="high:Q"
    )
    center = base.mark_line(color=charts.SOFT, strokeDash=[4, 4]).encode(y="center:Q")
    line = base.mark_line(color=charts.ACCENT).encode(y=share)
    points = base.mark_point(size=80, strokeWidth=2, opacity=1).encode(
        y=share,
        shape=alt.condition("datum.outside", alt.value("diamond"), alt.value("circle")),
        stroke=alt.Stroke("stroke:N", scale=None),
        fill=alt.Fill("fill:N", scale=None),
        tooltip=[alt.Tooltip("tip:N", title=" ")],
    )
    charts.show((band + center + line + points).properties(height=_HEIGHT), key=key, said=said)


def _row(week: Week, center: float) -> charts.Row:
    day, color = formats.day(week.start, language()), charts.ALERT if week.is_outside else charts.ACCENT
    return {
        "week": day,
        "share": week.share,
        "low": week.low,
        "high": week.high,
        "center": center,
        "outside": week.is_outside,
        "stroke": color,
        "fill": charts.PAPER if week.is_small else color,
        "tip": words()("drift.tip", week=day, accepted=week.accepted, decided=week.decided),
    }
