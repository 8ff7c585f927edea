"""Upload: templates, a file with its problems shown before anything is sent, progress of tagging."""

from __future__ import annotations

from functools import partial
from typing import Literal
from uuid import UUID

import streamlit as st
from streamlit.typing import UploadedFile

from admin_app.database import work
from admin_app.refusal import told
from admin_app.visit import actor, language, words
from admin_app.widgets.escaping import in_markdown
from admin_app.widgets.file_field import file_field
from admin_app.widgets.problems import note_list, problem_table
from admin_app.widgets.upload_progress import brought, earlier_uploads, tagging_progress, to_my_programs
from intake.corrections import corrections
from intake.reader import read
from intake.reception import receive
from intake.records import FileRefused, Reading, Received
from intake.template import template
from review_queue.institutions import list_institutions
from review_queue.submissions import preview
from review_queue.upload_records import Replacement

_MOST_REPLACED = 10
_KINDS: dict[Literal["xlsx", "csv"], str] = {"xlsx": "Excel", "csv": "CSV"}


def page() -> None:
    t = words()
    st.markdown(t("upload.about"))
    _templates()
    institution = _institution()
    file = file_field(types=list(_KINDS), key=f"file_{st.session_state.get('sent', 0)}")
    if file is not None:
        _read_and_offer(file, institution)
    else:
        _last_received()
    earlier_uploads()


def _templates() -> None:
    t = words()
    first = language()
    with st.container(horizontal=True, key="templates"):
        for code in (first, "fr" if first == "en" else "en"):
            for kind, name in _KINDS.items():
                st.download_button(
                    t("upload.template", kind=name, language=t(f"language.{code}")),
                    data=partial(template, code, kind),
                    file_name=f"programs_{code}.{kind}",
                    key=f"template_{code}_{kind}",
                    icon=":material/download:",
                    type="tertiary",
                    on_click="ignore",
                )


def _institution() -> UUID | None:
    """A submitter's is the own one; an administrator names one."""
    person, t = actor(), words()
    if person.role == "submitter":
        return None
    with work() as session:
        known = list_institutions(session, actor=person)
    chosen = st.selectbox(
        t("upload.institution"),
        known,
        index=None,
        format_func=lambda institution: institution.name,
        placeholder=t("upload.institution_placeholder"),
        key="upload_institution",
    )
    return chosen.institution_id if chosen else None


def _read_and_offer(file: UploadedFile, institution: UUID | None) -> None:
    t = words()
    try:
        reading = read(file.name, file.getvalue())
    except FileRefused as refused:
        st.error(refused.sentence(language()), title=t("upload.unreadable"), icon=":material/error:")
        return
    _offer(file, reading, institution)
    note_list(reading.notes)
    if reading.problems:
        st.subheader(t("upload.problems"), anchor=False)
        st.markdown(t("upload.problems_about") if reading.drafts else t("upload.nothing_good"))
        st.download_button(
            t("upload.corrections"),
            data=partial(corrections, reading, language()),
            file_name=f"{file.name.rsplit('.', 1)[0]}_{t('upload.corrections_name')}.csv",
            icon=":material/download:",
            on_click="ignore",
            key="corrections",
        )
        problem_table(reading.problems)


def _offer(file: UploadedFile, reading: Reading, institution: UUID | None) -> None:
    t, count = words(), len(reading.drafts)
    bad = len({problem.row for problem in reading.problems})
    said = [t.counted("upload.ready", count)] if count else []
    said += [t.counted("upload.problem_count", bad)] if bad else []
    st.markdown(f"**{in_markdown(file.name)}** · {' '.join(said)}")
    if count and (actor().role == "submitter" or institution):
        _changes(reading, institution)
    if count and st.button(t.counted("upload.send", count), type="primary", icon=":material/send:", key="send"):
        with told(), work() as session:
            received = receive(
                session,
                actor=actor(),
                institution_id=institution,
                filename=file.name,
                content=file.getvalue(),
            )
            st.session_state["received"] = (file.name, received)
            st.session_state["sent"] = st.session_state.get("sent", 0) + 1
            st.rerun()


def _changes(reading: Reading, institution: UUID | None) -> None:
    """Which programs sent before would get another text: said before it happens."""
    t = words()
    with told(), work() as session:
        would = preview(
            session, actor=actor(), institution_id=institution, drafts=[draft for _, draft in reading.drafts]
        )
        if would.unchanged:
            st.caption(t.counted("upload.would_skip", would.unchanged))
        if would.replaced:
            lines = [f"- {_replacement(one)}" for one in would.replaced[:_MOST_REPLACED]]
            more = len(would.replaced) - len(lines)
            lines += [f"- {t('upload.more_replaced', count=more)}"] if more else []
            st.warning(
                "\n".join((t.counted("upload.would_replace", len(would.replaced)), "", *lines)),
                icon=":material/sync_alt:",
            )


def _replacement(one: Replacement) -> str:
    before, after = in_markdown(one.title_before), in_markdown(one.title_after)
    name = f"**{in_markdown(one.program_id)}** {before}"
    return name if one.title_before == one.title_after else f"{name} → {after}"


def _last_received() -> None:
    """What became of the file sent last, as long as the person stays signed in."""
    kept: tuple[str, Received] | None = st.session_state.get("received")
    if kept is None:
        return
    t, (filename, received) = words(), kept
    receipt = received.receipt
    if receipt.already_received:
        st.info(t("upload.already"), icon=":material/info:")
        return
    with st.container(border=True, key="last_received"):
        said = brought(receipt.created, receipt.revised, receipt.unchanged)
        st.markdown(t("upload.received", filename=f"**{in_markdown(filename)}**", brought=said))
        tagging_progress(receipt.upload_id)
        to_my_programs()


page()
