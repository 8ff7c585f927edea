"""A program's own text, with the evidence of each proposal marked in the colour and line of its facet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import streamlit as st

from admin_app.visit import words
from admin_app.widgets.escaping import in_html
from review_queue.records import Draft
from tagging.records import Evidence, Field
from vocabulary import FACETS

# Start, end, facet, and whether it belongs to the proposal at hand.
Span = tuple[int, int, str, bool]


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


def marked(text: str, spans: Iterable[Span]) -> str:
    """HTML of the text with each span in a mark: short ones lie within long ones, crossing ones are split."""
    merged = _merged(spans, len(text))
    open_marks: list[Span] = []
    html, here = [], 0
    for edge in sorted({0, len(text), *(edge for span in merged for edge in span[:2])}):
        html.append(in_html(text[here:edge]))
        kept = [span for span in open_marks if span[1] > edge]
        lasting = next((at for at, span in enumerate(open_marks) if span[1] <= edge), len(open_marks))
        html += ["</mark>"] * (len(open_marks) - lasting)
        begun = sorted((span for span in merged if span[0] == edge), key=lambda span: (-span[1], span[2]))
        html += [_opening(span) for span in (*kept[lasting:], *begun)]
        open_marks, here = [*kept, *begun], edge
    return "".join(html)


def _merged(spans: Iterable[Span], length: int) -> list[Span]:
    """Each stretch of a facet once, focused when any of its proposals is; what lies outside the text is cut off."""
    found: dict[tuple[int, int, str], bool] = {}
    for start, end, facet, focused in spans:
        place = (max(start, 0), min(end, length), facet)
        if place[0] < place[1]:
            found[place] = found.get(place, False) or focused
    return [(*place, focused) for place, focused in found.items()]


def _opening(span: Span) -> str:
    return f"<mark class='facet-{span[2]}{' is-focused' if span[3] else ''}'>"


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
