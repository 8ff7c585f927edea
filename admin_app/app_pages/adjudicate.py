"""Adjudicate: a text on which two people differ, both answers side by side, and the decision."""

from __future__ import annotations

from functools import partial

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
from review_queue.gold.disputes import adjudicate, dispute, disputes
from review_queue.gold.records import Answers, Dispute


def page() -> None:
    """The text that the address names."""
    t = words()
    st.page_link(path("gold"), label=t("gold.back"), icon=":material/arrow_back:")
    asked = asked_id("gold")
    if asked is None:
        st.info(t("gold.none_chosen"), icon=":material/info:")
        return
    with told(), work() as session:
        _draw(dispute(session, actor=actor(), gold_program_id=asked))


def _draw(found: Dispute) -> None:
    t = words()
    st.header(in_markdown(found.text.title), anchor=False)
    left, right = st.columns([5, 6], gap="medium")
    with left, st.container(key="program_side"):
        program_text(found.text)
    with right:
        st.markdown(t("gold.adjudicate_about"))
        draft = labelling(found.gold_program_id)
        for facet, answers in found.differing.items():
            _facet(facet, answers, draft)
        _decide(found, draft)


def _facet(facet: str, answers: Answers, draft: Labelling) -> None:
    t = words()
    facet_editor(facet, draft)
    with st.grid(2, min_column_width=240, gap="small"):
        for number, codes in enumerate(answers, 1):
            with st.container(border=True, key=f"answer_{facet}_{number}", gap="xsmall"):
                st.caption(t("gold.answer", number=number))
                answer(facet, codes)
                st.button(
                    t("gold.take_answer"),
                    key=f"take_{facet}_{number}",
                    icon=":material/north:",
                    type="tertiary",
                    on_click=partial(draft.take, facet, codes),
                )


def _decide(found: Dispute, draft: Labelling) -> None:
    t = words()
    if st.button(t("gold.decide"), key="decide_gold", type="primary", icon=":material/gavel:"):
        with told(), work() as session:
            adjudicate(session, actor=actor(), gold_program_id=found.gold_program_id, judged=draft.answer())
            note(t("gold.decided"))
            waiting = disputes(session, actor=actor())
            if waiting:
                st.switch_page(path("adjudicate"), query_params={"gold": str(waiting[0])})
            st.switch_page(path("gold"))


page()
