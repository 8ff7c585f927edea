"""Measures and runs in words, and tables of their figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import streamlit as st

from admin_app import findings
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
    """Profile, gold set and split, when it was begun, and whether it is the run in use."""
    marked = [words()("evaluation.in_use")] if findings.is_in_use(run) else []
    return " · ".join((short_name(run), formats.moment(run.started_at, language()), *marked))


def short_name(run: Run) -> str:
    """Profile, gold set and split."""
    gold, split = gold_name(Path(run.inputs.gold)), run.inputs.split
    return f"{profile_name(run.inputs.profile)} · {f'{gold} ({split_name(split)})' if split else gold}"


def profile_name(profile: str) -> str:
    """In words, as are gold sets and splits; what has none is called as it is."""
    return _in_words(f"profile.{profile}", profile)


def gold_name(file: Path) -> str:
    return _in_words(f"gold_set.{file.stem}", file.stem)


def split_name(split: str) -> str:
    return _in_words(f"split.{split}", split)


def in_use_badge() -> None:
    st.badge(words()("evaluation.in_use"), icon=":material/bookmark:", color="green")


def figures_table(figures: Sequence[Figure], beside: Mapping[str, Figure], *, names: tuple[str, str]) -> None:
    """A measure a row, with its interval; a second column for the run beside, when there is one."""
    t = words()
    heads = [t("evaluation.measure"), names[0], *([names[1]] if beside else []), t("evaluation.counted")]
    rows = "".join(_row(figure, beside) for figure in figures)
    head = "".join(f"<th scope='col'>{in_html(name)}</th>" for name in heads)
    st.html(f"<div class='table figures'><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>")


def _in_words(key: str, name: str) -> str:
    t = words()
    return t(key) if t.has(key) else name


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
