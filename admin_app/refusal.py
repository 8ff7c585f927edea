"""A refusal of a use case, said in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from admin_app.visit import words
from admin_app.wording import Wording, placeholders
from review_queue.refusals import Refusal

_TRANSLATED = {"role": "role", "state": "state", "target": "state", "facet": "facet", "action": "action"}


def sentence(t: Wording, refusal: Refusal) -> str:
    """The sentence for the refusal's code, its values translated where they are words of ours."""
    template = t.sentences[f"refusal.{refusal.code}"]
    return t(f"refusal.{refusal.code}", **{name: _value(t, name, refusal) for name in placeholders(template)})


@contextmanager
def told() -> Iterator[None]:
    """Show a refusal raised inside as a message, and go on."""
    try:
        yield
    except Refusal as refusal:
        st.error(sentence(words(), refusal), icon=":material/error:")


def _value(t: Wording, name: str, refusal: Refusal) -> str:
    value = refusal.values[name]
    kind = _TRANSLATED.get(name)
    return t(f"{kind}.{value}") if kind and t.has(f"{kind}.{value}") else value
