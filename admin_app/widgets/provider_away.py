"""A warning while nothing is sent to the model provider: until when, and why."""

from __future__ import annotations

import streamlit as st

from admin_app.visit import language, words
from admin_app.widgets import formats
from admin_app.widgets.states import failure_sentence
from review_queue.circuit import Circuit
from review_queue.clock import moment


def provider_away(provider: Circuit) -> None:
    """What refuses every call is told as an error, because it does not pass by itself."""
    if provider.away_until is None or not provider.is_open(moment()):
        return
    t, time = words(), formats.clock(provider.away_until, language())
    why = f" {failure_sentence(provider.failure)}" if provider.failure else ""
    if provider.reason == "provider_refused":
        st.error(t("model_calls.refused", time=time) + why, icon=":material/key_off:")
    else:
        st.warning(t("model_calls.away", time=time) + why, icon=":material/cloud_sync:")
