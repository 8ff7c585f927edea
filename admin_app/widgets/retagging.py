"""What became of the latest retagging of the catalog: its questions, and why some have no answer."""

from __future__ import annotations

import streamlit as st

from admin_app.visit import language, words
from admin_app.widgets import formats
from review_queue.retagging_report import RetaggingReport


def retagging(report: RetaggingReport) -> None:
    t = words()
    st.subheader(t("retagging.title"), anchor=False)
    if report.state == "sent":
        st.markdown(f":material/schedule_send: {t.counted('retagging.under_way', report.questions)}")
    elif report.state == "asked":
        st.markdown(f":material/schedule_send: {t('retagging.asked')}")
    else:
        _ended(report)
    if report.waits_for:
        st.error(t("retagging.waits", why=t(f"retagging.access.{report.waits_for}")), icon=":material/key_off:")
    if report.reason:
        st.warning(t(f"retagging.reason.{report.reason}"), icon=":material/report:")
    for why, count in report.unanswered.items():
        st.markdown(f":material/help: {t.counted('retagging.unanswered', count)} {t(f'retagging.why.{why}')}")
    if report.unanswered:
        st.caption(t("retagging.again"))


def _ended(report: RetaggingReport) -> None:
    t, at = words(), formats.moment(report.asked_at, language())
    if report.questions:
        st.markdown(t("retagging.ended", at=at, answered=report.answered, questions=report.questions))
    elif report.reason:
        st.markdown(t("retagging.not_run", at=at))
    else:
        st.markdown(t("retagging.nothing_to_ask", at=at))
