"""Change the own password."""

import streamlit as st

from admin_app.database import work
from admin_app.refusal import told
from admin_app.visit import actor, begin, note, words
from review_queue.accounts import change_password

t = words()
st.markdown(t("password.about"))
with st.form("password_form", width=420):
    current = st.text_input(t("password.current"), type="password", autocomplete="current-password")
    new = st.text_input(t("password.new"), type="password", autocomplete="new-password")
    again = st.text_input(t("password.again"), type="password", autocomplete="new-password")
    asked = st.form_submit_button(t("password.submit"), type="primary")
if asked and new != again:
    st.error(t("password.differ"), icon=":material/error:")
elif asked:
    with told(), work() as session:
        change_password(session, actor=actor(), current=current or "", new=new or "")
        begin(actor())
        note(t("password.changed"))
        st.rerun()
