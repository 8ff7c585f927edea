"""Panels of the review page in which a reviewer writes: a question to the institution, a reason to decline."""

from __future__ import annotations

import streamlit as st

from admin_app import desk
from admin_app.visit import words
from review_queue.review_records import ReviewView


def settling(view: ReviewView) -> None:
    """Drawn only while one of the two panels is open."""
    panel = desk.desk().panel
    if panel not in {"question", "decline"}:
        return
    t = words()
    with st.container(border=True, key="settling"):
        st.markdown(t(f"review.{panel}_about"))
        text = st.text_area(
            t(f"review.{panel}_label"),
            value=suggested_question(view) if panel == "question" else "",
            key=f"{panel}_{view.submission_id.hex}",
            height=140,
        )
        with st.container(horizontal=True):
            if st.button(t(f"review.{panel}_send"), type="primary", key="settling_send", shortcut="Ctrl+Enter"):
                (desk.send_back if panel == "question" else desk.decline)(view, text)
                st.rerun()
            st.button(t("review.cancel"), key="settling_cancel", on_click=desk.desk().close, shortcut="Esc")


def suggested_question(view: ReviewView) -> str:
    """What the tagger would ask, one question a line, in the program's language."""
    return "\n".join(dict.fromkeys(silence.question for silence in view.abstentions if silence.question))
