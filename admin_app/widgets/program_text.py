"""A program's own text, with the evidence of each proposal marked in the colour and line of its facet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import streamlit as st

from admin_app.visit import words
from admin_app.widgets.escaping import in_html
from review_queue.records import Draft
from tagging.records import Evidence, Field
from vocabulary import FACETS


@dataclass(frozen=True, slots=True)
class Mark:
    """Evidence to show; `focused` when it belongs to the proposal at hand."""

    evidence: Evidence
    facet: str
    focused: bool = False


def program_text(draft: Draft, marks: Iterable[Mark] = ()) -> None:
    """Description and outcomes as the institution wrote them; the title only when it holds evidence."""
    t = words()
    marks = tuple(marks)
    parts = []
    if any(mark.evidence.field == "title" for mark in marks):
        parts.append(f"<p class='text-title'>{_field(draft.title, 'title', marks)}</p>")
    parts.append(f"<p class='text-body'>{_field(draft.description, 'description', marks)}</p>")
    if draft.outcomes:
        parts.append(f"<h3>{in_html(t('program.outcomes'))}</h3><ul>{_outcomes(draft.outcomes, marks)}</ul>")
    st.html(f"<article class='program-text' lang='{draft.language}'>{''.join(parts)}</article>")


def legend() -> None:
    """Which colour and line stands for which facet."""
    t = words()
    names = "".join(f"<li><mark class='facet-{facet}'>{in_html(t(f'facet.{facet}'))}</mark></li>" for facet in FACETS)
    st.html(f"<ul class='legend' aria-label='{in_html(t('review.legend'))}'>{names}</ul>")


def marked(text: str, spans: Iterable[tuple[int, int, str, bool]]) -> str:
    """HTML of the text with each span (start, end, facet, focused) in a mark; overlapping marks are nested."""
    spans = tuple(spans)
    edges = sorted({0, len(text), *(edge for start, end, *_ in spans for edge in (start, end) if 0 < edge < len(text))})
    html = []
    for start, end in pairwise(edges):
        piece = in_html(text[start:end])
        covering = {(facet, focused) for begin, stop, facet, focused in spans if begin <= start and end <= stop}
        for facet, focused in sorted(covering):
            piece = f"<mark class='facet-{facet}{' is-focused' if focused else ''}'>{piece}</mark>"
        html.append(piece)
    return "".join(html)


def _field(text: str, field: Field, marks: Iterable[Mark], *, offset: int = 0) -> str:
    found = [mark for mark in marks if mark.evidence.field == field]
    return marked(text, [(m.evidence.start - offset, m.evidence.end - offset, m.facet, m.focused) for m in found])


def _outcomes(outcomes: tuple[str, ...], marks: Iterable[Mark]) -> str:
    """Evidence offsets count in the outcomes joined by one newline."""
    marks, offset, lines = tuple(marks), 0, []
    for outcome in outcomes:
        lines.append(f"<li>{_field(outcome, 'outcomes', marks, offset=offset)}</li>")
        offset += len(outcome) + 1
    return "".join(lines)
