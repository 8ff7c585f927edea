"""What happened to a program or in the whole queue, entry by entry."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from admin_app.visit import language, words
from admin_app.widgets import formats
from admin_app.widgets.escaping import in_html
from review_queue.records import AuditLine


def history(lines: Iterable[AuditLine]) -> None:
    """When, who, what, with the named values of the act."""
    rows = "".join(_row(line) for line in lines)
    t = words()
    head = "".join(
        f"<th scope='col'>{in_html(t(f'history.{name}'))}</th>" for name in ("when", "who", "what", "details")
    )
    st.html(f"<div class='table'><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>")


def verb_name(verb: str) -> str:
    """A verb in words, or as it is stored when the texts do not know it."""
    t = words()
    return t(f"verb.{verb}") if t.has(f"verb.{verb}") else verb


def _detail(name: str, value: str) -> str:
    """A value of an act in words; ids are left to the exported trail."""
    t = words()
    return f"{t(f'detail.{name}')}: {t(f'{name}.{value}') if t.has(f'{name}.{value}') else value}"


def _row(line: AuditLine) -> str:
    details = " · ".join(_detail(name, value) for name, value in line.details.items() if words().has(f"detail.{name}"))
    who = line.actor if line.actor_id else words()("history.worker")
    cells = (formats.moment(line.at, language()), who, verb_name(line.verb), details)
    return f"<tr>{''.join(f'<td>{in_html(cell)}</td>' for cell in cells)}</tr>"
