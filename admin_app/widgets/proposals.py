"""Proposals facet by facet with their buttons, what else was considered, and adding what nobody proposed."""

from __future__ import annotations

from functools import partial

import streamlit as st

from admin_app import desk
from admin_app.visit import words
from admin_app.widgets import tags
from admin_app.widgets.concept_search import concept_search
from admin_app.widgets.escaping import in_html, in_markdown
from admin_app.widgets.proposal_card import considered_card, proposal_card
from review_queue.review_records import ProposalView, ReviewView
from tagging.records import Abstention
from vocabulary import FACETS


def proposals(view: ReviewView) -> None:
    """All facets, the one at hand set off from the others."""
    here = desk.at_hand(view)
    if here:
        st.html(f"<style>.st-key-{desk.key_of(here)} {{ box-shadow: var(--panel-at-hand); }}</style>")
    for facet in FACETS:
        with st.container(key=f"facet_{facet}", gap="xsmall"):
            _heading(view, facet)
            for proposal in view.proposals:
                if proposal.tag.facet == facet:
                    _row(view, proposal, is_here=proposal is here)
            if view.held_by_me:
                _considered(view, facet)
                _adding(view, facet)


def _heading(view: ReviewView, facet: str) -> None:
    t = words()
    st.html(
        f"<h3 class='facet-heading'><mark class='facet-{facet}'>{in_html(t(f'facet.{facet}'))}</mark>"
        f"<small>{in_html(view.vocabularies.get(facet, ''))}</small></h3>"
    )
    if desk.is_silent(view, facet):
        silence = next((known for known in view.abstentions if known.facet == facet), None)
        st.caption(_reason(silence) if silence else t("review.facet_empty"))


def _reason(silence: Abstention) -> str:
    """Why the tagger proposed nothing, in the reader's language where its code is known, else in the program's."""
    key = f"abstention.{silence.code}"
    return words()(key) if words().has(key) else in_markdown(silence.reason)


def _row(view: ReviewView, proposal: ProposalView, *, is_here: bool) -> None:
    with st.container(border=True, key=desk.key_of(proposal), gap="xsmall"):
        proposal_card(proposal, view.draft.language)
        if not view.held_by_me:
            return
        with st.container(horizontal=True, gap="small", key=f"buttons_{proposal.proposal_id.hex}"):
            _buttons(view, proposal)
        if is_here and desk.desk().panel == "replace":
            concept_search(
                proposal.tag.facet,
                key=f"replace_{proposal.proposal_id.hex}",
                chosen=partial(desk.decide, view, proposal, "replace"),
            )
            _cancel()


def _buttons(view: ReviewView, proposal: ProposalView) -> None:
    t, known = words(), proposal.proposal_id.hex
    if proposal.decision:
        _button(t("review.undo"), "undo", f"undo_{known}", partial(desk.decide, view, proposal, "undo"))
        return
    _button(t("review.accept"), "check", f"accept_{known}", partial(desk.decide, view, proposal, "accept"))
    _button(
        t("review.replace"), "swap_horiz", f"replace_button_{known}", partial(desk.open_panel, "replace", at=proposal)
    )
    _button(t("review.reject"), "close", f"reject_{known}", partial(desk.decide, view, proposal, "reject"))


def _button(label: str, icon: str, key: str, act: partial[None]) -> None:
    st.button(label, key=key, icon=f":material/{icon}:", type="tertiary", on_click=act)


def _adding(view: ReviewView, facet: str) -> None:
    if desk.desk().panel == "add" and desk.desk().facet == facet:
        concept_search(facet, key=f"add_{facet}_{len(view.proposals)}", chosen=partial(desk.add, view, facet))
        _cancel()
        return
    _button(words()(f"review.add_{facet}"), "add", f"add_button_{facet}", partial(desk.open_panel, "add", facet=facet))


def _considered(view: ReviewView, facet: str) -> None:
    others = desk.considered(view, facet)
    if not others:
        return
    label = words().counted("review.considered", len(others))
    with st.expander(label, expanded=desk.is_silent(view, facet), key=f"considered_{facet}"):
        for other in others:
            with st.container(key=desk.key_of(other), gap="xxsmall"):
                _button(
                    in_markdown(tags.name(other.tag)),
                    "add",
                    f"consider_{desk.key_of(other)}",
                    partial(desk.add, view, facet, other.tag.code),
                )
                considered_card(other, view.draft.language)


def _cancel() -> None:
    st.button(words()("review.cancel"), key="cancel_search", on_click=desk.desk().close, shortcut="Esc")
