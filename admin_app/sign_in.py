"""What everybody sees who is not signed in."""

from __future__ import annotations

import streamlit as st

from admin_app.database import work
from admin_app.refusal import told
from admin_app.visit import begin, words
from admin_app.widgets.language_switch import language_switch
from review_queue.accounts import sign_in


def page() -> None:
    """A form, a sentence on what this is, and where to get an account."""
    t = words()
    _, middle, _ = st.columns([1, 2, 1])
    with middle, st.container(key="sign_in", gap="medium"):
        with st.container(horizontal=True, horizontal_alignment="right"):
            language_switch()
        st.title(t("frame.product"), anchor=False)
        st.markdown(t("sign_in.about"))
        _form()
        st.caption(t("sign_in.no_account"))


def _form() -> None:
    t = words()
    with st.form("sign_in_form"):
        email = st.text_input(t("sign_in.email"), autocomplete="username", key="sign_in_email")
        password = st.text_input(
            t("sign_in.password"), type="password", autocomplete="current-password", key="sign_in_password"
        )
        asked = st.form_submit_button(t("sign_in.submit"), type="primary", width="stretch")
    if asked:
        with told(), work() as session:
            begin(sign_in(session, email=(email or "").strip(), password=password or ""))
            st.rerun()
