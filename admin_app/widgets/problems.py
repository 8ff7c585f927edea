"""What is to be corrected in a file, a sentence a row."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from admin_app.visit import language, words
from admin_app.widgets.escaping import in_html, in_markdown
from intake.records import Note, Problem

_SHOWN = 200


def problem_table(problems: Iterable[Problem]) -> None:
    """Where, and what to do; the file to download has all of them when the table would be too long."""
    t, found = words(), tuple(problems)
    head = "".join(f"<th scope='col'>{in_html(t(f'upload.{name}'))}</th>" for name in ("where", "what_to_do"))
    rows = "".join(_row(problem) for problem in found[:_SHOWN])
    st.html(f"<div class='table'><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>")
    if len(found) > _SHOWN:
        st.caption(t("upload.more_problems", count=len(found) - _SHOWN))


def note_list(notes: Iterable[Note]) -> None:
    """What was noticed while reading; the rows went in all the same."""
    said = [f"- {in_markdown(_placed(note))}" for note in notes]
    if said:
        with st.expander(words().counted("upload.notes", len(said)), icon=":material/info:"):
            st.markdown("\n".join(said))


def _row(problem: Problem) -> str:
    reader = language()
    return f"<tr><td>{in_html(problem.place(reader))}</td><td>{in_html(problem.sentence(reader))}</td></tr>"


def _placed(note: Note) -> str:
    place, said = note.place(language()), note.sentence(language())
    return f"{place}: {said}" if place else said
