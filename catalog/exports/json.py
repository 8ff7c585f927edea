"""Listings as JSON: one object with a list, tags as alignments to named frameworks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO

from catalog.records import ListingVersionView, Tag


def write(listings: Iterator[ListingVersionView], output: BinaryIO) -> int:
    """UTF-8, one listing a line, so that a large file can be read without holding all of it."""
    count = 0
    output.write(b'{"listings": [')
    for count, view in enumerate(listings, start=1):
        output.write(b"\n" if count == 1 else b",\n")
        output.write(json.dumps(_entry(view), ensure_ascii=False).encode())
    output.write(b"\n]}\n")
    return count


def _entry(view: ListingVersionView) -> dict[str, object]:
    publication = view.publication
    return {
        "listing_id": str(view.listing_id),
        "version": view.version,
        "published_at": view.created_at.isoformat(),
        "institution": publication.institution,
        "program_id": publication.program_id,
        "language": publication.language,
        "title": publication.title,
        "description": publication.description,
        "outcomes": list(publication.outcomes),
        "delivery": publication.delivery,
        "duration_weeks": publication.duration_weeks,
        "hours": publication.hours,
        "cost_cad": None if publication.cost_cad is None else f"{publication.cost_cad:.2f}",
        "osap_eligible": publication.osap_eligible,
        "stacks_into": publication.stacks_into,
        "employer_partners": list(publication.employer_partners),
        "start_dates": [day.isoformat() for day in publication.start_dates],
        "url": publication.url,
        "tags": [_alignment(tag) for tag in publication.tags],
    }


def _alignment(tag: Tag) -> dict[str, str]:
    return {
        "facet": tag.facet,
        "scheme": tag.scheme,
        "edition": tag.edition,
        "code": tag.code,
        "label_en": tag.label_en,
        "label_fr": tag.label_fr,
    }
