"""Programs that wait: why, and a button to have each or all of them tried again."""

from __future__ import annotations

from uuid import UUID

import streamlit as st

from admin_app.database import work
from admin_app.refusal import told
from admin_app.visit import actor, note, words
from admin_app.widgets.escaping import in_markdown
from admin_app.widgets.pager import page_number, pager
from admin_app.widgets.program_lines import program_lines
from admin_app.widgets.states import failure_sentence
from review_queue.model_report import kept_in_line
from review_queue.programs import my_programs
from review_queue.records import ProgramLine
from review_queue.submissions import retry_tagging

_SIZE = 10


def waiting_programs() -> None:
    """Those kept in line are counted by reason; those that need a person are listed."""
    t = words()
    number = page_number("waiting_page", ())
    with work() as session:
        lines = my_programs(session, actor=actor(), state="waiting", page=number, page_size=_SIZE)
        in_line = kept_in_line(session, actor=actor())
    for reason, count in in_line.items():
        st.markdown(f":material/schedule: {t.counted('activity.in_line', count)} {t(f'reason.{reason}')}")
    if lines.total:
        st.markdown(t.counted("activity.waiting_count", lines.total))
    if not lines.total and not in_line:
        st.caption(t("activity.nothing_waits"))
    elif st.button(t("activity.retry_all"), type="primary", icon=":material/refresh:", key="retry_all"):
        _retry(None)
    program_lines(lines, _recorded_and_retried)
    pager("waiting_page", number=number, size=_SIZE, total=lines.total)


def _recorded_and_retried(line: ProgramLine) -> None:
    """What the worker wrote down, for whoever has to mend it, and another try."""
    t = words()
    if line.failure:
        st.caption(t("activity.recorded", said=failure_sentence(line.failure)))
    elif line.reason_value:
        said = t(f"recorded.{line.reason_code}", value=in_markdown(line.reason_value))
        st.caption(t("activity.recorded", said=said))
    elif line.reason:
        st.caption(t("activity.recorded_before", said=in_markdown(line.reason)))
    key = f"retry_{line.submission_id.hex}"
    if st.button(t("activity.retry_one"), type="tertiary", icon=":material/refresh:", key=key):
        _retry(line.submission_id)


def _retry(submission_id: UUID | None) -> None:
    with told(), work() as session:
        moved = retry_tagging(session, actor=actor(), submission_id=submission_id)
        note(words().counted("activity.retried", moved))
        st.rerun()
