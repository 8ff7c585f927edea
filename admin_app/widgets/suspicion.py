"""A notice of passages that look like orders to a machine, with what no eye sees in them spelled out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import streamlit as st

from admin_app.visit import words
from admin_app.widgets.escaping import in_html
from tagging.records import Evidence

# Letters and signs that are drawn as nothing although their category says otherwise; the last range is variation
# selectors, which alter the sign before them.
_BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef"
_SAME = re.compile(r"(.)\1*", re.DOTALL)
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
_IS_BLANK = re.compile(f"[{_BLANK}]")


def suspicion(passages: Sequence[Evidence]) -> None:
    """Nothing when there are none."""
    if not passages:
        return
    t = words()
    st.warning(t.counted("review.suspicious", len(passages)), icon=":material/policy:")
    said = "".join(
        f"<li><small>{in_html(t(f'program.{passage.field}'))}</small><q>{unseen_shown(passage.quote)}</q></li>"
        for passage in passages
    )
    st.html(f"<ul class='suspicious'>{said}</ul>")


def unseen_shown(text: str) -> str:
    """HTML of the text; each run of a character that is not seen is named by its code and how often it stands there."""
    return "".join(_shown(run[1], len(run[0])) for run in _SAME.finditer(text))


def _shown(character: str, times: int) -> str:
    if character in "\n\t" or not (unicodedata.category(character) in _UNSEEN or _IS_BLANK.match(character)):
        return in_html(character * times)
    often = f"×{times}" if times > 1 else ""
    return f"<code>U+{ord(character):04X}{often}</code>"
