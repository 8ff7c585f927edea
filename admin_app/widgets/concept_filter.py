"""Filters of the catalog: the concepts that listings carry, with the broader ones above them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import streamlit as st

from admin_app.visit import language, words
from admin_app.widgets import tags
from catalog.records import TagCount
from vocabulary import VOCABULARY_OF, Concept, UnknownConcept, load


def concept_filter(facet: str, found: Mapping[str, tuple[TagCount, ...]], *, key: str) -> str | None:
    """The code chosen, at any level; typing in the list narrows it."""
    t = words()
    options = concepts(facet, found.get(facet, ()))
    chosen = st.session_state.get(key)
    codes = list(dict.fromkeys([*options, *([chosen] if chosen else [])]))
    picked: str | None = st.selectbox(
        t(f"facet.{facet}"),
        codes,
        index=None,
        key=key,
        format_func=lambda code: _option(facet, code),
        placeholder=t(f"listings.any_{facet}"),
    )
    return picked


def concepts(facet: str, counted: Iterable[TagCount]) -> dict[str, Concept]:
    """Those of the tags counted that the edition has, and all above them, broad before narrow."""
    vocabulary = load(VOCABULARY_OF[facet])
    known: dict[str, Concept] = {}
    for count in counted:
        try:
            known |= {above.code: above for above in vocabulary.ancestors(count.tag.code)}
            known[count.tag.code] = vocabulary.get(count.tag.code)
        except UnknownConcept:
            continue
    paths = {code: (*(above.code for above in reversed(vocabulary.ancestors(code))), code) for code in known}
    return {code: known[code] for code in sorted(known, key=lambda code: _sorting(paths[code], known))}


def _sorting(path: tuple[str, ...], known: Mapping[str, Concept]) -> tuple[str, ...]:
    return tuple(tags.name(known[code]) for code in path)


def _option(facet: str, code: str) -> str:
    vocabulary = load(VOCABULARY_OF[facet])
    try:
        concept = vocabulary.get(code)
    except UnknownConcept:
        return code
    return f"{'  ' * len(vocabulary.ancestors(code))}{tags.name(concept, language())}"
