"""Differences between two runs: the gate's verdict in words, and tables with intervals."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import streamlit as st

from admin_app.visit import words
from admin_app.widgets.answer_view import concept_name
from admin_app.widgets.escaping import in_html
from admin_app.widgets.measures import measure_name, report_words
from evals.compare import Change, Difference
from evals.gate import Verdict
from evals.slices import SMALL

_NOISE = 0.05


def verdict(verdicts: Sequence[Verdict]) -> None:
    """Whether the new run may take the place of the base, and if not, why."""
    t = words()
    worse = [each for each in verdicts if each.worse]
    if not worse:
        st.success(t("comparison.open", count=len(verdicts)), icon=":material/lock_open:")
        return
    said = "\n".join(f"- {_loss(each)}" for each in worse)
    st.error(f"{t('comparison.closed')}\n\n{said}", icon=":material/lock:")


def differences_table(differences: Iterable[Difference]) -> None:
    """A measure a row: both figures, the difference with its interval, and what to make of it."""
    rows = "".join(_row(measure_name(each.measure), each) for each in differences)
    _table(("measure", "base_head", "new_head", "difference", "says"), rows)


def slices_table(differences: Iterable[Difference]) -> None:
    """The same for parts of the gold set, small ones marked."""
    t, w = words(), report_words()
    rows = ""
    for each in differences:
        few = f", {t('quality.few')}" if each.programs < SMALL else ""
        name = f"{w.slice_name(each.dimension, each.value)} (n = {each.programs}{few}) · {measure_name(each.measure)}"
        rows += _row(name, each)
    _table(("slice", "base_head", "new_head", "difference", "says"), rows)


def change_line(change: Change) -> None:
    """What was proposed of one program before and is now, right tags marked."""
    answer = change.new.answer(change.facet)
    right = answer.right if answer else ()
    before, after = (_codes(change.facet, codes, right) for codes in change.codes)
    st.html(f"<p class='change'>{before} <span aria-hidden='true'>→</span> {after}</p>")


def says(difference: Difference) -> str:
    """Better, worse, or nothing that chance alone would not do; by the adjusted probability."""
    gain = difference.new - difference.base if difference.better == "higher" else difference.base - difference.new
    if difference.adjusted > _NOISE or gain == 0:
        return "same"
    return "better" if gain > 0 else "worse"


def _codes(facet: str, codes: Sequence[str], right: Collection[str]) -> str:
    named = (f"{concept_name(facet, code)}{' ✓' if code in right else ''}" for code in codes)
    return "; ".join(in_html(name) for name in named) or in_html(words()("comparison.no_codes"))


def _loss(found: Verdict) -> str:
    t, w = words(), report_words()
    return t(
        "comparison.loss",
        facet=t(f"facet.{found.facet}"),
        measure=measure_name(found.measure),
        base=w.number(found.base),
        new=w.number(found.new),
    )


def _row(name: str, found: Difference) -> str:
    t, w = words(), report_words()
    gain, spread = w.signed(found.new - found.base), w.between(found.low, found.high)
    verdict_key = says(found)
    cells = (
        in_html(w.number(found.base)),
        in_html(w.number(found.new)),
        f"<strong>{in_html(gain)}</strong> <small>{in_html(spread)}</small>",
        f"<span class='says says-{verdict_key}'>{in_html(t(f'comparison.{verdict_key}'))}</span>",
    )
    lower = f" <small>{in_html(w['lower'])}</small>" if found.better == "lower" else ""
    return f"<tr><th scope='row'>{in_html(name)}{lower}</th>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _table(heads: Sequence[str], rows: str) -> None:
    t = words()
    head = "".join(f"<th scope='col'>{in_html(t(f'comparison.{name}'))}</th>" for name in heads)
    st.html(f"<div class='table figures'><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>")
