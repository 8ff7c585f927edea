"""One person's visit: the language they read, who they are, and what to tell them after a rerun."""

from __future__ import annotations

from typing import cast

import streamlit as st

from admin_app.cookies import LANGUAGE_COOKIE, SESSION_COOKIE, TICKETS
from admin_app.database import work
from admin_app.wording import LANGUAGES, Language, Wording, wording
from review_queue.records import Actor
from review_queue.refusals import SessionEnded
from review_queue.sessions import close_session, open_session, resume_session


def language() -> Language:
    """The one chosen with the switch, else kept in the cookie, else the browser's, else English."""
    chosen = st.session_state.get("language") or st.context.cookies.get(LANGUAGE_COOKIE) or _browser_language()
    return cast("Language", chosen) if chosen in LANGUAGES else "en"


def words() -> Wording:
    return wording(language())


def choose_language(chosen: Language) -> None:
    st.session_state["language"] = chosen


def actor() -> Actor:
    """Whoever is signed in; the frame runs no page for anyone else."""
    return cast("Actor", st.session_state["actor"])


def resume() -> Actor | None:
    """Look the session up again at each run, so that a closed account is out at its next click."""
    token = _token()
    if not token:
        return None
    try:
        with work() as session:
            person = resume_session(session, token)
    except SessionEnded:
        forget()
        return None
    st.session_state["actor"] = person
    return person


def begin(person: Actor) -> None:
    """Open a session for a person whose password was right, and let the browser fetch its cookie."""
    with work() as session:
        token = open_session(session, person)
    st.session_state.update(token=token, ticket=TICKETS.issue(token), actor=person)
    st.session_state.pop("signed_out", None)


def end() -> None:
    """Sign out: close the session in the database, and have the browser drop its cookie."""
    token = _token()
    if token:
        with work() as session:
            close_session(session, token)
    forget()


def forget() -> None:
    """Drop all that this visit knows of the person, but the language."""
    kept = language()
    st.session_state.clear()
    st.session_state.update(language=kept, signed_out=True)


def note(sentence: str) -> None:
    """Keep a sentence to show once after the next rerun."""
    st.session_state.setdefault("notes", []).append(sentence)


def notes() -> list[str]:
    """The sentences kept since the last run, which are then forgotten."""
    return cast("list[str]", st.session_state.pop("notes", []))


def _token() -> str | None:
    if st.session_state.get("signed_out"):
        return None
    return st.session_state.get("token") or st.context.cookies.get(SESSION_COOKIE)


def _browser_language() -> str:
    return (st.context.locale or "en")[:2].lower()
