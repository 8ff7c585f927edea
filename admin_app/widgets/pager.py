"""Steps through the pages of a long list, or through its entries one by one."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Literal

import streamlit as st

from admin_app.visit import words

Steps = Literal["pages", "programs"]
_WORDS: Mapping[Steps, tuple[str, str, str]] = {
    "pages": ("list.earlier", "list.page", "list.later"),
    "programs": ("errors.earlier", "errors.page", "errors.later"),
}


def page_number(key: str, filters: Hashable) -> int:
    """The page to show, from 1; back to the first whenever the filters change."""
    kept: tuple[Hashable, int] = st.session_state.get(key, (filters, 1))
    number = kept[1] if kept[0] == filters else 1
    st.session_state[key] = (filters, number)
    return number


def pager(key: str, *, number: int, size: int, total: int, steps: Steps = "pages") -> None:
    """Where we are and the two steps; nothing when one page holds all."""
    if total <= size:
        return
    t, last = words(), -(-total // size)
    earlier, here, later = _WORDS[steps]
    with st.container(horizontal=True, vertical_alignment="center", key=f"{key}_pager"):
        _step(key, t(earlier), "chevron_left", number - 1, enabled=number > 1)
        st.markdown(t(here, number=number, last=last))
        _step(key, t(later), "chevron_right", number + 1, enabled=number < last)


def _step(key: str, label: str, icon: str, to: int, *, enabled: bool) -> None:
    def go() -> None:
        st.session_state[key] = (st.session_state[key][0], to)

    st.button(label, key=f"{key}_{icon}", icon=f":material/{icon}:", type="tertiary", on_click=go, disabled=not enabled)
