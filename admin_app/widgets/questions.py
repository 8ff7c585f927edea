"""Questions between reviewers and an institution, with their answers."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from admin_app.visit import language, words
from admin_app.widgets import formats
from admin_app.widgets.escaping import in_html
from review_queue.records import QuestionView


def questions(asked: Iterable[QuestionView]) -> None:
    """Oldest first; nothing when none was asked."""
    html = "".join(_one(question) for question in asked)
    if html:
        st.html(f"<section class='questions'><h3>{in_html(words()('program.questions'))}</h3>{html}</section>")


def _one(question: QuestionView) -> str:
    t, reader = words(), language()
    asked = t("program.asked", by=question.asked_by, at=formats.moment(question.asked_at, reader))
    html = _quoted(question.question, asked, "question")
    if question.answer and question.answered_by and question.answered_at:
        answered = t("program.answered", by=question.answered_by, at=formats.moment(question.answered_at, reader))
        html += _quoted(question.answer, answered, "answer")
    return html


def _quoted(text: str, said: str, kind: str) -> str:
    return f"<blockquote class='{kind}'><p>{in_html(text)}</p><footer>{in_html(said)}</footer></blockquote>"
