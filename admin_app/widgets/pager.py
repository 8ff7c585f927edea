"""Steps through the pages of a long list."""

from __future__ import annotations

from collections.abc import Hashable

import streamlit as st

from admin_app.visit import words


def page_number(key: str, filters: Hashable) -> int:
    """The page to show, from 1; back to the first whenever the filters change."""
    kept: tuple[Hashable, int] = st.session_state.get(key, (filters, 1))
    number = kept[1] if kept[0] == filters else 1
    st.session_state[key] = (filters, number)
    return number


def pager(key: str, *, number: int, size: int, total: int) -> None:
    """Where we are and the two steps; nothing when one page holds all."""
    if total <= size:
        return
    t, last = words(), -(-total // size)
    with st.container(horizontal=True, vertical_alignment="center", key=f"{key}_pager"):
        _step(key, t("list.earlier"), "chevron_left", number - 1, enabled=number > 1)
        st.markdown(t("list.page", number=number, last=last))
        _step(key, t("list.later"), "chevron_right", number + 1, enabled=number < last)


def _step(key: str, label: str, icon: str, to: int, *, enabled: bool) -> None:
    def go() -> None:
        st.session_state[key] = (st.session_state[key][0], to)

    st.button(label, key=f"{key}_{icon}", icon=f":material/{icon}:", type="tertiary", on_click=go, disabled=not enabled)
