"""Activity: work that waits and why, and the audit trail with its check."""

from __future__ import annotations

import streamlit as st

from admin_app.database import work
from admin_app.refusal import sentence, told
from admin_app.visit import actor, words
from admin_app.widgets.history import history
from admin_app.widgets.pager import page_number, pager
from admin_app.widgets.provider_away import provider_away
from admin_app.widgets.waiting import waiting_programs
from review_queue.audit import entries, verify
from review_queue.model_report import provider_state
from review_queue.refusals import AuditBroken

_SIZE = 50
_VERBS = ("submission.", "decision.", "claim.", "upload.", "gold.", "run.", "account.", "session.")


def page() -> None:
    t = words()
    st.subheader(t("activity.waiting"), anchor=False)
    with work() as session:
        provider_away(provider_state(session, actor=actor()))
    waiting_programs()
    st.subheader(t("activity.audit"), anchor=False)
    _check()
    _trail()


def _check() -> None:
    t = words()
    if st.button(t("activity.verify"), icon=":material/verified:"):
        try:
            with work() as session:
                verify(session)
        except AuditBroken as broken:
            st.error(sentence(t, broken), icon=":material/gpp_bad:")
        else:
            st.success(t("activity.intact"), icon=":material/verified:")


def _trail() -> None:
    t = words()
    kind = st.selectbox(
        t("activity.kind"),
        _VERBS,
        index=None,
        format_func=lambda prefix: t(f"activity.{prefix.rstrip('.')}"),
        placeholder=t("activity.any_kind"),
        key="activity_kind",
        filter_mode=None,
    )
    number = page_number("activity_page", kind)
    with told(), work() as session:
        found = entries(session, actor=actor(), verb=kind, page=number, page_size=_SIZE)
        st.caption(t.counted("activity.entries", found.total))
        history(found.lines)
        pager("activity_page", number=number, size=_SIZE, total=found.total)


page()
