"""One program: its state, the question to answer, its tags, its text, its history."""

from __future__ import annotations

import streamlit as st

from admin_app import desk
from admin_app.database import work
from admin_app.menu import path
from admin_app.refusal import told
from admin_app.visit import actor, language, words
from admin_app.widgets import formats
from admin_app.widgets.address import asked_id
from admin_app.widgets.answer_form import answer_form
from admin_app.widgets.escaping import in_markdown
from admin_app.widgets.history import history
from admin_app.widgets.program_facts import program_facts
from admin_app.widgets.program_text import program_text
from admin_app.widgets.questions import questions
from admin_app.widgets.revision_diff import revision_diff
from admin_app.widgets.states import reason, state_badge
from admin_app.widgets.tags import tag_list
from review_queue import claims
from review_queue.programs import program
from review_queue.records import ProgramView


def page() -> None:
    """The program that the address names; a wrong or foreign id is told the same sentence."""
    t = words()
    back = "my_programs" if actor().role == "submitter" else "queue"
    st.page_link(path(back), label=t(f"program.back_{back}"), icon=":material/arrow_back:")
    asked = asked_id("program")
    if asked is None:
        st.info(t("program.none_chosen"), icon=":material/info:")
        return
    with told(), work() as session:
        _draw(program(session, actor=actor(), submission_id=asked))


def _draw(view: ProgramView) -> None:
    t = words()
    st.header(in_markdown(view.draft.title), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        state_badge(view.state)
        st.markdown(" · ".join((in_markdown(view.institution), in_markdown(view.draft.program_id))))
    _what_next(view)
    if view.state == "sent_back" and actor().role == "submitter":
        answer_form(view)
    if view.tags:
        st.subheader(t("program.tags"), anchor=False)
        tag_list(view.tags)
    st.subheader(t("program.text"), anchor=False)
    program_text(view.draft)
    program_facts(view.draft)
    questions(view.questions)
    if view.previous:
        with st.expander(t("review.changed_since"), icon=":material/difference:"):
            revision_diff(view.previous, view.draft)
    st.subheader(t("program.history"), anchor=False)
    history(view.history)


def _what_next(view: ProgramView) -> None:
    """A sentence on what happens next and who acts."""
    t = words()
    who = "submitter" if actor().role == "submitter" else "staff"
    changed = formats.moment(view.changed_at, language())
    st.markdown(t(f"next.{who}_{view.state}", at=changed))
    why = reason(view.reason_code, view.reason)
    if why:
        st.markdown(why)
    if view.newer_id and st.button(t("program.newer"), icon=":material/arrow_forward:"):
        st.switch_page(path("program"), query_params={"program": str(view.newer_id)})
    if view.state == "tagged" and actor().role == "reviewer":
        _take(view)


def _take(view: ProgramView) -> None:
    if st.button(words()("program.review_this"), type="primary", icon=":material/rate_review:"):
        with told(), work() as session:
            claims.claim(session, actor=actor(), submission_id=view.submission_id, lease=desk.lease())
            desk.sit_down(view.submission_id)
            st.switch_page(path("review"))


page()
