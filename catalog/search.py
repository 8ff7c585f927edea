"""Finding published listings by tag at any level of its hierarchy, keyword, language and institution."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import ColumnElement, case, func, literal, tuple_
from sqlmodel import Session, col, select

from catalog.records import InstitutionCount, Language, ListingVersionView, Page, Tag, TagCount
from catalog.refusals import UnknownFacet
from catalog.search_index import words
from catalog.tables import ConceptRow, ListingConceptRow, ListingRow, ListingWordRow, VersionRow
from catalog.versions import listing, versions, views
from vocabulary import FACETS

__all__ = ["facets", "find", "institutions", "listing", "published", "versions"]

# Shorter words (R, go, IT) are looked up whole; the beginnings of longer ones find their other forms too.
_LEAST_PREFIX = 3
_HIGHEST_PAGE_SIZE = 200
_BATCH = 500
_MOST_WORDS = 50


def find(
    session: Session,
    *,
    keyword: str | None = None,
    language: Language | None = None,
    institution: str | None = None,
    page: int = 1,
    page_size: int = 20,
    **codes: str | None,
) -> Page:
    """Published listings that meet every condition, those with the keyword in their title first.

    `codes` are named by facet (`occupation="2123"`): a code finds the listings tagged with it or with any concept
    below it. Every word of `keyword` must occur, accent- and case-blind, in title, description, outcomes or the
    labels of the tags in either language. Raises UnknownFacet.
    """
    conditions = _conditions(codes, keyword, language, institution)
    total = session.scalar(select(func.count()).select_from(ListingRow).where(*conditions)) or 0
    size = max(1, min(page_size, _HIGHEST_PAGE_SIZE))
    number = max(1, page)
    keys = session.exec(
        select(ListingRow.key)
        .where(*conditions)
        .order_by(_words_in_title(keyword).desc(), col(ListingRow.title_key), col(ListingRow.key))
        .offset((number - 1) * size)
        .limit(size)
    ).all()
    return Page(tuple(_current(session, keys)), total, number, size)


def facets(
    session: Session,
    *,
    keyword: str | None = None,
    language: Language | None = None,
    institution: str | None = None,
    limit: int = 20,
    **codes: str | None,
) -> Mapping[str, tuple[TagCount, ...]]:
    """The `limit` most frequent tags of each facet among the listings that `find` would give, most frequent first."""
    conditions = _conditions(codes, keyword, language, institution)
    key = (col(ListingConceptRow.facet), col(ListingConceptRow.scheme), col(ListingConceptRow.code))
    counted = select(*key, func.count()).where(col(ListingConceptRow.is_tag)).group_by(*key)
    if len(conditions) > 1:
        counted = counted.where(col(ListingConceptRow.listing_key).in_(select(ListingRow.key).where(*conditions)))
    rows = sorted(session.exec(counted).all(), key=lambda row: (-row[3], row[2]))
    ranked = {facet: [row for row in rows if row[0] == facet][:limit] for facet in FACETS}
    tags = _tags(session, [(scheme, code) for best in ranked.values() for _, scheme, code, _ in best])
    return {
        facet: tuple(TagCount(tags[scheme, code], count) for _, scheme, code, count in best)
        for facet, best in ranked.items()
    }


def published(
    session: Session,
    *,
    keyword: str | None = None,
    language: Language | None = None,
    institution: str | None = None,
    **codes: str | None,
) -> Iterator[ListingVersionView]:
    """Every published listing that meets the conditions of `find`, by institution and program id, read in batches."""
    current = (
        select(ListingRow, VersionRow)
        .where(VersionRow.listing_id == ListingRow.id, VersionRow.number == ListingRow.latest)
        .where(*_conditions(codes, keyword, language, institution))
        .order_by(col(ListingRow.institution), col(ListingRow.program_id))
        .execution_options(yield_per=_BATCH)
    )
    for batch in session.exec(current).partitions():
        yield from views(session, batch)


def institutions(session: Session) -> tuple[InstitutionCount, ...]:
    """The institutions with published listings, by name."""
    counted = (
        select(ListingRow.institution, func.count())
        .where(col(ListingRow.is_published))
        .group_by(col(ListingRow.institution))
        .order_by(col(ListingRow.institution))
    )
    return tuple(InstitutionCount(name, count) for name, count in session.exec(counted))


def _current(session: Session, keys: Sequence[int]) -> Iterator[ListingVersionView]:
    """The newest versions of the listings, in the order of their keys."""
    rows = session.exec(
        select(ListingRow, VersionRow)
        .where(VersionRow.listing_id == ListingRow.id, VersionRow.number == ListingRow.latest)
        .where(col(ListingRow.key).in_(keys))
    ).all()
    return views(session, sorted(rows, key=lambda row: keys.index(row[0].key)))


def _conditions(
    codes: Mapping[str, str | None], keyword: str | None, language: Language | None, institution: str | None
) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [col(ListingRow.is_published).is_(True)]
    conditions += [_carries(facet, code) for facet, code in codes.items() if code]
    conditions += [_contains(word) for word in _looked_up(keyword)]
    if language:
        conditions.append(col(ListingRow.language) == language)
    if institution:
        conditions.append(col(ListingRow.institution) == institution)
    return conditions


def _looked_up(keyword: str | None) -> list[str]:
    """Each word once; of a pasted page only its beginning, because a database takes only so many conditions."""
    return list(dict.fromkeys(words(keyword or "")))[:_MOST_WORDS]


def _carries(facet: str, code: str) -> ColumnElement[bool]:
    if facet not in FACETS:
        raise UnknownFacet(facet=facet, facets=", ".join(FACETS))
    carrying = select(ListingConceptRow.listing_key).where(
        ListingConceptRow.facet == facet, ListingConceptRow.code == code
    )
    return col(ListingRow.key).in_(carrying)


def _contains(word: str) -> ColumnElement[bool]:
    indexed = col(ListingWordRow.word)
    matching = (indexed >= word) & (indexed < _after(word)) if len(word) >= _LEAST_PREFIX else indexed == word
    return col(ListingRow.key).in_(select(ListingWordRow.listing_key).where(matching))


def _after(prefix: str) -> str:
    """The first text behind all those that begin with `prefix`, by code point."""
    return prefix[:-1] + chr(ord(prefix[-1]) + 1)


def _words_in_title(keyword: str | None) -> ColumnElement[int]:
    found: ColumnElement[int] = literal(0)
    for word in _looked_up(keyword):
        found = found + case((col(ListingRow.title_key).contains(word, autoescape=True), 1), else_=0)
    return found


def _tags(session: Session, keys: list[tuple[str, str]]) -> dict[tuple[str, str], Tag]:
    named = select(ConceptRow).where(tuple_(col(ConceptRow.scheme), col(ConceptRow.code)).in_(keys))
    return {
        (row.scheme, row.code): Tag(row.facet, row.scheme, row.edition, row.code, row.label_en, row.label_fr)
        for row in session.exec(named)
    }
