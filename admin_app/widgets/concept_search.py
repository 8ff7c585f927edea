"""Search of a vocabulary as you type: by code, name or job title, in either language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from admin_app.visit import language, words
from admin_app.widgets.tags import SPOKEN_CODES
from vocabulary import VOCABULARY_OF, Concept, load
from vocabulary.search import fold

_HERE = Path(__file__).parent
_SHOWN = 12
_COMPONENT = st.components.v2.component(
    "concept_search",
    html=(
        "<label for='query'></label>"
        "<input id='query' role='combobox' aria-autocomplete='list' aria-controls='results' autocomplete='off'>"
        "<ul id='results' role='listbox' hidden></ul>"
        "<p role='status'></p>"
    ),
    css=(_HERE / "concept_search.css").read_text(encoding="utf-8"),
    js=(_HERE / "concept_search.js").read_text(encoding="utf-8"),
)


@st.fragment
def concept_search(facet: str, *, key: str, chosen: Callable[[str], None]) -> None:
    """Calls `chosen` with a code once the person picks one, then draws the page anew."""
    t = words()
    query = str((st.session_state.get(key) or {}).get("query") or "")
    found = load(VOCABULARY_OF[facet]).search(query, limit=_SHOWN, language=language()) if query.strip() else []
    result = _COMPONENT(
        key=key,
        data={
            "label": t("search.label", facet=t(f"facet.{facet}")),
            "placeholder": t(f"search.placeholder_{facet}"),
            "status": _status(query, len(found)),
            "results": [_row(concept, query) for concept in found],
        },
        on_query_change=lambda: None,
        on_chosen_change=lambda: None,
    )
    if result.chosen:
        chosen(str(result.chosen))
        st.rerun()


def other_name(concept: Concept, query: str) -> str | None:
    """The job title or synonym that the query's words hit, when neither label nor code does."""
    sought = fold(query).split()
    names = (*concept.terms(language()), *concept.terms("fr" if language() == "en" else "en"))
    for shown in (concept.label(language()), concept.code):
        if all(word in fold(shown) for word in sought):
            return None
    return next((name for name in names if all(word in fold(name) for word in sought)), None)


def _row(concept: Concept, query: str) -> dict[str, str]:
    label, other = concept.label(language()), concept.label("fr" if language() == "en" else "en")
    hit = other_name(concept, query)
    also = words()("search.known_as", name=hit) if hit and hit != other else other
    return {
        "value": concept.code,
        "code": concept.code if concept.facet in SPOKEN_CODES else "",
        "label": label,
        "also": also if also != label else "",
    }


def _status(query: str, count: int) -> str:
    t = words()
    if not query.strip():
        return t("search.hint")
    return t.counted("search.found", count) if count else t("search.nothing")
