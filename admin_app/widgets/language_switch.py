"""The switch between English and French."""

from __future__ import annotations

import streamlit as st

from admin_app.visit import choose_language, language
from admin_app.wording import LANGUAGES


def language_switch() -> None:
    """A button that names the other language, in that language."""
    other = next(code for code in LANGUAGES if code != language())
    st.button(
        LANGUAGES[other],
        key="language_switch",
        icon=":material/translate:",
        type="tertiary",
        on_click=choose_language,
        args=(other,),
    )
