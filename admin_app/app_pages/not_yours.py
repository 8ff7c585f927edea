"""A page that belongs to another role: says so."""

import streamlit as st

from admin_app.visit import words

st.info(words()("not_yours.sentence"), icon=":material/lock:")
