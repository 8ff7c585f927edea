"""Accounts: who may use the panel."""

from __future__ import annotations

import secrets
from typing import cast, get_args

import streamlit as st

from admin_app.database import work
from admin_app.refusal import told
from admin_app.visit import actor, language, note, words
from admin_app.widgets import formats
from admin_app.widgets.escaping import in_html, in_markdown
from review_queue.accounts import create_account, deactivate_account, list_accounts, reset_password
from review_queue.institutions import list_institutions
from review_queue.records import AccountView, Role


def page() -> None:
    t = words()
    _new_password()
    with st.expander(t("accounts.create"), icon=":material/person_add:"):
        _create()
    with told(), work() as session:
        for account in list_accounts(session, actor=actor()):
            _row(account)


def _create() -> None:
    t = words()
    with work() as session:
        known = [institution.name for institution in list_institutions(session, actor=actor())]
    with st.form("create_account", border=False):
        name = st.text_input(t("accounts.name"), autocomplete="off")
        email = st.text_input(t("accounts.email"), autocomplete="off")
        role = st.selectbox(t("accounts.role"), get_args(Role), format_func=lambda value: t(f"role.{value}"))
        institution = st.selectbox(
            t("accounts.institution"),
            known,
            index=None,
            accept_new_options=True,
            placeholder=t("accounts.institution_placeholder"),
            help=t("accounts.institution_help"),
        )
        asked = st.form_submit_button(t("accounts.create_submit"), type="primary")
    if asked:
        password = secrets.token_urlsafe(12)
        with told(), work() as session:
            create_account(
                session,
                actor=actor(),
                email=(email or "").strip(),
                name=(name or "").strip(),
                role=cast("Role", role),
                institution_name=institution if role == "submitter" else None,
                password=password,
            )
            _hand_over(email or "", password)


def _row(account: AccountView) -> None:
    t = words()
    with st.container(border=True, key=f"account_{account.account_id.hex}", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.html(f"<strong>{in_html(account.name)}</strong> · {in_html(account.email)}")
            if account.active:
                st.badge(t(f"role.{account.role}"), color="blue")
            else:
                st.badge(t("accounts.inactive"), icon=":material/block:", color="gray")
        st.caption(" · ".join(_facts(account)))
        if account.active:
            _acts(account)


def _facts(account: AccountView) -> list[str]:
    t, reader = words(), language()
    seen = account.last_signed_in_at
    last = t("accounts.last_seen", at=formats.moment(seen, reader)) if seen else t("accounts.never_seen")
    return [*([in_markdown(account.institution)] if account.institution else []), last]


def _acts(account: AccountView) -> None:
    t, key = words(), account.account_id.hex
    with st.container(horizontal=True):
        if st.button(t("accounts.reset"), key=f"reset_{key}", type="tertiary", icon=":material/key:"):
            password = secrets.token_urlsafe(12)
            with told(), work() as session:
                reset_password(session, actor=actor(), account_id=account.account_id, password=password)
                _hand_over(account.email, password)
        with st.popover(t("accounts.deactivate"), type="tertiary", icon=":material/block:", key=f"popover_{key}"):
            st.markdown(t("accounts.deactivate_sure", name=in_markdown(account.name)))
            if st.button(t("accounts.deactivate_yes"), key=f"deactivate_{key}", type="primary"):
                with told(), work() as session:
                    deactivate_account(session, actor=actor(), account_id=account.account_id)
                    note(t("accounts.deactivated", name=in_markdown(account.name)))
                    st.rerun()


def _hand_over(email: str, password: str) -> None:
    st.session_state["new_password"] = (email, password)
    st.rerun()


def _new_password() -> None:
    """Shown once: after the next click it is gone."""
    t = words()
    handed: tuple[str, str] | None = st.session_state.pop("new_password", None)
    if handed:
        st.success(t("accounts.hand_over", email=in_markdown(handed[0])), icon=":material/key:")
        st.code(handed[1], language=None)


page()
