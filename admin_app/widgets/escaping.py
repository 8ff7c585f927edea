"""Uploaded text made harmless where Streamlit reads Markdown, and where the browser reads HTML."""

from __future__ import annotations

import re
from html import escape

# Sites and addresses are made links even when escaped; a word joiner, which nobody sees, keeps them text.
_LINKING = re.compile(r"(?i)(?<=:)(?=//)|(?<=www)(?=\.)|(?=@)")
_JOINER = "\N{WORD JOINER}"
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&^=@/])")


def in_markdown(text: str) -> str:
    """The text on one line, each sign that Markdown, LaTeX or a Streamlit directive could read escaped."""
    return _MARKDOWN.sub(r"\\\1", _LINKING.sub(_JOINER, " ".join(text.split())))


def in_html(text: str) -> str:
    """The text for the inside of an element or a quoted attribute."""
    return escape(text, quote=True)
