"""Publishing, taking down and reverting listings, each as a new version."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import update
from sqlmodel import Session, col, select

from catalog import search_index
from catalog.records import ListingVersionView, Publication, VersionAction
from catalog.refusals import (
    ConflictingPublication,
    ListingNotFound,
    NothingToRevert,
    NotPublished,
    NotRevertible,
    VersionNotFound,
)
from catalog.tables import TITLE_KEY_LENGTH, ListingRow, VersionRow
from catalog.versions import tag_rows, version_row, versions, views
from vocabulary.search import fold


def publish(session: Session, publication: Publication, now: datetime) -> ListingVersionView:
    """Publish an approved submission, once: a second call gives the version that the first one made.

    A listing is a program of an institution; another submission of it is the next version. Safe to run again after
    a crash and from several workers at once. Raises ConflictingPublication when the submission is published with
    other content, UnknownConcept for a tag whose code is not in its vocabulary.
    """
    with _transaction(session):
        listing = _counted_up(session, _listing_of(session, publication))
        earlier = _published(session, publication.submission_id)
        if earlier is None:
            return _add_version(session, listing, publication, action="published", now=now)
        session.rollback()
    if _comparable(earlier.publication) != _comparable(publication):
        raise ConflictingPublication(submission_id=publication.submission_id, version=earlier.version)
    return earlier


def unpublish(session: Session, *, listing_id: UUID, now: datetime) -> ListingVersionView:
    """A new version of the same text that no search or export finds. Raises ListingNotFound, NotPublished."""
    with _transaction(session):
        listing = _counted_up(session, listing_id)
        current = versions(session, listing_id)[0]
        if not current.is_published:
            raise NotPublished
        return _add_version(session, listing, current.publication, action="unpublished", now=now)


def revert(session: Session, *, listing_id: UUID, version: int, now: datetime) -> ListingVersionView:
    """Publish what an earlier version said, as a new version; also brings back a listing that was taken down.

    Raises ListingNotFound, VersionNotFound, NotRevertible, NothingToRevert.
    """
    with _transaction(session):
        listing = _counted_up(session, listing_id)
        current, *older = versions(session, listing_id)
        chosen = next((view for view in (current, *older) if view.version == version), None)
        if chosen is None:
            raise VersionNotFound(version=version)
        if not chosen.is_published:
            raise NotRevertible(version=version)
        if chosen == current:
            raise NothingToRevert(version=version)
        return _add_version(session, listing, chosen.publication, action="reverted", now=now)


@contextmanager
def _transaction(session: Session) -> Iterator[None]:
    """Commit at the end; whatever is raised instead leaves nothing behind and no lock held."""
    try:
        yield
        session.commit()
    finally:
        session.rollback()


def _listing_of(session: Session, publication: Publication) -> UUID:
    """The listing's id, made when the program is new; two makers at once agree on one."""
    key = {"institution": publication.institution, "program_id": publication.program_id}
    new = {"id": uuid4(), "latest": 0, "is_published": False, "language": publication.language, "title_key": ""}
    insert = search_index.insert_or_keep(session, ListingRow)
    session.execute(insert.values(**key, **new).on_conflict_do_nothing(index_elements=list(key)))
    return session.exec(select(ListingRow.id).filter_by(**key)).one()


def _counted_up(session: Session, listing_id: UUID) -> ListingRow:
    """Give the listing its next version number, and lock it until the transaction ends. Raises ListingNotFound."""
    session.execute(
        update(ListingRow).where(col(ListingRow.id) == listing_id).values(latest=col(ListingRow.latest) + 1)
    )
    row = session.exec(
        select(ListingRow).where(ListingRow.id == listing_id), execution_options={"populate_existing": True}
    ).first()
    if row is None:
        raise ListingNotFound
    return row


def _published(session: Session, submission_id: UUID) -> ListingVersionView | None:
    found = session.exec(
        select(ListingRow, VersionRow)
        .where(VersionRow.listing_id == ListingRow.id)
        .where(VersionRow.submission_id == submission_id, VersionRow.action == "published")
    ).first()
    return next(views(session, [found])) if found else None


def _add_version(
    session: Session, listing: ListingRow, publication: Publication, *, action: VersionAction, now: datetime
) -> ListingVersionView:
    row = version_row(publication, listing_id=listing.id, number=listing.latest, action=action, created_at=now)
    session.add(row)
    session.flush()
    session.add_all(tag_rows(row.id, publication.tags))
    listing.is_published = action != "unpublished"
    listing.language = publication.language
    listing.title_key = fold(publication.title)[:TITLE_KEY_LENGTH]
    session.flush()
    if listing.is_published:
        search_index.index(session, listing.key, publication)
    else:
        search_index.remove(session, listing.key)
    return next(views(session, [(listing, row)]))


def _comparable(publication: Publication) -> Publication:
    """The publication with its tags in one order: theirs says nothing about the content."""
    return replace(publication, tags=tuple(sorted(publication.tags, key=lambda tag: (tag.facet, tag.scheme, tag.code))))
