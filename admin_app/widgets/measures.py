"""Measures, slices and runs in words, and tables of their figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import streamlit as st

from admin_app.visit import language, words
from admin_app.widgets import formats
from admin_app.widgets.escaping import in_html
from evals.figures import Figure
from evals.records import Run
from vocabulary import UnknownConcept, load

# What is looked at first in every facet; the rest is one click away.
KEY_MEASURES = ("hit@1", "hit@5", "precision", "recall", "f1", "first_or_none", "ece")


def measure_name(measure: str) -> str:
    """ "hit@5" and "f1@minor_group" in words."""
    t = words()
    base, _, at = measure.partition("@")
    if not at:
        return t(f"measure.{base}")
    if at == "1":
        return t("measure.first")
    if at.isdigit():
        return t(f"measure.{base}_at", k=at)
    return t("measure.at_level", measure=t(f"measure.{base}"), level=t(f"level.{at}"))


def run_name(run: Run) -> str:
    """Profile, gold set and split, and when it was begun."""
    return " · ".join((run.inputs.profile, gold_name(run), formats.moment(run.started_at, language())))


def gold_name(run: Run) -> str:
    name, split = Path(run.inputs.gold).stem, run.inputs.split
    return f"{name} ({split})" if split else name


def slice_name(dimension: str, value: str) -> str:
    """A slice's value in words; institutions are named as they are."""
    t = words()
    if dimension == "broad_category":
        return _category(value)
    if dimension == "teer":
        return t("slice.teer_value", number=value)
    key = f"language.{value}" if dimension == "language" else f"slice.{dimension}_{value}"
    return t(key) if t.has(key) else value


def figures_table(figures: Sequence[Figure], beside: Mapping[str, Figure], *, names: tuple[str, str]) -> None:
    """A measure a row, with its interval; a second column for the run beside, when there is one."""
    t = words()
    heads = [t("evaluation.measure"), names[0], *([names[1]] if beside else []), t("evaluation.counted")]
    rows = "".join(_row(figure, beside) for figure in figures)
    head = "".join(f"<th scope='col'>{in_html(name)}</th>" for name in heads)
    st.html(f"<div class='table figures'><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>")


def figure_text(figure: Figure) -> str:
    reader = language()
    return formats.figure(figure.value, reader)


def interval_text(low: float, high: float) -> str:
    reader = language()
    return words()("evaluation.interval", low=formats.figure(low, reader), high=formats.figure(high, reader))


def _row(figure: Figure, beside: Mapping[str, Figure]) -> str:
    cells = [_cell(figure)]
    if beside:
        other = beside.get(figure.measure)
        cells.append(_cell(other) if other else "–")
    name = f"<th scope='row'>{in_html(measure_name(figure.measure))}</th>"
    columns = "".join(f"<td>{cell}</td>" for cell in cells)
    return f"<tr>{name}{columns}<td>{figure.programs}</td></tr>"


def _cell(figure: Figure) -> str:
    said = in_html(interval_text(figure.low, figure.high))
    return f"<strong>{in_html(figure_text(figure))}</strong> <small>{said}</small>"


def _category(code: str) -> str:
    try:
        return f"{code} {load('noc').get(code).label(language())}"
    except UnknownConcept:
        return code
