"""The field to choose a file; Streamlit's own words on it are English only, so ours are laid over them."""

from __future__ import annotations

import json

import streamlit as st
from streamlit.typing import UploadedFile

from admin_app.visit import words


def file_field(*, types: list[str], key: str) -> UploadedFile | None:
    t = words()
    button, hint = (
        json.dumps(t("upload.choose"), ensure_ascii=False),
        json.dumps(t("upload.limits"), ensure_ascii=False),
    )
    st.html(f"<style>:root {{ --panel-choose: {button}; --panel-limits: {hint}; }}</style>")
    return st.file_uploader(t("upload.file"), type=types, key=key)
