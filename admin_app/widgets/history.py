"""What happened to a program or in the whole queue, entry by entry."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from admin_app.visit import language, words
from admin_app.widgets import formats
from admin_app.widgets.escaping import in_html
from review_queue.records import AuditLine
from vocabulary import VOCABULARY_OF, load


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


def _detail(name: str, value: str, line: AuditLine) -> str:
    """A value of an act in words; ids are left to the exported trail."""
    t = words()
    said = t(f"{name}.{value}") if t.has(f"{name}.{value}") else _concept(value, line) if name == "code" else value
    return t("detail.pair", name=t(f"detail.{name}"), value=said)


def _concept(code: str, line: AuditLine) -> str:
    """A code with its label, as far as the vocabulary of its facet has it."""
    vocabulary = VOCABULARY_OF.get(line.details.get("facet", ""))
    concept = load(vocabulary).concepts.get(code) if vocabulary else None
    return f"{code} {concept.label(language())}" if concept else code


def _row(line: AuditLine) -> str:
    named = [_detail(name, value, line) for name, value in line.details.items() if words().has(f"detail.{name}")]
    details = " · ".join(([line.program_id] if line.program_id else []) + named)
    who = line.actor if line.actor_id else words()("history.worker")
    cells = (formats.moment(line.at, language()), who, verb_name(line.verb), details)
    return f"<tr>{''.join(f'<td>{in_html(cell)}</td>' for cell in cells)}</tr>"
