"""The state of a program: its badge, and the figures of a whole queue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import streamlit as st

from admin_app.visit import actor, words
from admin_app.widgets.escaping import in_markdown
from review_queue.records import State
from tagging.selection.failures import Failure

Color = Literal["gray", "orange", "blue", "violet", "green", "red"]
_LOOKS: Mapping[State, tuple[str, Color]] = {
    "received": ("hourglass_top", "gray"),
    "waiting": ("pause_circle", "orange"),
    "tagged": ("inbox", "blue"),
    "sent_back": ("help", "violet"),
    "approved": ("task_alt", "green"),
    "published": ("public", "green"),
    "declined": ("block", "red"),
    "superseded": ("history", "gray"),
}
SHOWN: tuple[State, ...] = tuple(state for state in _LOOKS if state != "superseded")


def state_name(state: State) -> str:
    """The state in the words of the person who reads: a question is "for you" only at the institution."""
    if state == "sent_back" and actor().role == "submitter":
        return words()("state.sent_back_to_you")
    return words()(f"state.{state}")


def reason(code: str | None, told: str | None) -> str | None:
    """Why a program waits or was declined: in the reader's language where the code is known, else as it was written."""
    key = f"reason.{code}"
    if actor().role == "submitter" and words().has(f"{key}_to_you"):
        return words()(f"{key}_to_you")
    return words()(key) if words().has(key) else in_markdown(told) if told else None


def failure_sentence(failure: Failure) -> str:
    """What the provider did, with the status of its response where there was one."""
    said = words()(f"failure.{failure.kind}")
    return words()("failure.with_status", said=said, status=failure.status) if failure.status else said


def state_badge(state: State) -> None:
    icon, color = _LOOKS[state]
    st.badge(state_name(state), icon=f":material/{icon}:", color=color)


def state_figures(counts: Mapping[State, int]) -> None:
    """A figure for each state that occurs."""
    occurring = [state for state in SHOWN if counts.get(state)]
    if not occurring:
        return
    with st.grid("auto", min_column_width=170, gap="small"):
        for state in occurring:
            st.metric(state_name(state), counts[state], border=True)


def state_filter(key: str) -> State | None:
    """Which state to list; none chosen means all."""
    return st.selectbox(
        words()("list.state"),
        SHOWN,
        index=None,
        format_func=state_name,
        key=key,
        placeholder=words()("list.any_state"),
        filter_mode=None,
    )
