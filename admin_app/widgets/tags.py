"""Tags in words: a facet's chip, a concept's code and name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import streamlit as st

from admin_app.visit import language, words
from admin_app.widgets.escaping import in_html
from admin_app.wording import Language
from vocabulary import FACETS

# Facets whose codes people know and say (NOC, NAICS).
SPOKEN_CODES = frozenset({"occupation", "industry"})


class Concept(Protocol):
    """What a proposal's, a listing's and a vocabulary's concept have in common."""

    @property
    def facet(self) -> str: ...
    @property
    def code(self) -> str: ...
    def label(self, language: Language, /) -> str: ...


def name(concept: Concept, reader: Language | None = None) -> str:
    """Code and label where people know the codes (NOC, NAICS), else the label."""
    label = concept.label(reader or language())
    return f"{concept.code} {label}" if concept.facet in SPOKEN_CODES else label


def tag_list(tags: Iterable[Concept]) -> None:
    """Tags by facet, each facet a line; nothing when there are none."""
    tags = tuple(tags)
    rows = []
    for facet in FACETS:
        chips = "".join(
            f"<li class='tag facet-{facet}'>{in_html(name(tag))}</li>" for tag in tags if tag.facet == facet
        )
        if chips:
            rows.append(f"<div><dt>{in_html(words()(f'facet.{facet}'))}</dt><dd><ul>{chips}</ul></dd></div>")
    if rows:
        st.html(f"<dl class='tags'>{''.join(rows)}</dl>")
