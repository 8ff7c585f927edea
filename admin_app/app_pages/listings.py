"""Listings: the published catalog, searched as the portal would search it, and exported."""

from __future__ import annotations

from functools import partial
from typing import TypedDict
from uuid import UUID

import streamlit as st

from admin_app.database import published
from admin_app.visit import words
from admin_app.widgets.concept_filter import concept_filter
from admin_app.widgets.listing_view import card, details
from admin_app.widgets.pager import page_number, pager
from catalog.exports import FORMATS, exported
from catalog.records import Language
from catalog.refusals import ListingNotFound
from catalog.search import facets, find, institutions, versions
from vocabulary import FACETS

_SIZE = 20
_MOST_TAGS = 2000
_MIME = {"json": "application/json", "csv": "text/csv"}


class Filters(TypedDict):
    """What `find` and `facets` both take beside the concepts."""

    keyword: str | None
    language: Language | None
    institution: str | None


def page() -> None:
    if "listing" in st.query_params:
        _one(st.query_params["listing"])
        return
    with published() as session:
        total = find(session, page_size=1).total
    if total == 0:
        st.info(words()("listings.empty"), icon=":material/menu_book:")
        return
    filters, codes = _filters()
    number = page_number("listings_page", (*filters.values(), *codes.values()))
    with published() as session:
        found = find(session, **filters, **codes, page=number, page_size=_SIZE)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(words().counted("listings.found", found.total))
        _exports(filters, codes)
    for listing in found.listings:
        card(listing)
    pager("listings_page", number=number, size=_SIZE, total=found.total)


def _filters() -> tuple[Filters, dict[str, str | None]]:
    t = words()
    keyword = st.text_input(
        t("listings.keyword"),
        type="search",
        live="300ms",
        key="listings_keyword",
        placeholder=t("listings.keyword_placeholder"),
    )
    chosen = {facet: st.session_state.get(f"listings_{facet}") for facet in FACETS}
    with st.grid(3, min_column_width=230):
        with published() as session:
            known = [counted.institution for counted in institutions(session)]
            counts = facets(session, keyword=keyword or None, **chosen, limit=_MOST_TAGS)
        codes = {facet: concept_filter(facet, counts, key=f"listings_{facet}") for facet in FACETS}
        institution = st.selectbox(
            t("list.institution"), known, index=None, key="listings_institution", placeholder=t("list.any_institution")
        )
        language: Language | None = st.selectbox(
            t("listings.language"),
            ("en", "fr"),
            index=None,
            format_func=lambda code: t(f"language.{code}"),
            key="listings_language",
            placeholder=t("listings.any_language"),
            filter_mode=None,
        )
    return {"keyword": keyword or None, "language": language, "institution": institution}, codes


def _exports(filters: Filters, codes: dict[str, str | None]) -> None:
    t = words()
    with st.container(horizontal=True, width="content"):
        for name in FORMATS:
            st.download_button(
                t("listings.export", format=name.upper()),
                data=partial(_export, name, filters, codes),
                file_name=f"listings.{name}",
                mime=_MIME[name],
                key=f"export_{name}",
                icon=":material/download:",
                help=t("listings.export_help"),
                on_click="ignore",
            )


def _export(name: str, filters: Filters, codes: dict[str, str | None]) -> bytes:
    with published() as session:
        return exported(session, format_name=name, **filters, **codes)


def _one(asked: str) -> None:
    t = words()
    if st.button(t("listings.back"), icon=":material/arrow_back:", type="tertiary"):
        st.query_params.clear()
        st.rerun()
    try:
        with published() as session:
            details(versions(session, UUID(asked)))
    except (ListingNotFound, ValueError):
        st.info(t("listings.not_found"), icon=":material/info:")


page()
