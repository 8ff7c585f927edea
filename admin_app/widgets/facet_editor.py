"""One facet of a label: the tags chosen, the search for more, and saying that none is right."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from zlib import crc32

import streamlit as st

from admin_app.labelling import Labelling
from admin_app.visit import words
from admin_app.widgets import tags
from admin_app.widgets.concept_search import concept_search
from admin_app.widgets.escaping import in_html, in_markdown
from vocabulary import VOCABULARY_OF, Concept, load


def facet_editor(facet: str, draft: Labelling) -> None:
    """Draws one facet and changes `draft` as the person chooses."""
    t, codes = words(), draft.judged.get(facet)
    with st.container(key=f"label_{facet}", gap="xsmall"):
        st.html(
            f"<h3 class='facet-heading'><mark class='facet-{facet}'>{in_html(t(f'facet.{facet}'))}</mark>"
            f"<small>{in_html(load(VOCABULARY_OF[facet]).edition)}</small></h3>"
        )
        _chosen(facet, draft, codes)
        if draft.searching == facet:
            concept_search(facet, key=f"label_search_{facet}_{len(codes or ())}", chosen=partial(draft.add, facet))
            _button(t("gold.search_done"), "check", f"search_done_{facet}", partial(draft.search, None))
            return
        with st.container(horizontal=True, gap="small", key=f"buttons_label_{facet}"):
            _button(t(f"review.add_{facet}"), "add", f"add_button_{facet}", partial(draft.search, facet))
            if codes is None:
                _button(t("gold.none_right"), "block", f"none_{facet}", partial(draft.take, facet, ()))


def answer(facet: str, codes: Iterable[str]) -> None:
    """An answer to read: its tags, or that none is right."""
    chips = "".join(f"<li class='tag facet-{facet}'>{in_html(tags.name(each))}</li>" for each in concepts(facet, codes))
    if chips:
        st.html(f"<ul class='chips'>{chips}</ul>")
    else:
        st.caption(words()("gold.said_none"))


def concepts(facet: str, codes: Iterable[str]) -> list[Concept]:
    """Those that the edition has."""
    known = load(VOCABULARY_OF[facet]).concepts
    return [known[code] for code in codes if code in known]


def _chosen(facet: str, draft: Labelling, codes: list[str] | None) -> None:
    t = words()
    if codes is None:
        st.caption(t("gold.not_judged"))
        return
    if not codes:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.badge(t("gold.said_none"), icon=":material/block:", color="gray")
            _button(t("review.undo"), "undo", f"undo_none_{facet}", partial(draft.forget, facet))
    for concept in concepts(facet, codes):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.html(f"<span class='tag facet-{facet}'>{in_html(tags.name(concept))}</span>", width="content")
            _button(
                t("gold.remove"),
                "close",
                f"remove_{facet}_{crc32(concept.code.encode()):08x}",
                partial(draft.remove, facet, concept.code),
                about=t("gold.remove_this", tag=in_markdown(tags.name(concept))),
            )


def _button(label: str, icon: str, key: str, act: partial[None], *, about: str | None = None) -> None:
    st.button(label, key=key, icon=f":material/{icon}:", type="tertiary", on_click=act, help=about)
