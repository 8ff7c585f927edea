"""Evaluation: runs of the tagger on gold sets; start one, watch it, open or compare what is finished."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from admin_app import findings
from admin_app.database import settings, work
from admin_app.menu import path
from admin_app.refusal import told
from admin_app.run_processes import Order, run_processes
from admin_app.visit import actor, language, note, words
from admin_app.widgets import formats
from admin_app.widgets.escaping import in_markdown
from admin_app.widgets.measures import gold_name, in_use_badge, profile_name, run_name, short_name, split_name
from evals import access
from evals.archive import Listed
from evals.baselines import BASELINES
from evals.gold import BadGold, read
from evals.inputs import ASKING, inputs_of
from evals.records import Inputs, Run
from evals.sources import gold_files, gold_of
from tagging.profiles import PROFILES
from tagging.selection.failures import SelectionFailed


def page() -> None:
    t = words()
    st.markdown(t("evaluation.about"))
    with work() as session:
        found = access.runs(session, actor=actor())
    finished = [each for each in found if each.run.finished_at]
    with st.container(border=True, key="start_run"):
        _start(found)
    _failures()
    if run_processes().running():
        _watch()
    for each in found:
        if not each.run.finished_at:
            _unfinished(each)
    _finished(finished)


def _start(found: list[Listed]) -> None:
    t = words()
    with st.grid(3, min_column_width=220):
        profile = st.selectbox(
            t("evaluation.profile"),
            _profiles(),
            format_func=profile_name,
            key="run_profile",
            filter_mode=None,
        )
        gold = st.selectbox(
            t("evaluation.gold"),
            gold_files(_harvests()),
            format_func=gold_name,
            key="run_gold",
            filter_mode=None,
        )
        split = _split(gold)
    if len(_profiles()) < len({*PROFILES, *BASELINES}):
        st.caption(t("evaluation.no_model"))
    if st.button(t("evaluation.run"), type="primary", key="order_run", icon=":material/play_arrow:"):
        _order(Order(profile, gold, split), found)


def _profiles() -> list[str]:
    """Those that can be run: the ones that ask a model only where one may be called."""
    try:
        settings().provider().check()
    except SelectionFailed:
        return [name for name in (*PROFILES, *BASELINES) if name not in ASKING]
    return [*PROFILES, *BASELINES]


def _order(order: Order, found: list[Listed]) -> None:
    """Have it made, unless a finished run has the very same inputs and so the same figures."""
    if any(each.run.inputs == _inputs(order) and each.run.finished_at for each in found):
        note(words()("evaluation.made_before"))
    else:
        with work() as session:
            access.order(session, actor=actor(), profile=order.profile, gold=order.gold.name, split=order.split)
        run_processes().start(order)
    st.rerun()


def _split(gold: Path) -> str | None:
    """One of the file's parts, the one to test with unless another is chosen; a bad file is told by the run itself."""
    t = words()
    try:
        splits = sorted({program.split for program in read(gold) if program.split})
    except BadGold:
        splits = []
    parts = ["", *splits]
    chosen: str = st.selectbox(
        t("evaluation.split"),
        parts,
        index=parts.index("test") if "test" in parts else 0,
        format_func=lambda part: split_name(part) if part else t("evaluation.all_programs"),
        key=f"run_split_{gold.stem}",
        filter_mode=None,
    )
    return chosen or None


def _adopt(found: list[Listed]) -> None:
    """The committed run of the profile in use, to compare with, until it is there."""
    t = words()
    if any(each.run.id == findings.baseline_id() for each in found):
        return
    if st.button(t("evaluation.adopt"), key="adopt_baseline", icon=":material/bookmark_added:"):
        with told(), work() as session:
            access.adopt_baseline(session, actor=actor())
            note(t("evaluation.adopted"))
            st.rerun()


