"""One run: its figures with their intervals beside another run's, its charts, and the ways on."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from admin_app import findings
from admin_app.database import work
from admin_app.menu import path
from admin_app.visit import actor, words
from admin_app.widgets.escaping import in_markdown
from admin_app.widgets.eval_charts import reliability_chart, risk_coverage_chart, slices_chart
from admin_app.widgets.facet_choice import facet_choice
from admin_app.widgets.measures import (
    KEY_MEASURES,
    figures_table,
    in_use_badge,
    measure_name,
    profile_name,
    report_words,
    run_name,
    short_name,
)
from admin_app.widgets.run_facts import run_facts
from evals import access
from evals.baselines import BASELINES
from evals.figures import Figure, answers_of
from evals.folders import NoRun
from evals.measures.calibration import reliability, risk_coverage
from evals.records import Recorded, Run
from evals.slices import DIMENSIONS, SHOWN


def page() -> None:
    """The run that the address names."""
    t = words()
    st.page_link(path("evaluation"), label=t("evaluation.back"), icon=":material/arrow_back:")
    try:
        _draw(findings.recorded(st.query_params.get("run", "")))
    except NoRun:
        st.info(t("evaluation.no_run"), icon=":material/info:")


def _draw(recorded: Recorded) -> None:
    t, run = words(), recorded.run
    st.header(in_markdown(short_name(run)), anchor=False)
    if findings.is_in_use(run):
        in_use_badge()
    if not recorded.results:
        st.info(t("evaluation.nothing_tagged"), icon=":material/hourglass_top:")
        return
    ways = st.container(horizontal=True, key="ways_on")
    beside = _beside(run)
    with ways:
        _ways_on(recorded, beside)
    facet = facet_choice(recorded.facets, key="run_facet")
    with st.spinner(t("evaluation.working")):
        _figures(recorded, facet, beside)
    _charts(recorded, facet)
    _slices(recorded, facet)
    with st.expander(t("evaluation.made_with"), icon=":material/fingerprint:"):
        run_facts(run)


def _ways_on(recorded: Recorded, beside: Recorded | None) -> None:
    t, run = words(), recorded.run
    if st.button(t("evaluation.browse_errors"), key="go_errors", icon=":material/search:", type="primary"):
        st.switch_page(path("errors"), query_params={"run": run.id})
    if st.button(t("evaluation.compare_this"), key="go_compare", icon=":material/compare_arrows:"):
        st.switch_page(path("comparison"), query_params={"new": run.id})
    st.download_button(
        t("evaluation.report"),
        data=partial(findings.report, recorded, beside),
        file_name=f"{run.inputs.profile}-{run.id[:8]}.html",
        mime="text/html",
        key="report",
        icon=":material/download:",
        on_click="ignore",
    )


def _beside(run: Run) -> Recorded | None:
    """Another run of the same gold, a baseline if there is one: a figure alone says little."""
    t = words()
    with work() as session:
        others = [each.run for each in access.runs(session, actor=actor()) if _is_comparable(each.run, run)]
    if not others:
        st.caption(t("evaluation.no_baseline"))
        return None
    others.sort(key=lambda other: other.inputs.profile not in BASELINES)
    chosen: Run | None = st.selectbox(
        t("evaluation.beside"), others, format_func=run_name, key=f"beside_{run.id}", filter_mode=None
    )
    return findings.recorded(chosen.id) if chosen else None


def _is_comparable(other: Run, run: Run) -> bool:
    same = (other.inputs.gold_hash, other.inputs.split) == (run.inputs.gold_hash, run.inputs.split)
    return same and other.id != run.id and other.finished_at is not None


def _figures(recorded: Recorded, facet: str, beside: Recorded | None) -> None:
    t, run = words(), recorded.run
    found = _of_facet(recorded, facet)
    other = {each.measure: each for each in _of_facet(beside, facet)} if beside else {}
    names = (profile_name(run.inputs.profile), profile_name(beside.run.inputs.profile) if beside else "")
    figures_table([each for each in found if each.measure in KEY_MEASURES], other, names=names)
    with st.expander(t("evaluation.all_measures"), icon=":material/table_rows:"):
        figures_table([each for each in found if each.measure not in KEY_MEASURES], other, names=names)
        whole = {each.measure: each for each in _of_facet(beside, "")} if beside else {}
        figures_table(_of_facet(recorded, ""), whole, names=names)
    st.caption(t("evaluation.intervals_about"))


def _of_facet(recorded: Recorded, facet: str) -> list[Figure]:
    return [each for each in findings.figures(recorded.run.id, recorded) if each.facet == facet]


def _charts(recorded: Recorded, facet: str) -> None:
    t, answers = words(), answers_of(recorded.results, facet)
    with st.grid(2, min_column_width=320):
        with st.container():
            st.subheader(t("evaluation.reliability"), anchor=False)
            reliability_chart(reliability(answers), key=f"reliability_{facet}")
            st.caption(t("evaluation.reliability_about"))
        with st.container():
            st.subheader(t("evaluation.risk_coverage"), anchor=False)
            risk_coverage_chart(risk_coverage(answers), key=f"risk_{facet}")
            st.caption(t("evaluation.risk_coverage_about"))


def _slices(recorded: Recorded, facet: str) -> None:
    t = words()
    found = findings.slices(recorded.run.id, facet, recorded)
    present = [name for name in DIMENSIONS if any(each.dimension == name for each in found)]
    st.subheader(t("evaluation.slices"), anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        dimension = st.selectbox(
            t("evaluation.dimension"),
            present,
            format_func=lambda name: report_words().dimensions[name],
            key="slice_dimension",
            filter_mode=None,
        )
        measure = _measure(SHOWN)
    slices_chart([each for each in found if each.dimension == dimension], measure, key=f"slices_{facet}_{measure}")
    st.caption(t("evaluation.slices_about"))


def _measure(names: Sequence[str]) -> str:
    return st.selectbox(
        words()("evaluation.measure"), names, format_func=measure_name, key="slice_measure", filter_mode=None
    )


page()
