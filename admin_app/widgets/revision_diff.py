"""What changed in a program's text since the revision before, word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

import streamlit as st

from admin_app.visit import words
from admin_app.widgets.escaping import in_html
from review_queue.records import Draft


def revision_diff(before: Draft, after: Draft) -> None:
    """Title, description and outcomes, deleted words struck out and new ones underlined; says so when equal."""
    t = words()
    changed = [
        f"<h3>{in_html(t(f'program.{name}'))}</h3><p>{difference(old, new)}</p>"
        for name, old, new in (
            ("title", before.title, after.title),
            ("description", before.description, after.description),
            ("outcomes", "\n".join(before.outcomes), "\n".join(after.outcomes)),
        )
        if old != new
    ]
    body = "".join(changed) or f"<p>{in_html(t('review.text_unchanged'))}</p>"
    st.html(f"<article class='program-text diff' lang='{after.language}'>{body}</article>")


def difference(before: str, after: str) -> str:
    """HTML of `after` with `del` and `ins` around the words that differ from `before`."""
    old, new = re.findall(r"\s+|\S+", before), re.findall(r"\s+|\S+", after)
    html = []
    for operation, start, stop, begin, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = in_html("".join(old[start:stop])), in_html("".join(new[begin:end]))
        if operation == "equal":
            html.append(come)
            continue
        html += [f"<del>{gone}</del>" if gone else "", f"<ins>{come}</ins>" if come else ""]
    return "".join(html)
