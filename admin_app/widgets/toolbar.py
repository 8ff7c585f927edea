"""The bar at the foot of the review page: one key per decision, acting on the proposal at hand."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from admin_app import desk
from admin_app.visit import words
from admin_app.widgets import tags
from admin_app.widgets.escaping import in_html
from review_queue.review_records import ProposalView, ReviewView

# The same keys in both languages, so that hands need not relearn them; C and R belong to Streamlit.
KEYS = {
    "previous": "K",
    "next": "J",
    "accept": "A",
    "replace": "E",
    "reject": "X",
    "add": "T",
    "undo": "Z",
    "question": "Q",
    "approve": "P",
}


def toolbar(view: ReviewView) -> None:
    """Always in sight; says which proposal the keys act on."""
    here = desk.at_hand(view)
    with st.bottom, st.container(key="toolbar", gap="xsmall"):
        refused()
        _where(view, here)
        with st.container(horizontal=True, gap="xsmall", key="toolbar_keys"):
            if here:
                _deciding(view, here)
            _whole_program(view, here)


def refused() -> None:
    """Why the last act was refused, said once, where it is in sight."""
    desk_now = desk.desk()
    if desk_now.refused:
        st.error(desk_now.refused, icon=":material/error:")
        desk_now.refused = None


def _where(view: ReviewView, here: desk.Choice | None) -> None:
    t, order = words(), desk.in_order(view)
    undecided = sum(proposal.decision is None for proposal in order)
    left = t.counted("review.left", undecided) if undecided else t("review.all_decided") if order else ""
    if here is None:
        said = t("review.no_proposals")
    else:
        facet, concept = t(f"facet.{here.tag.facet}"), tags.name(here.tag)
        known = isinstance(here, ProposalView)
        said = t("review.at" if known else "review.at_considered", facet=facet, concept=concept)
    st.html(f"<p class='where' role='status'><span>{in_html(said)}</span><small>{in_html(left)}</small></p>")


def _deciding(view: ReviewView, here: desk.Choice) -> None:
    proposed = isinstance(here, ProposalView)
    is_open = not isinstance(here, ProposalView) or here.decision is None
    _key("previous", partial(desk.move, view, -1))
    _key("next", partial(desk.move, view, 1))
    _key("accept", partial(desk.accept, view, here), enabled=is_open)
    _key("replace", partial(desk.open_panel, "replace", at=here), enabled=is_open and proposed)
    reject = partial(desk.decide, view, here, "reject") if isinstance(here, ProposalView) else _nothing
    _key("reject", reject, enabled=is_open and proposed)


def _whole_program(view: ReviewView, here: desk.Choice | None) -> None:
    facet = here.tag.facet if here else desk.desk().facet
    _key("add", partial(desk.open_panel, "add", facet=facet))
    last = desk.last_decided(view)
    _key("undo", partial(desk.decide, view, last, "undo") if last else _nothing, enabled=last is not None)
    _key("question", partial(desk.open_panel, "question"))
    settled = bool(view.proposals) and all(proposal.decision for proposal in view.proposals)
    _key("approve", partial(desk.approve, view), primary=settled)


def _key(name: str, act: Callable[[], None], *, enabled: bool = True, primary: bool = False) -> None:
    st.button(
        words()(f"review.{name}"),
        key=f"key_{name}",
        type="primary" if primary else "secondary",
        on_click=act,
        disabled=not enabled,
        shortcut=KEYS[name] if enabled and _listens() else None,
    )


def _listens() -> bool:
    """Keys are deaf when switched off, and while a field is open to write in."""
    return st.session_state.get("keys_on", True) and desk.desk().panel is None


def _nothing() -> None:
    """A disabled button needs no act."""
