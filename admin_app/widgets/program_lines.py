"""A list of programs, each a line with its state, opened by a click on its title."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from admin_app.menu import path
from admin_app.visit import actor, language, words
from admin_app.widgets import formats
from admin_app.widgets.escaping import in_markdown
from admin_app.widgets.states import reason, state_badge
from review_queue.records import Page, ProgramLine


def program_lines(lines: Page[ProgramLine], act: Callable[[ProgramLine], None] | None = None) -> None:
    """Title, institution and id, state, when it last changed, why it waits; `act` draws what can be done there."""
    for line in lines.lines:
        with st.container(border=True, key=f"line_{line.submission_id.hex}", gap="xsmall"):
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                if st.button(in_markdown(line.title), key=f"open_{line.submission_id.hex}", type="tertiary", wrap=True):
                    st.switch_page(path("program"), query_params={"program": str(line.submission_id)})
                state_badge(line.state)
            st.caption(" · ".join(_facts(line)))
            if act:
                act(line)


def _facts(line: ProgramLine) -> list[str]:
    t, reader = words(), language()
    facts = [in_markdown(line.program_id)]
    if actor().role != "submitter":
        facts.insert(0, in_markdown(line.institution))
    facts.append(t(f"language.{line.language}"))
    if line.revision > 1:
        facts.append(t("program.revision", number=line.revision))
    facts.append(t("list.changed", at=formats.moment(line.changed_at, reader)))
    why = reason(line.reason_code, line.reason)
    return [*facts, why] if why else facts
