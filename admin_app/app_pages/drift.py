"""Drift: how often reviewers accept what the tagger proposes, week by week, and where that left its band."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import streamlit as st

from admin_app.database import work
from admin_app.visit import actor, language, words
from admin_app.widgets import formats
from admin_app.widgets.control_chart import control_chart
from admin_app.widgets.escaping import in_markdown
from evals.drift import FEWEST_PROGRAMS, FEWEST_WEEKS, Chart, Week, chart
from review_queue.acceptance import Taken, acceptance
from vocabulary import FACETS


def page() -> None:
    t = words()
    st.markdown(t("drift.about"))
    with work() as session:
        taken = acceptance(session, actor=actor())
    if not taken:
        st.info(t("drift.empty"), icon=":material/monitoring:")
        return
    _notices(taken)
    chosen = _filtered(taken)
    for facet in FACETS:
        _facet(facet, [each for each in chosen if each.facet == facet])
    with st.expander(t("drift.how"), icon=":material/help:"):
        st.markdown(t("drift.how_about", weeks=FEWEST_WEEKS, programs=FEWEST_PROGRAMS))


def _notices(taken: Sequence[Taken]) -> None:
    """A sentence for each facet, language and institution whose newest week left its band."""
    t = words()
    said = [_left(where, found.weeks[-1]) for where, found in _streams(taken) if found.has_left]
    if said:
        st.warning("\n".join(f"- {sentence}" for sentence in said), icon=":material/warning:")
    elif any(True for _ in _streams(taken)):
        st.success(t("drift.steady"), icon=":material/check_circle:")


def _streams(taken: Sequence[Taken]) -> Iterator[tuple[str, Chart]]:
    t = words()
    for facet in FACETS:
        name, of_facet = t(f"facet.{facet}"), [each for each in taken if each.facet == facet]
        groups = {name: of_facet}
        for code in sorted({each.language for each in of_facet}):
            groups[f"{name}, {t(f'language.{code}')}"] = [each for each in of_facet if each.language == code]
        for institution in sorted({each.institution for each in of_facet}):
            rows = [each for each in of_facet if each.institution == institution]
            groups[f"{name}, {in_markdown(institution)}"] = rows
        for where, rows in groups.items():
            found = chart(rows)
            if found:
                yield where, found


def _left(where: str, newest: Week) -> str:
    share, low, high = _shares(newest)
    return words()("drift.left", where=where, share=share, low=low, high=high)


def _shares(week: Week) -> tuple[str, str, str]:
    """Accepted, and the two ends of the band, in words."""
    share, low, high = (formats.share(figure, language()) for figure in (week.share, week.low, week.high))
    return share, low, high


def _filtered(taken: Sequence[Taken]) -> list[Taken]:
    t = words()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        spoken = st.selectbox(
            t("listings.language"),
            ("en", "fr"),
            index=None,
            format_func=lambda code: t(f"language.{code}"),
            placeholder=t("listings.any_language"),
            key="drift_language",
            filter_mode=None,
        )
        institution = st.selectbox(
            t("list.institution"),
            sorted({each.institution for each in taken}),
            index=None,
            placeholder=t("list.any_institution"),
            key="drift_institution",
        )
    return [each for each in taken if spoken in (None, each.language) and institution in (None, each.institution)]


def _facet(facet: str, taken: Sequence[Taken]) -> None:
    t = words()
    st.subheader(t(f"facet.{facet}"), anchor=False)
    decided, accepted = sum(each.decided for each in taken), sum(each.accepted for each in taken)
    if not decided:
        st.caption(t("drift.nothing_decided"))
        return
    share = formats.share(accepted / decided, language())
    st.markdown(t("drift.overall", share=share, accepted=accepted, decided=decided))
    found = chart(taken)
    if found is None:
        st.caption(t("drift.too_few_weeks", weeks=FEWEST_WEEKS + 1, programs=FEWEST_PROGRAMS))
        return
    share, low, high = _shares(found.weeks[-1])
    said = t("drift.chart_said", facet=t(f"facet.{facet}"), share=share, low=low, high=high)
    control_chart(found, key=f"drift_{facet}", said=said)
    st.caption(said)


page()
