"""Listings as CSV for a spreadsheet: one row a listing, three columns a facet."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import TextIOWrapper
from typing import BinaryIO

from catalog.records import ListingVersionView
from vocabulary import FACETS

SEPARATOR = " | "
_PLAIN = (
    "listing_id",
    "version",
    "published_at",
    "institution",
    "program_id",
    "language",
    "title",
    "description",
    "outcomes",
    "delivery",
    "duration_weeks",
    "hours",
    "cost_cad",
    "osap_eligible",
    "stacks_into",
    "employer_partners",
    "start_dates",
    "url",
)
COLUMNS = (*_PLAIN, *(f"{facet}_{part}" for facet in FACETS for part in ("codes", "labels_en", "labels_fr")))
# A spreadsheet runs a cell that starts with one of these, in ASCII or in full width.
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


def write(listings: Iterator[ListingVersionView], output: BinaryIO) -> int:
    """UTF-8 with a byte order mark, which makes a spreadsheet read the accents; several values joined by a bar."""
    count = 0
    text = TextIOWrapper(output, encoding="utf-8-sig", newline="", write_through=True)
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    for view in listings:
        rows.writerow([safe(cell) for cell in _cells(view)])
        count += 1
    text.detach()
    return count


def safe(cell: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would run it as a formula."""
    return f"'{cell}" if cell.lstrip(" \u00a0").startswith(_FORMULA_STARTS) else cell


def _cells(view: ListingVersionView) -> Iterator[str]:
    publication = view.publication
    yield from (str(view.listing_id), str(view.version), view.created_at.isoformat())
    yield from (publication.institution, publication.program_id, publication.language)
    yield from (publication.title, publication.description, SEPARATOR.join(publication.outcomes))
    yield publication.delivery or ""
    yield from (_number(publication.duration_weeks), _number(publication.hours))
    yield "" if publication.cost_cad is None else f"{publication.cost_cad:.2f}"
    yield {True: "yes", False: "no", None: ""}[publication.osap_eligible]
    yield publication.stacks_into or ""
    yield SEPARATOR.join(publication.employer_partners)
    yield SEPARATOR.join(day.isoformat() for day in publication.start_dates)
    yield publication.url or ""
    for facet in FACETS:
        tags = [tag for tag in publication.tags if tag.facet == facet]
        for part in ("code", "label_en", "label_fr"):
            yield SEPARATOR.join(str(getattr(tag, part)) for tag in tags)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.10g}"
