"""The queue: how much there is to do, and every program with its state."""

from __future__ import annotations

import streamlit as st

from admin_app.database import work
from admin_app.visit import actor, language, words
from admin_app.widgets import formats
from admin_app.widgets.pager import page_number, pager
from admin_app.widgets.program_lines import program_lines
from admin_app.widgets.states import state_figures, state_filter
from review_queue.claims import queue_size
from review_queue.institutions import list_institutions
from review_queue.programs import my_programs

_SIZE = 25


def page() -> None:
    _figures()
    t = words()
    with work() as session:
        institutions = list_institutions(session, actor=actor())
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = st.text_input(
            t("list.search"),
            type="search",
            live="400ms",
            key="queue_search",
            placeholder=t("list.search_placeholder"),
        )
        state = state_filter("queue_state")
        institution = st.selectbox(
            t("list.institution"),
            institutions,
            index=None,
            format_func=lambda known: known.name,
            placeholder=t("list.any_institution"),
            key="queue_institution",
        )
    number = page_number("queue_page", (search, state, institution))
    with work() as session:
        lines = my_programs(
            session,
            actor=actor(),
            state=state,
            search=search or None,
            institution_id=institution.institution_id if institution else None,
            page=number,
            page_size=_SIZE,
        )
    st.caption(t.counted("list.programs", lines.total))
    program_lines(lines)
    pager("queue_page", number=number, size=_SIZE, total=lines.total)


def _figures() -> None:
    t = words()
    with work() as session:
        size = queue_size(session, actor=actor())
    said = [t.counted("queue.free", size.free), t.counted("queue.claimed", size.claimed)]
    if size.oldest:
        said.append(t("queue.oldest", at=formats.moment(size.oldest, language())))
    st.markdown(" ".join(said))
    state_figures(size.states)


page()
