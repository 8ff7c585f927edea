"""The frame of every page: who is here, which pages they get, the language switch, the title, drawn once."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from admin_app import menu, sign_in, visit
from admin_app.widgets.browser import browser
from admin_app.widgets.escaping import in_html, in_markdown
from admin_app.widgets.language_switch import language_switch
from review_queue.records import Actor

_HERE = Path(__file__).parent
_SIDE_WIDTH = 250


def frame() -> None:
    """Choose the page, draw what stands around it, then the page."""
    person = visit.resume()
    t = visit.words()
    page = menu.navigation(person)
    title = page.title if person else t("sign_in.title")
    st.set_page_config(
        page_title=f"{title} · {t('frame.product')}",
        page_icon=_HERE / "icon.png",
        layout="wide",
        initial_sidebar_state=_SIDE_WIDTH,
    )
    st.html(_HERE / "panel.css")
    browser()
    if person is None:
        sign_in.page()
        return
    with st.sidebar:
        _side(person)
    st.title(page.title, anchor=False)
    for sentence in visit.notes():
        st.toast(sentence, icon=":material/check:")
    page.run()


def _side(person: Actor) -> None:
    """The product, the pages, and at the foot the person."""
    t = visit.words()
    st.html(f"<p class='brand'>{in_html(t('frame.product'))}</p>")
    with st.container(key="side_pages", gap="xxsmall"):
        for entry in menu.listed(person):
            st.page_link(menu.path(entry.slug), label=t(f"page.{entry.slug}"), icon=f":material/{entry.icon}:")
    with st.container(key="side_foot", gap="xxsmall"):
        st.markdown(t("frame.signed_in_as", name=in_markdown(person.name), role=t(f"role.{person.role}")))
        language_switch()
        if st.button(t("page.password"), key="go_password", icon=":material/key:", type="tertiary"):
            st.switch_page(menu.path("password"))
        st.button(t("frame.sign_out"), key="sign_out", icon=":material/logout:", type="tertiary", on_click=visit.end)


frame()
