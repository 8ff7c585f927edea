"""Which pages there are, and which role sees which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from admin_app.visit import words
from review_queue.records import Actor, Role

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

EVERYONE: frozenset[Role] = frozenset({"submitter", "reviewer", "qa", "administrator"})
QUALITY: frozenset[Role] = frozenset({"qa", "administrator"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the menu; `listed` false keeps it reachable but out of the menu."""

    slug: str
    icon: str
    roles: frozenset[Role] = EVERYONE
    listed: bool = True


ENTRIES = (
    Entry("home", "home"),
    Entry("review", "rate_review", frozenset({"reviewer"})),
    Entry("upload", "upload_file", frozenset({"submitter", "administrator"})),
    Entry("my_programs", "list_alt", frozenset({"submitter"})),
    Entry("queue", "inbox", frozenset({"reviewer", "qa", "administrator"})),
    Entry("program", "article", listed=False),
    Entry("listings", "menu_book"),
    Entry("evaluation", "analytics", QUALITY),
    Entry("run", "query_stats", QUALITY, listed=False),
    Entry("errors", "troubleshoot", QUALITY, listed=False),
    Entry("comparison", "compare_arrows", QUALITY, listed=False),
    Entry("gold", "workspace_premium", frozenset({"reviewer", "qa", "administrator"})),
    Entry("label", "edit_note", frozenset({"reviewer", "qa", "administrator"}), listed=False),
    Entry("adjudicate", "gavel", QUALITY, listed=False),
    Entry("drift", "monitoring", QUALITY),
    Entry("accounts", "group", frozenset({"administrator"})),
    Entry("activity", "history", frozenset({"administrator"})),
    Entry("model_calls", "smart_toy", frozenset({"administrator"})),
    Entry("password", "key", listed=False),
)


def path(slug: str) -> str:
    """What `st.switch_page` and `st.page_link` take."""
    return f"app_pages/{slug}.py"


def navigation(person: Actor | None) -> StreamlitPage:
    """The page asked for by the address. A page of another role keeps its address, and says that it is not theirs.

    The frame draws the menu itself: Streamlit's would fetch each page's icon from the Internet as a favicon.
    """
    allowed = [(entry, person is None or person.role in entry.roles) for entry in ENTRIES]
    return st.navigation([_page(entry, allowed=mine) for entry, mine in allowed], position="hidden")


def listed(person: Actor) -> list[Entry]:
    """The pages in the person's menu."""
    return [entry for entry in ENTRIES if entry.listed and person.role in entry.roles]


def _page(entry: Entry, *, allowed: bool) -> StreamlitPage:
    return st.Page(
        path(entry.slug if allowed else "not_yours"),
        title=words()(f"page.{entry.slug}"),
        url_path=entry.slug,
        default=entry.slug == "home",
    )
