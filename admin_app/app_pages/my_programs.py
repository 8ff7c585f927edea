"""My programs: where each one is, from upload to publication."""

from __future__ import annotations

import streamlit as st

from admin_app.database import work
from admin_app.menu import path
from admin_app.visit import actor, words
from admin_app.widgets.pager import page_number, pager
from admin_app.widgets.program_lines import program_lines
from admin_app.widgets.states import state_figures, state_filter
from review_queue.claims import queue_size
from review_queue.programs import my_programs

_SIZE = 25


def page() -> None:
    t = words()
    with work() as session:
        size = queue_size(session, actor=actor())
    if not any(size.states.values()):
        st.info(t("my_programs.empty"), icon=":material/upload_file:")
        st.page_link(path("upload"), label=t("my_programs.go_upload"), icon=":material/arrow_forward:")
        return
    state_figures(size.states)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = st.text_input(
            t("list.search"),
            type="search",
            live="400ms",
            key="my_programs_search",
            placeholder=t("list.search_placeholder"),
        )
        state = state_filter("my_programs_state")
    number = page_number("my_programs_page", (search, state))
    with work() as session:
        lines = my_programs(session, actor=actor(), state=state, search=search or None, page=number, page_size=_SIZE)
    st.caption(t.counted("list.programs", lines.total))
    program_lines(lines)
    pager("my_programs_page", number=number, size=_SIZE, total=lines.total)


page()
