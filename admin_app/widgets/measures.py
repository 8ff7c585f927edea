"""Measures and runs in words, and tables of their figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import streamlit as st

from admin_app.visit import language, words
from admin_app.widgets import formats
from admin_app.widgets.escaping import in_html
from evals.figures import Figure
from evals.measures import measure as measure_of
from evals.records import Run
from evals.report.words import Words
from evals.report.words import words as words_of

# What is looked at first in every facet; the rest is one click away.
KEY_MEASURES = ("hit@1", "hit@5", "precision", "recall", "f1", "first_or_none", "ece_proposed")


def measure_name(measure: str) -> str:
    """In the words of the report."""
    return report_words().measure_name(measure)


def report_words() -> Words:
    """Reports and pages call a measure by the same name, and write numbers alike."""
    return words_of(language())


def run_name(run: Run) -> str:
    """Profile, gold set and split, and when it was begun."""
    return " · ".join((run.inputs.profile, gold_name(run), formats.moment(run.started_at, language())))


def gold_name(run: Run) -> str:
    name, split = Path(run.inputs.gold).stem, run.inputs.split
    return f"{name} ({split})" if split else name


def figures_table(figures: Sequence[Figure], beside: Mapping[str, Figure], *, names: tuple[str, str]) -> None:
    """A measure a row, with its interval; a second column for the run beside, when there is one."""
    t = words()
    heads = [t("evaluation.measure"), names[0], *([names[1]] if beside else []), t("evaluation.counted")]
    rows = "".join(_row(figure, beside) for figure in figures)
    head = "".join(f"<th scope='col'>{in_html(name)}</th>" for name in heads)
    st.html(f"<div class='table figures'><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>")


def _row(figure: Figure, beside: Mapping[str, Figure]) -> str:
    cells = [_cell(figure)]
    if beside:
        other = beside.get(figure.measure)
        cells.append(_cell(other) if other else "–")
    w = report_words()
    lower = measure_is_lower(figure) and f" <small>{in_html(w['lower'])}</small>"
    name = f"<th scope='row'>{in_html(measure_name(figure.measure))}{lower or ''}</th>"
    columns = "".join(f"<td>{cell}</td>" for cell in cells)
    return f"<tr>{name}{columns}<td>{figure.programs}</td></tr>"


def measure_is_lower(figure: Figure) -> bool:
    """Whether less is better, as it is for errors, time and cost."""
    return not figure.facet or measure_of(figure.facet, figure.measure).better == "lower"


def _cell(figure: Figure) -> str:
    w = report_words()
    between = in_html(w.between(figure.low, figure.high))
    return f"<strong>{in_html(w.number(figure.value))}</strong> <small>{between}</small>"
