"""Which facet to look at."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from admin_app.visit import words


def facet_choice(facets: Sequence[str], *, key: str) -> str:
    """One of them, the first until another is chosen."""
    t = words()
    chosen: str | None = st.segmented_control(
        t("gold.facet_head"),
        list(facets),
        default=facets[0],
        format_func=lambda facet: t(f"facet.{facet}"),
        key=key,
        label_visibility="collapsed",
    )
    return chosen or facets[0]
