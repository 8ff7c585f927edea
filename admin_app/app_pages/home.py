"""Home: what to do next, for each role."""

from __future__ import annotations

import streamlit as st

from admin_app.database import published, work
from admin_app.menu import path
from admin_app.visit import actor, language, words
from admin_app.widgets import formats
from admin_app.widgets.escaping import in_markdown
from admin_app.widgets.provider_away import provider_away
from admin_app.widgets.states import state_figures
from catalog.search import find
from review_queue.claims import claimed_by_me, queue_size
from review_queue.gold.disputes import disputes
from review_queue.model_report import provider_state
from review_queue.review_records import QueueSize


def page() -> None:
    with work() as session:
        size = queue_size(session, actor=actor())
    _greeting()
    {
        "submitter": _submitter,
        "reviewer": _reviewer,
        "qa": _quality,
        "administrator": _administrator,
    }[actor().role](size)
    if any(size.states.values()):
        st.subheader(words()("home.figures"), anchor=False)
        state_figures(size.states)


def _greeting() -> None:
    st.markdown(words()(f"home.about_{actor().role}"))


def _submitter(size: QueueSize) -> None:
    t = words()
    asked = size.states.get("sent_back", 0)
    if asked:
        _next(t.counted("home.questions", asked), "help", "my_programs", t("home.answer"), first=True)
    if not any(size.states.values()):
        _next(t("home.nothing_uploaded"), "upload_file", "upload", t("home.upload_first"), first=True)
        return
    _next(t("home.upload_more"), "upload_file", "upload", t("page.upload"))
    _next(t("home.follow"), "list_alt", "my_programs", t("page.my_programs"))


def _reviewer(size: QueueSize) -> None:
    t = words()
    with work() as session:
        mine = claimed_by_me(session, actor=actor())
    if mine:
        until = formats.clock(mine[0].lease_ends_at, language())
        held = t("home.held", title=in_markdown(mine[0].title), time=until)
        _next(held, "rate_review", "review", t("home.go_on"), first=True)
    elif size.free:
        oldest = formats.moment(size.oldest, language()) if size.oldest else ""
        said = f"{t.counted('review.waiting', size.free)} {t('home.oldest', at=oldest) if oldest else ''}"
        _next(said, "rate_review", "review", t("home.start_reviewing"), first=True)
    else:
        _next(t("review.queue_empty"), "task_alt", "queue", t("page.queue"))


def _quality(size: QueueSize) -> None:
    t = words()
    with work() as session:
        disputed = len(disputes(session, actor=actor()))
    if disputed:
        _next(t.counted("gold.disputes", disputed), "gavel", "gold", t("gold.decide_first"), first=True)
    _next(t("home.evaluate"), "analytics", "evaluation", t("page.evaluation"), first=not disputed)
    _next(t("home.watch_drift"), "monitoring", "drift", t("page.drift"))
    _next(t.counted("queue.free", size.free), "inbox", "queue", t("page.queue"))
    _published()


def _administrator(size: QueueSize) -> None:
    t = words()
    with work() as session:
        provider_away(provider_state(session, actor=actor()))
    waiting = size.states.get("waiting", 0)
    if waiting:
        _next(t.counted("activity.waiting_count", waiting), "pause_circle", "activity", t("home.see_why"), first=True)
    _next(t("home.accounts"), "group", "accounts", t("page.accounts"))
    _published()


def _published() -> None:
    t = words()
    with published() as session:
        total = find(session, page_size=1).total
    _next(t.counted("home.published", total), "menu_book", "listings", t("page.listings"))


def _next(said: str, icon: str, slug: str, label: str, *, first: bool = False) -> None:
    """One thing to do: a sentence and the way there."""
    with st.container(
        border=True,
        key=f"next_{slug}_{icon}",
        horizontal=True,
        vertical_alignment="center",
        horizontal_alignment="distribute",
    ):
        st.markdown(f":material/{icon}: {said}")
        if st.button(label, key=f"go_{slug}_{icon}", type="primary" if first else "secondary"):
            st.switch_page(path(slug))


page()
