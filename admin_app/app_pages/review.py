"""Review: one program at a time, its text beside the proposals, a key for each decision."""

from __future__ import annotations

from uuid import UUID

import streamlit as st

from admin_app import desk
from admin_app.database import work
from admin_app.visit import actor, language, words
from admin_app.widgets import formats
from admin_app.widgets.escaping import in_markdown
from admin_app.widgets.follow import follow
from admin_app.widgets.program_facts import program_facts
from admin_app.widgets.program_text import Mark, legend, program_text
from admin_app.widgets.proposals import proposals
from admin_app.widgets.questions import questions
from admin_app.widgets.revision_diff import revision_diff
from admin_app.widgets.settling import settling
from admin_app.widgets.suspicion import suspicion
from admin_app.widgets.toolbar import refused, toolbar
from review_queue.claims import claimed_by_me, queue_size
from review_queue.review_records import ReviewView
from review_queue.reviews import review_view


def page() -> None:
    """The program on the desk, or the offer to take one."""
    held = _held()
    if held is None:
        refused()
        _empty_desk()
        return
    with work() as session:
        view = review_view(session, actor=actor(), submission_id=held)
    _head(view)
    left, right = st.columns([5, 6], gap="medium")
    with left, st.container(key="program_side"):
        _program(view)
    with right, st.container(key="decision_side", gap="medium"):
        settling(view)
        proposals(view)
        _made_by(view)
    toolbar(view)
    here = desk.at_hand(view)
    writing = desk.desk().panel in {"question", "decline"}
    follow("settling" if writing else desk.key_of(here) if here else "")


def _held() -> UUID | None:
    """The program I hold: the database knows, not the screen."""
    with work() as session:
        mine = [line.submission_id for line in claimed_by_me(session, actor=actor())]
    if not mine:
        return None
    held = next((known for known in mine if known == desk.desk().submission_id), mine[0])
    desk.sit_down(held)
    return held


def _empty_desk() -> None:
    t = words()
    with work() as session:
        size = queue_size(session, actor=actor())
    if size.free == 0:
        st.info(t("review.queue_empty"), icon=":material/task_alt:")
        _look_again()
        return
    st.markdown(t.counted("review.waiting", size.free))
    chosen = st.segmented_control(
        t("review.language"), ["en", "fr"], format_func=lambda code: t(f"language.{code}"), key="review_language"
    )
    st.caption(t("review.language_any"))
    st.button(
        t("review.claim"),
        type="primary",
        icon=":material/play_arrow:",
        shortcut="N",
        on_click=desk.claim_next,
        args=(chosen,),
        key="claim",
    )


@st.fragment(run_every="5s")
def _look_again() -> None:
    """Look every five seconds whether something has come in."""
    with work() as session:
        if queue_size(session, actor=actor()).free:
            st.rerun()


def _head(view: ReviewView) -> None:
    t, reader = words(), language()
    st.header(in_markdown(view.draft.title), anchor=False)
    facts = [in_markdown(view.institution), in_markdown(view.draft.program_id), t(f"language.{view.draft.language}")]
    if view.revision > 1:
        facts.append(t("program.revision", number=view.revision))
    with st.container(horizontal=True, vertical_alignment="center", key="review_head"):
        st.markdown(" · ".join(facts))
        if view.lease_ends_at:
            st.badge(
                t("review.held_until", time=formats.clock(view.lease_ends_at, reader)),
                icon=":material/timer:",
                color="gray",
                help=t("review.lease_help"),
            )
        with st.popover(t("review.more"), icon=":material/more_horiz:", type="tertiary"):
            st.button(t("review.renew"), key="renew", on_click=desk.renew, args=(view,), width="stretch")
            st.button(t("review.release"), key="release", on_click=desk.release, args=(view,), width="stretch")
            st.button(t("review.decline"), key="decline", on_click=desk.open_panel, args=("decline",), width="stretch")
            st.toggle(t("review.keys_on"), value=True, key="keys_on", help=t("review.keys_help"))


def _made_by(view: ReviewView) -> None:
    """Which profile, model and prompt made the proposals."""
    t, profile = words(), in_markdown(view.profile)
    if view.made_by:
        model, prompt = in_markdown(view.made_by.model), in_markdown(view.made_by.prompt)
        mark = view.made_by.prompt_hash[:8]
        st.caption(t("review.made_by_model", profile=profile, model=model, prompt=prompt, hash=mark))
    elif profile:
        st.caption(t("review.made_by", profile=profile))
    if view.reason_code == "budget_offline":
        st.caption(t("reason.budget_offline"))


def _program(view: ReviewView) -> None:
    t, here = words(), desk.at_hand(view)
    shown = [known for known in view.proposals if known is here or not known.decision or known.decision.tag]
    choices: list[desk.Choice] = [*shown, *([here] if here and here not in shown else [])]
    suspicion(view.suspicious)
    legend()
    program_text(
        view.draft,
        [Mark(quote, choice.tag.facet, focused=choice is here) for choice in choices for quote in choice.evidence],
    )
    program_facts(view.draft)
    questions(view.questions)
    if view.previous:
        with st.expander(t("review.changed_since"), icon=":material/difference:", expanded=False):
            revision_diff(view.previous, view.draft)


page()
