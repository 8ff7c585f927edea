"""What the address of a page names."""

from __future__ import annotations

from uuid import UUID

import streamlit as st


def asked_id(name: str) -> UUID | None:
    """The id in the address, or None when there is none or it is not one."""
    try:
        return UUID(st.query_params.get(name, ""))
    except ValueError:
        return None
