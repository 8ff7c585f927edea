"""Keeps what is at hand in sight, and the cursor where the person is to write."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_COMPONENT = st.components.v2.component(
    "follow_focus",
    html="<span hidden></span>",
    js=(Path(__file__).parent / "follow.js").read_text(encoding="utf-8"),
)


def follow(target: str) -> None:
    """Scroll the container of that key into view whenever the key changes; "settling" is the panel to write in."""
    _COMPONENT(key="follow_focus", data={"target": target})
