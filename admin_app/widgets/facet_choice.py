"""Which facet to look at."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from admin_app.visit import words


def facet_choice(facets: Sequence[str], *, key: str, asked: str = "") -> str:
    """One of them: until another is chosen the one asked for, else the first."""
    t = words()
    first = asked if asked in facets else facets[0]
    chosen: str | None = st.segmented_control(
        t("gold.facet_head"),
        list(facets),
        default=first,
        format_func=lambda facet: t(f"facet.{facet}"),
        key=key,
        label_visibility="collapsed",
    )
    return chosen or first
