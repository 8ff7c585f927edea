"""How far the programs of an upload are, while the person waits and later."""

from __future__ import annotations

from uuid import UUID

import streamlit as st

from admin_app.database import work
from admin_app.menu import path
from admin_app.visit import actor, language, words
from admin_app.widgets import formats
from admin_app.widgets.escaping import in_markdown
from admin_app.widgets.problems import problem_table
from admin_app.widgets.states import SHOWN, state_name
from intake.records import Problem
from review_queue.upload_records import UploadView
from review_queue.uploads import my_uploads, upload


@st.fragment(run_every="2s")
def tagging_progress(upload_id: UUID) -> None:
    """Looks again every two seconds."""
    with work() as session:
        view = upload(session, actor=actor(), upload_id=upload_id)
    t = words()
    total, waiting = sum(view.states.values()), view.states.get("waiting", 0)
    done = total - view.states.get("received", 0) - waiting
    if total == 0:
        return
    st.progress(done / total, text=t("upload.tagging", done=done, total=total))
    if waiting:
        st.warning(t.counted("upload.on_hold", waiting), icon=":material/pause_circle:")
    elif done == total:
        if st.session_state.get("tagged_upload") != upload_id:
            st.session_state["tagged_upload"] = upload_id
            st.rerun(scope="app")
        st.success(t("upload.tagged"), icon=":material/check_circle:")


def earlier_uploads() -> None:
    """What was sent before, newest first, each with its programs' states and the problems it had."""
    t = words()
    with work() as session:
        sent = my_uploads(session, actor=actor())
    st.subheader(t("upload.earlier"), anchor=False)
    if not sent:
        st.caption(t("upload.none_yet"))
    for view in sent:
        _line(view)


def _line(view: UploadView) -> None:
    t, reader = words(), language()
    with st.container(border=True, key=f"upload_{view.upload_id.hex}", gap="xsmall"):
        institution = "" if actor().role == "submitter" else f" · {in_markdown(view.institution)}"
        st.markdown(f"**{in_markdown(view.filename)}**{institution}")
        at = formats.moment(view.received_at, reader)
        counts = brought(view.created, view.revised, view.unchanged)
        st.caption(f"{t('upload.by', at=at, by=in_markdown(view.received_by))} · {counts}")
        counts_by_state = ((state_name(state), view.states[state]) for state in SHOWN if state in view.states)
        st.caption(" · ".join(t("detail.pair", name=name, value=count) for name, count in counts_by_state))
        if view.problems:
            with st.expander(t.counted("upload.saved_problems", len(view.problems)), icon=":material/edit_note:"):
                problem_table(Problem(kept.row, kept.field, kept.code, kept.values) for kept in view.problems)


def brought(created: int, revised: int, unchanged: int) -> str:
    """What an upload brought, without the zeros."""
    counts = {"created": created, "revised": revised, "unchanged": unchanged}
    return ", ".join(words().counted(f"upload.{kind}", count) for kind, count in counts.items() if count)


def to_my_programs() -> None:
    slug = "my_programs" if actor().role == "submitter" else "queue"
    st.page_link(path(slug), label=words()("upload.to_my_programs"), icon=":material/arrow_forward:")
