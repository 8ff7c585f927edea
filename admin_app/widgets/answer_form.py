"""An institution's answer to a reviewer's question, with the text to correct if need be."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from admin_app.database import work
from admin_app.menu import path
from admin_app.refusal import told
from admin_app.visit import actor, note, words
from admin_app.widgets.escaping import in_html, in_markdown
from review_queue.records import Draft, ProgramView
from review_queue.submissions import answer_question


def answer_form(view: ProgramView) -> None:
    """Sending it puts the program, changed or not, back in the queue, and opens the revision that is now there."""
    t = words()
    asked = next((known for known in reversed(view.questions) if known.answer is None), None)
    with st.form("answer_form"):
        if asked:
            st.markdown(f"**{t('answer.question', by=in_markdown(asked.asked_by))}**")
            st.html(f"<p class='text-body'>{in_html(asked.question)}</p>")
        answer = st.text_area(t("answer.label"), key=f"answer_{view.submission_id.hex}", height=110)
        draft = _corrected(view.draft)
        sent = st.form_submit_button(t("answer.send"), type="primary")
    if sent:
        with told(), work() as session:
            changed = draft if draft != view.draft else None
            now_in_queue = answer_question(
                session, actor=actor(), submission_id=view.submission_id, answer=answer, draft=changed
            )
            note(t("answer.sent"))
            st.switch_page(path("program"), query_params={"program": str(now_in_queue)})


def _corrected(draft: Draft) -> Draft:
    t = words()
    with st.expander(t("answer.correct_text")):
        title = st.text_input(t("program.title"), draft.title)
        description = st.text_area(t("program.description"), draft.description, height=200)
        outcomes = st.text_area(t("answer.outcomes"), "\n".join(draft.outcomes), height=150)
    lines = tuple(line.strip() for line in outcomes.splitlines() if line.strip())
    return replace(draft, title=title or draft.title, description=description, outcomes=lines)
