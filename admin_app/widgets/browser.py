"""What only the browser can do: declare the page's language, keep or drop the cookies, guard fast typing."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from admin_app.visit import language

_COMPONENT = st.components.v2.component(
    "panel_browser",
    html="<span hidden></span>",
    js=(Path(__file__).parent / "browser.js").read_text(encoding="utf-8"),
)


def browser() -> None:
    """Mounted once by the frame, at each run."""
    _COMPONENT(
        key="panel_browser",
        height="content",
        data={
            "language": language(),
            "remember": "language" in st.session_state,
            "ticket": st.session_state.get("ticket"),
            "leave": bool(st.session_state.get("signed_out")),
        },
    )
