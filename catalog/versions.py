"""Versions of listings, between their rows and the values that others see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import cast
from uuid import UUID

from sqlmodel import Session, col, select

from catalog.records import Language, ListingVersionView, Publication, Tag, VersionAction
from catalog.refusals import ListingNotFound
from catalog.tables import ListingRow, VersionRow, VersionTagRow


def version_row(
    publication: Publication, *, listing_id: UUID, number: int, action: VersionAction, created_at: datetime
) -> VersionRow:
    """The row of a version; its tags are rows of their own."""
    return VersionRow(
        listing_id=listing_id,
        number=number,
        action=action,
        created_at=created_at,
        submission_id=publication.submission_id,
        language=publication.language,
        title=publication.title,
        description=publication.description,
        outcomes=list(publication.outcomes),
        delivery=publication.delivery,
        duration_weeks=publication.duration_weeks,
        hours=publication.hours,
        cost_cents=_cents(publication.cost_cad),
        osap_eligible=publication.osap_eligible,
        stacks_into=publication.stacks_into,
        employer_partners=list(publication.employer_partners),
        start_dates=[day.isoformat() for day in publication.start_dates],
        url=publication.url,
    )


def tag_rows(version_id: UUID, tags: Iterable[Tag]) -> list[VersionTagRow]:
    """The rows of a version's tags, in order."""
    return [
        VersionTagRow(
            version_id=version_id,
            position=position,
            facet=tag.facet,
            scheme=tag.scheme,
            edition=tag.edition,
            code=tag.code,
            label_en=tag.label_en,
            label_fr=tag.label_fr,
        )
        for position, tag in enumerate(tags)
    ]


def listing(session: Session, listing_id: UUID) -> ListingVersionView:
    """The newest version, also when it took the listing down. Raises ListingNotFound."""
    return versions(session, listing_id)[0]


def versions(session: Session, listing_id: UUID) -> tuple[ListingVersionView, ...]:
    """Every version of a listing, newest first. Raises ListingNotFound."""
    row = session.exec(select(ListingRow).where(ListingRow.id == listing_id)).first()
    if row is None:
        raise ListingNotFound
    newest_first = select(VersionRow).where(VersionRow.listing_id == listing_id).order_by(col(VersionRow.number).desc())
    return tuple(views(session, [(row, version) for version in session.exec(newest_first)]))


def views(session: Session, rows: Sequence[tuple[ListingRow, VersionRow]]) -> Iterator[ListingVersionView]:
    """The values of the rows in their order, with the tags of all of them read at once."""
    tags = _tags(session, [version.id for _, version in rows])
    for listing_row, version in rows:
        yield ListingVersionView(
            listing_row.id,
            version.number,
            cast("VersionAction", version.action),
            version.created_at,
            _publication(listing_row, version, tags.get(version.id, ())),
        )


def _tags(session: Session, version_ids: Sequence[UUID]) -> dict[UUID, tuple[Tag, ...]]:
    in_order = (
        select(VersionTagRow)
        .where(col(VersionTagRow.version_id).in_(version_ids))
        .order_by(col(VersionTagRow.version_id), col(VersionTagRow.position))
    )
    return {
        version_id: tuple(Tag(row.facet, row.scheme, row.edition, row.code, row.label_en, row.label_fr) for row in rows)
        for version_id, rows in groupby(session.exec(in_order), key=lambda row: row.version_id)
    }


def _publication(listing_row: ListingRow, version: VersionRow, tags: tuple[Tag, ...]) -> Publication:
    return Publication(
        submission_id=version.submission_id,
        institution=listing_row.institution,
        program_id=listing_row.program_id,
        language=cast("Language", version.language),
        title=version.title,
        description=version.description,
        outcomes=tuple(version.outcomes),
        delivery=version.delivery,
        duration_weeks=version.duration_weeks,
        hours=version.hours,
        cost_cad=None if version.cost_cents is None else Decimal(version.cost_cents) / 100,
        osap_eligible=version.osap_eligible,
        stacks_into=version.stacks_into,
        employer_partners=tuple(version.employer_partners),
        start_dates=tuple(date.fromisoformat(day) for day in version.start_dates),
        url=version.url,
        tags=tags,
    )


def _cents(cost: Decimal | None) -> int | None:
    return None if cost is None else int((cost * 100).to_integral_value())
