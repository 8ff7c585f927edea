"""Label: one text, judged from scratch, with no suggestion in sight."""

from __future__ import annotations

from uuid import UUID

import streamlit as st

from admin_app.database import work
from admin_app.labelling import Labelling, labelling
from admin_app.menu import path
from admin_app.refusal import told
from admin_app.visit import actor, note, words
from admin_app.widgets.address import asked_id
from admin_app.widgets.escaping import in_markdown
from admin_app.widgets.facet_editor import answer, facet_editor
from admin_app.widgets.program_text import program_text
from review_queue.gold.labels import label
from review_queue.gold.programs import next_task, task
from review_queue.gold.records import GoldTask, Judged
from vocabulary import FACETS

SEEN = "seen"


def page() -> None:
    """The text that the address names."""
    t = words()
    st.page_link(path("gold"), label=t("gold.back"), icon=":material/arrow_back:")
    asked = asked_id("gold")
    if asked is None:
        st.info(t("gold.none_chosen"), icon=":material/info:")
        return
    with told(), work() as session:
        found = task(session, actor=actor(), gold_program_id=asked)
        _draw(found)


def _draw(found: GoldTask) -> None:
    t = words()
    st.header(in_markdown(found.text.title), anchor=False)
    if found.mine is not None:
        _done(found.mine)
        return
    if SEEN in st.query_params:
        st.warning(t("gold.seen"), icon=":material/visibility:")
    left, right = st.columns([5, 6], gap="medium")
    with left, st.container(key="program_side"):
        program_text(found.text)
    with right:
        draft = labelling(found.gold_program_id)
        for facet in FACETS:
            facet_editor(facet, draft)
        _save(found.gold_program_id, draft)


def _save(gold_program_id: UUID, draft: Labelling) -> None:
    t = words()
    open_facets = [t(f"facet.{facet}") for facet in FACETS if facet not in draft.judged]
    if open_facets and draft.judged:
        st.caption(t("gold.will_be_left_out", facets=", ".join(open_facets)))
    if st.button(t("gold.save"), key="save_label", type="primary", icon=":material/check:", disabled=not draft.judged):
        with told(), work() as session:
            blind = SEEN not in st.query_params
            label(session, actor=actor(), gold_program_id=gold_program_id, judged=draft.answer(), blind=blind)
            note(t("gold.saved"))
            _next()


def _next() -> None:
    with work() as session:
        following = next_task(session, actor=actor(), language=st.session_state.get("gold_language"))
    if following is None:
        st.switch_page(path("gold"))
    st.switch_page(path("label"), query_params={"gold": str(following)})


def _done(mine: Judged) -> None:
    t = words()
    st.info(t("gold.labelled_by_you"), icon=":material/task_alt:")
    for facet, codes in mine.items():
        st.markdown(f"**{t(f'facet.{facet}')}**")
        answer(facet, codes)


page()
