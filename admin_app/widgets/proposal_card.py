"""What a proposal says: its concept, how sure the tagger is, the words it rests on, the decision in force."""

from __future__ import annotations

import streamlit as st

from admin_app.visit import language, words
from admin_app.widgets import formats, tags
from admin_app.widgets.escaping import in_html
from admin_app.wording import Language
from review_queue.review_records import ConsideredView, DecisionView, ProposalView
from vocabulary import SUPPLEMENT

_LIKELY, _POSSIBLE = 0.75, 0.4
_ICONS = {"accept": "✓", "add": "✓", "replace": "⇄", "reject": "✕"}


def proposal_card(proposal: ProposalView, written_in: Language) -> None:
    """`written_in` is the language of the program, and so of the quotes."""
    decision = proposal.decision
    struck = " class='struck'" if decision and decision.action in {"reject", "replace"} else ""
    st.html(
        f"<div class='proposal'><p class='concept'><strong{struck}>{in_html(tags.name(proposal.tag))}</strong>"
        f"{_mark(proposal)}<small>{in_html(_origin(proposal))}</small></p>{_other_name(proposal)}"
        f"{_quotes(proposal, written_in)}{_decision(decision) if decision else ''}</div>"
    )


def considered_card(considered: ConsideredView, written_in: Language) -> None:
    """How sure the tagger is of a suggestion below the threshold, and its quotes in short; a button names it."""
    sure = f"<small>{in_html(_sureness(considered.probability))}</small>"
    st.html(f"<div class='proposal considered'>{_quotes(considered, written_in) or '<p></p>'}{sure}</div>")


def _origin(proposal: ProposalView) -> str:
    return words()("review.added_by_hand") if proposal.origin == "reviewer" else _sureness(proposal.probability)


def _mark(proposal: ProposalView) -> str:
    return f"<small>{in_html(words()('review.supplement'))}</small> " if proposal.tag.scheme == SUPPLEMENT else ""


def _sureness(probability: float) -> str:
    level = "likely" if probability >= _LIKELY else "possible" if probability >= _POSSIBLE else "unsure"
    return words()(f"review.{level}", share=formats.share(probability, language()))


def _other_name(proposal: ProposalView) -> str:
    other = "fr" if language() == "en" else "en"
    label = proposal.tag.label("fr" if language() == "en" else "en")
    if label == proposal.tag.label(language()):
        return ""
    return f"<p class='other-language' lang='{other}'>{in_html(label)}</p>"


def _quotes(shown: ProposalView | ConsideredView, written_in: Language) -> str:
    quotes = dict.fromkeys(evidence.quote for evidence in shown.evidence)
    return (
        f"<p class='quotes' lang='{written_in}'>{' '.join(f'<q>{in_html(quote)}</q>' for quote in quotes)}</p>"
        if quotes
        else ""
    )


def _decision(decision: DecisionView) -> str:
    said = words()(f"review.decided_{decision.action}", by=decision.by)
    new = (
        f" <strong>{in_html(tags.name(decision.tag))}</strong>" if decision.action == "replace" and decision.tag else ""
    )
    return f"<p class='decided decided-{decision.action}'>{_ICONS[decision.action]} {in_html(said)}{new}</p>"
