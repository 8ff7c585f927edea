"""Errors: one program of a run at a time, with its text, the gold, the candidates, and where the right one was lost."""

from __future__ import annotations

import streamlit as st

from admin_app import findings
from admin_app.database import work
from admin_app.menu import path
from admin_app.refusal import told
from admin_app.visit import actor, words
from admin_app.widgets.answer_view import candidates_table, right_codes
from admin_app.widgets.escaping import in_markdown
from admin_app.widgets.facet_choice import facet_choice
from admin_app.widgets.measures import report_words, run_name
from admin_app.widgets.pager import page_number, pager
from admin_app.widgets.program_text import program_text
from evals.folders import NoRun
from evals.gold import GoldProgram
from evals.records import Answer, Recorded, Result
from review_queue.gold.programs import add_text
from review_queue.records import Draft

_WRONG = "wrongly_proposed"


def page() -> None:
    """The run that the address names."""
    t = words()
    run_id = st.query_params.get("run", "")
    st.page_link(path("run"), label=t("errors.back"), icon=":material/arrow_back:", query_params={"run": run_id})
    try:
        _draw(findings.recorded(run_id))
    except NoRun:
        st.info(t("evaluation.no_run"), icon=":material/info:")


def _draw(recorded: Recorded) -> None:
    t = words()
    st.markdown(in_markdown(run_name(recorded.run)))
    with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
        facet = facet_choice(recorded.facets, key="errors_facet", asked=st.query_params.get("facet", ""))
        found = _chosen(recorded, facet)
    if not found:
        st.success(t("errors.none"), icon=":material/check_circle:")
        return
    number = page_number("errors_page", (recorded.run.id, facet, len(found)))
    pager("errors_page", number=number, size=1, total=len(found), steps="programs")
    _program(recorded, found[number - 1], facet)


def _chosen(recorded: Recorded, facet: str) -> list[Result]:
    """The program of the address alone, else all with an error of the kind chosen."""
    t = words()
    one = [result for result in recorded.results if result.id == st.query_params.get("program")]
    if one:
        st.button(t("errors.all"), key="all_errors", type="tertiary", on_click=_forget_program)
        return one
    names = {str(step): said for step, said in report_words().steps.items()} | {_WRONG: t("lost.wrongly_proposed")}
    kind = st.selectbox(
        t("errors.kind"),
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder=t("errors.any_kind"),
        key="errors_kind",
        filter_mode=None,
        width=320,
    )
    return [result for result in recorded.results if kinds(result.answer(facet)) & ({kind} if kind else set(names))]


def kinds(answer: Answer | None) -> set[str]:
    """What went wrong: where right codes were lost, and whether a wrong one was proposed."""
    if answer is None:
        return set()
    wrong = {_WRONG} if set(answer.proposed) - set(answer.right) else set[str]()
    return set(answer.lost().values()) | wrong


def _forget_program() -> None:
    del st.query_params["program"]


def _program(recorded: Recorded, result: Result, facet: str) -> None:
    t = words()
    st.header(in_markdown(result.title), anchor=False)
    gold = (findings.gold_programs(recorded.run.inputs) or {}).get(result.id)
    left, right = st.columns([5, 6], gap="medium")
    with left, st.container(key="program_side"):
        if gold:
            program_text(_draft(gold))
        else:
            st.caption(t("errors.text_gone"))
    with right:
        answer = result.answer(facet)
        if answer:
            right_codes(answer)
            candidates_table(answer)
        if gold:
            _to_gold(gold, recorded)


def _draft(gold: GoldProgram) -> Draft:
    text = gold.program
    return Draft(text.id, text.title, text.description, text.outcomes, text.language or "en")


def _to_gold(gold: GoldProgram, recorded: Recorded) -> None:
    t = words()
    if st.button(t("errors.to_gold"), key="to_gold", icon=":material/edit_note:", help=t("gold.seen")):
        with told(), work() as session:
            added = add_text(session, actor=actor(), text=gold.program, origin=recorded.run.inputs.gold)
            st.switch_page(path("label"), query_params={"gold": str(added), "seen": "1"})


page()