@st.fragment(run_every="1s")
def _watch() -> None:
    """How far the runs of this panel are; draws the page anew when one has ended."""
    t = words()
    running = run_processes().running()
    with work() as session:
        found = {_order_of(each): each for each in reversed(access.runs(session, actor=actor()))}
    for order in running:
        listed = found.get(order)
        name = f"{profile_name(order.profile)} · {gold_name(order.gold)}"
        if listed and not listed.run.finished_at:
            text = t("evaluation.progress", run=name, done=listed.done, programs=listed.run.programs)
            st.progress(listed.done / listed.run.programs, text=text)
        elif listed:
            st.progress(1.0, text=t("evaluation.finishing", run=name))
        else:
            st.progress(0.0, text=t("evaluation.preparing", run=name))
    if st.session_state.setdefault("runs_watched", running) != running:
        st.session_state["runs_watched"] = running
        st.rerun(scope="app")


def _failures() -> None:
    t = words()
    for order, said in run_processes().failures().items():
        if said:
            reasons = "\n".join(f"- {in_markdown(line)}" for line in said.splitlines())
            st.error(f"{t('evaluation.failed', run=profile_name(order.profile))}\n\n{reasons}", icon=":material/error:")
            st.button(t("evaluation.understood"), on_click=run_processes().forget, args=(order,), key=f"seen_{order}")


def _unfinished(listed: Listed) -> None:
    """A run that nobody here is making: taken up with a button, as long as the tagger is the same."""
    t, order = words(), _order_of(listed)
    if order is not None and run_processes().is_running(order):
        return
    with st.container(border=True, key=f"run_{listed.run.id}", gap="xsmall"):
        st.markdown(f"**{in_markdown(run_name(listed.run))}**")
        st.caption(t("evaluation.stopped", done=listed.done, programs=listed.run.programs))
        with st.container(horizontal=True):
            if order is None or _inputs(order) != listed.run.inputs:
                st.caption(t("evaluation.cannot_resume"))
            elif st.button(t("evaluation.resume"), key=f"resume_{listed.run.id}", icon=":material/resume:"):
                run_processes().start(order)
                st.rerun()
            _remove(listed.run)


def _remove(run: Run) -> None:
    t = words()
    with st.popover(t("evaluation.remove"), type="tertiary", icon=":material/delete:", key=f"popover_{run.id}"):
        st.markdown(t("evaluation.remove_sure"))
        if st.button(t("evaluation.remove_yes"), key=f"remove_{run.id}", type="primary"):
            with told(), work() as session:
                access.remove(session, actor=actor(), run=run)
                note(t("evaluation.removed"))
                st.rerun()


def _finished(found: list[Listed]) -> None:
    t = words()
    st.subheader(t("evaluation.finished"), anchor=False)
    if not found:
        st.caption(t("evaluation.none_yet"))
    with st.container(horizontal=True):
        _compare(found)
        _adopt(found)
    for each in found:
        _line(each)


def _compare(found: list[Listed]) -> None:
    t = words()
    if len(found) > 1 and st.button(t("page.comparison"), key="go_comparison", icon=":material/compare_arrows:"):
        st.switch_page(path("comparison"))


def _line(each: Listed) -> None:
    t = words()
    with st.container(border=True, key=f"line_{each.run.id}", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center"):
            if st.button(in_markdown(short_name(each.run)), key=f"open_{each.run.id}", type="tertiary"):
                st.switch_page(path("run"), query_params={"run": each.run.id})
            if findings.is_in_use(each.run):
                in_use_badge()
        at = formats.moment(each.run.started_at, language())
        st.caption(f"{at} · {t.counted('list.programs', each.run.programs)}")


def _order_of(listed: Listed) -> Order | None:
    """What would make the run again; None when its gold file is gone."""
    gold = gold_of(listed.run.inputs, _harvests())
    return Order(listed.run.inputs.profile, gold, listed.run.inputs.split) if gold else None


def _inputs(order: Order) -> Inputs:
    """Those of the run that the order would make now."""
    return inputs_of(order.profile, order.gold, split=order.split, model=settings().openai_model)


def _harvests() -> Path:
    return settings().data_dir.resolve() / "gold"


page()
