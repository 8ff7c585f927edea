"""Listings of the catalog: a card for each one found, and all of one listing."""

from __future__ import annotations

import streamlit as st

from admin_app.visit import language, words
from admin_app.widgets import formats, tags
from admin_app.widgets.escaping import in_html, in_markdown
from admin_app.widgets.program_facts import program_facts
from admin_app.widgets.program_text import program_text
from catalog.records import ListingVersionView, Publication, Tag
from review_queue.records import Draft
from vocabulary import VOCABULARY_OF, UnknownConcept, load

_PREVIEW = 220


def card(found: ListingVersionView) -> None:
    """Title to open it by, institution, the beginning of the text, tags."""
    publication = found.publication
    with st.container(border=True, key=f"listing_{found.listing_id.hex}", gap="xsmall"):
        if st.button(in_markdown(publication.title), key=f"open_{found.listing_id.hex}", type="tertiary", wrap=True):
            st.query_params["listing"] = str(found.listing_id)
            st.rerun()
        st.caption(" · ".join((in_markdown(publication.institution), words()(f"language.{publication.language}"))))
        st.html(f"<p lang='{publication.language}'>{in_html(_beginning(publication.description))}</p>")
        tags.tag_list(publication.tags)


def details(versions: tuple[ListingVersionView, ...]) -> None:
    """The newest version whole, the tags with what lies above them, and the versions before."""
    t, newest = words(), versions[0]
    publication = newest.publication
    st.header(in_markdown(publication.title), anchor=False)
    st.markdown(" · ".join((in_markdown(publication.institution), in_markdown(publication.program_id))))
    if not newest.is_published:
        st.warning(t("listings.taken_down"), icon=":material/visibility_off:")
    st.subheader(t("program.tags"), anchor=False)
    _tags_with_hierarchy(publication.tags)
    st.subheader(t("program.text"), anchor=False)
    draft = as_draft(publication)
    program_text(draft)
    program_facts(draft)
    with st.expander(t.counted("listings.versions", len(versions)), icon=":material/history:"):
        for version in versions:
            at = formats.moment(version.created_at, language())
            st.markdown(t(f"listings.version_{version.action}", number=version.version, at=at))


def as_draft(publication: Publication) -> Draft:
    """The published text in the shape that program text is drawn from; it has no contact address."""
    return Draft(
        program_id=publication.program_id,
        title=publication.title,
        description=publication.description,
        outcomes=publication.outcomes,
        language=publication.language,
        delivery=publication.delivery,
        duration_weeks=publication.duration_weeks,
        hours=publication.hours,
        cost_cad=publication.cost_cad,
        osap_eligible=publication.osap_eligible,
        stacks_into=publication.stacks_into,
        employer_partners=publication.employer_partners,
        start_dates=publication.start_dates,
        url=publication.url,
    )


def _tags_with_hierarchy(carried: tuple[Tag, ...]) -> None:
    if not carried:
        st.caption(words()("listings.no_tags"))
    rows = "".join(
        f"<li><span class='tag facet-{tag.facet}'>{in_html(tags.name(tag))}</span>"
        f"<small>{in_html(_above(tag))}</small></li>"
        for tag in carried
    )
    st.html(f"<ul class='tag-tree'>{rows}</ul>")


def _above(tag: Tag) -> str:
    """The facet and the broader concepts, broadest first."""
    t, reader = words(), language()
    try:
        broader = load(VOCABULARY_OF[tag.facet]).ancestors(tag.code)
    except UnknownConcept:
        broader = ()
    above = dict.fromkeys(
        concept.label(reader) for concept in reversed(broader)
    )  # some groups repeat their parent's name
    return " › ".join((t(f"facet.{tag.facet}"), *above))


def _beginning(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _PREVIEW else f"{flat[:_PREVIEW].rsplit(' ', 1)[0]} …"
