"""What else an institution says of a program: length, cost, dates, declared occupations."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from admin_app.visit import language, words
from admin_app.widgets import formats
from admin_app.widgets.escaping import in_html
from review_queue.records import Draft
from vocabulary import UnknownConcept, load


def program_facts(draft: Draft) -> None:
    """A list of name and value, of what was given only."""
    rows = "".join(f"<div><dt>{in_html(name)}</dt><dd>{in_html(value)}</dd></div>" for name, value in _facts(draft))
    if rows:
        st.html(f"<dl class='facts'>{rows}</dl>")


def declared(code: str) -> str:
    """A declared NOC code with its name, or the code alone when the edition does not have it."""
    try:
        return f"{code} {load('noc').get(code).label(language())}"
    except UnknownConcept:
        return words()("program.unknown_noc", code=code)


def _facts(draft: Draft) -> Iterator[tuple[str, str]]:
    t, reader = words(), language()
    if draft.declared_noc:
        yield t("program.declared_noc"), " · ".join(declared(code) for code in draft.declared_noc)
    if draft.delivery:
        key = f"delivery.{draft.delivery.replace(' ', '_')}"
        yield t("program.delivery"), t(key) if t.has(key) else draft.delivery
    if draft.duration_weeks is not None:
        yield t("program.duration"), t("program.weeks", count=formats.number(draft.duration_weeks, reader))
    if draft.hours is not None:
        yield t("program.hours"), formats.number(draft.hours, reader)
    if draft.cost_cad is not None:
        yield t("program.cost"), formats.money(draft.cost_cad, reader)
    if draft.osap_eligible is not None:
        yield t("program.osap"), t("answer.yes") if draft.osap_eligible else t("answer.no")
    if draft.stacks_into:
        yield t("program.stacks_into"), draft.stacks_into
    if draft.employer_partners:
        yield t("program.employers"), formats.joined(draft.employer_partners)
    if draft.start_dates:
        yield t("program.starts"), " · ".join(formats.day(start, reader) for start in draft.start_dates)
    if draft.url:
        yield t("program.url"), draft.url
    if draft.contact_email:
        yield t("program.contact"), t("program.contact_private", email=draft.contact_email)
