"""Comparison: two runs of one gold set, whether the newer may be released, what differs, which programs changed."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from admin_app import findings
from admin_app.database import work
from admin_app.menu import path
from admin_app.visit import actor, words
from admin_app.widgets.differences import change_line, differences_table, slices_table, verdict
from admin_app.widgets.escaping import in_markdown
from admin_app.widgets.facet_choice import facet_choice
from admin_app.widgets.measures import run_name
from admin_app.widgets.pager import page_number, pager
from evals import access
from evals.compare import Change, Comparison, NotPaired, shared
from evals.records import Recorded, Run

_SHOWN = 10


def page() -> None:
    t = words()
    st.page_link(path("evaluation"), label=t("evaluation.back"), icon=":material/arrow_back:")
    with work() as session:
        finished = [each.run for each in access.runs(session, actor=actor()) if each.run.finished_at]
    if len(finished) < 2:
        st.info(t("comparison.two_needed"), icon=":material/compare_arrows:")
        return
    base, new = _chosen(finished)
    if base is None or new is None:
        return
    try:
        _draw(*shared(findings.recorded(base.id), findings.recorded(new.id)))
    except NotPaired:
        st.warning(t("comparison.not_paired"), icon=":material/link_off:")


def _chosen(finished: Sequence[Run]) -> tuple[Run | None, Run | None]:
    """The new run first; then only those of the same gold to compare it with."""
    t = words()
    asked = next((run for run in finished if run.id == st.query_params.get("new")), finished[0])
    with st.grid(2, min_column_width=300):
        new: Run | None = st.selectbox(
            t("comparison.new"),
            finished,
            index=list(finished).index(asked),
            format_func=run_name,
            key="compare_new",
            filter_mode=None,
        )
        others = [run for run in finished if new and run.id != new.id and _same_gold(run, new)]
        base: Run | None = st.selectbox(
            t("comparison.base"),
            others,
            format_func=run_name,
            key=f"compare_base_{new.id if new else ''}",
            placeholder=t("comparison.none_of_this_gold"),
            disabled=not others,
            filter_mode=None,
        )
    if not others:
        st.info(t("comparison.no_other"), icon=":material/info:")
    return base, new


def _same_gold(run: Run, other: Run) -> bool:
    return run.inputs.gold_hash == other.inputs.gold_hash


def _draw(base: Recorded, new: Recorded) -> None:
    t = words()
    if base.run.inputs.split != new.run.inputs.split:
        st.caption(t.counted("comparison.shared", len(new.results)))
    with st.spinner(t("evaluation.working")):
        verdict(findings.verdicts(base.run.id, new.run.id, base, new))
    facet = facet_choice(base.facets, key="comparison_facet")
    with st.spinner(t("evaluation.working")):
        found = findings.comparison(base.run.id, new.run.id, facet, base, new)
    differences_table([each for each in found.differences if each.facet == facet])
    st.caption(t("comparison.about"))
    with st.expander(t("comparison.slices"), icon=":material/donut_small:"):
        slices_table(found.slices)
    _changes(found, facet)


def _changes(found: Comparison, facet: str) -> None:
    t = words()
    changes = [each for each in found.changes if each.facet == facet]
    improved = [each for each in changes if each.improved]
    worsened = [each for each in changes if not each.improved]
    st.subheader(t("comparison.changes"), anchor=False)
    if not changes:
        st.caption(t("comparison.nothing_changed"))
        return
    st.caption(t("comparison.change_about"))
    worse, better = st.tabs(
        [t("comparison.worsened", count=len(worsened)), t("comparison.improved", count=len(improved))]
    )
    with worse:
        _programs(worsened, facet, "worsened")
    with better:
        _programs(improved, facet, "improved")


def _programs(changes: Sequence[Change], facet: str, kind: str) -> None:
    key = f"changes_{kind}"
    number = page_number(key, (facet, len(changes)))
    for change in changes[(number - 1) * _SHOWN : number * _SHOWN]:
        known = change.new.id
        with st.container(gap=None):
            if st.button(in_markdown(change.new.title), key=f"open_{kind}_{known}", type="tertiary", wrap=True):
                run = st.session_state["compare_new"].id
                st.switch_page(path("errors"), query_params={"run": run, "facet": facet, "program": known})
            change_line(change)
    pager(key, number=number, size=_SHOWN, total=len(changes))


page()
