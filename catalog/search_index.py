"""What the search looks published listings up by: concepts with all broader ones, and folded words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlalchemy import delete, insert, tuple_
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from catalog.records import Publication, Tag
from catalog.tables import WORD_LENGTH, CatalogTable, ConceptRow, ListingConceptRow, ListingWordRow
from vocabulary import VOCABULARY_OF, edition, load
from vocabulary.search import fold

# C++ and C# are words of their own.
_WORD = re.compile(r"[^\W_]+[+#]*")


def insert_or_keep(session: Session, table: type[CatalogTable]) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that can say what happens when the row is there already, which standard SQL cannot."""
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)


def words(text: str) -> list[str]:
    """The words of a text, accent- and case-blind, cut to what the index keeps of each."""
    return [word[:WORD_LENGTH] for word in _WORD.findall(fold(text))]


def index(session: Session, listing_key: int, publication: Publication) -> None:
    """Make the listing findable as the publication has it, and by nothing it had before."""
    remove(session, listing_key)
    _keep_concepts(session, publication.tags)
    concepts = _concepts(session, publication.tags)
    if concepts:
        session.execute(insert(ListingConceptRow), [{"listing_key": listing_key, **concept} for concept in concepts])
    found = [{"listing_key": listing_key, "word": word} for word in sorted(set(words(_searchable(publication))))]
    if found:
        session.execute(insert(ListingWordRow), found)


def remove(session: Session, listing_key: int) -> None:
    """Make the listing unfindable."""
    session.execute(delete(ListingConceptRow).where(col(ListingConceptRow.listing_key) == listing_key))
    session.execute(delete(ListingWordRow).where(col(ListingWordRow.listing_key) == listing_key))


def _searchable(publication: Publication) -> str:
    labels = (label for tag in publication.tags for label in (tag.label_en, tag.label_fr))
    return "\n".join((publication.title, publication.description, *publication.outcomes, *labels))


def _keep_concepts(session: Session, tags: Iterable[Tag]) -> None:
    """Store the tags' concepts and their ancestors; an edition newer than the one stored renames them."""
    rows = {(row["scheme"], row["code"]): row for tag in tags for row in _concept_rows(tag)}
    if not rows:
        return
    # In one order, so that two publications at once wait for each other instead of deadlocking.
    statement = insert_or_keep(session, ConceptRow).values([rows[key] for key in sorted(rows)])
    renamed = {name: statement.excluded[name] for name in ("edition", "label_en", "label_fr", "broader")}
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["scheme", "code"],
            set_=renamed,
            where=col(ConceptRow.edition) != statement.excluded.edition,
        )
    )


def _concept_rows(tag: Tag) -> list[dict[str, str | None]]:
    """The tag and its ancestors; only the vocabulary a facet is tagged with is known to have a hierarchy.

    Raises UnknownConcept for a code that the vocabulary lacks.
    """
    name = VOCABULARY_OF.get(tag.facet)
    if name is None or edition(name).scheme != tag.scheme:
        return [_concept_row(tag, broader=None)]
    vocabulary = load(name)
    rows = [_concept_row(tag, broader=vocabulary.get(tag.code).broader)]
    for concept in vocabulary.ancestors(tag.code):
        ancestor = Tag(tag.facet, tag.scheme, vocabulary.edition, concept.code, concept.label_en, concept.label_fr)
        rows.append(_concept_row(ancestor, broader=concept.broader))
    return rows


def _concept_row(tag: Tag, *, broader: str | None) -> dict[str, str | None]:
    return {
        "scheme": tag.scheme,
        "code": tag.code,
        "facet": tag.facet,
        "edition": tag.edition,
        "label_en": tag.label_en,
        "label_fr": tag.label_fr,
        "broader": broader,
    }


def _concepts(session: Session, tags: Iterable[Tag]) -> list[dict[str, str | bool]]:
    """The tags and every concept above them, read from the stored hierarchy level by level."""
    direct = {(tag.scheme, tag.code) for tag in tags}
    found: dict[tuple[str, str], str] = {}
    wanted = direct
    while wanted:
        level = select(ConceptRow).where(tuple_(col(ConceptRow.scheme), col(ConceptRow.code)).in_(sorted(wanted)))
        rows = session.exec(level).all()
        found |= {(row.scheme, row.code): row.facet for row in rows}
        wanted = {(row.scheme, row.broader) for row in rows if row.broader} - found.keys()
    return [
        {"scheme": scheme, "code": code, "facet": facet, "is_tag": (scheme, code) in direct}
        for (scheme, code), facet in sorted(found.items())
    ]
