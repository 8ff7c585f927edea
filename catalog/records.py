"""What the catalog takes and gives back, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

Language = Literal["en", "fr"]
VersionAction = Literal["published", "unpublished", "reverted"]


@dataclass(frozen=True, slots=True)
class Tag:
    """A concept on a listing, named as it stood in its vocabulary when it was published."""

    facet: str
    scheme: str
    edition: str
    code: str
    label_en: str
    label_fr: str

    def label(self, language: str) -> str:
        return self.label_fr if language == "fr" else self.label_en


@dataclass(frozen=True, slots=True)
class Publication:
    """An approved program as the public may see it; the contact e-mail never comes here."""

    submission_id: UUID
    institution: str
    program_id: str
    language: Language
    title: str
    description: str
    outcomes: tuple[str, ...] = ()
    delivery: str | None = None
    duration_weeks: float | None = None
    hours: float | None = None
    cost_cad: Decimal | None = None
    osap_eligible: bool | None = None
    stacks_into: str | None = None
    employer_partners: tuple[str, ...] = ()
    start_dates: tuple[date, ...] = ()
    url: str | None = None
    tags: tuple[Tag, ...] = ()


@dataclass(frozen=True, slots=True)
class ListingVersionView:
    """One version of a listing; versions count from 1 and are never changed."""

    listing_id: UUID
    version: int
    action: VersionAction
    created_at: datetime
    publication: Publication

    @property
    def is_published(self) -> bool:
        return self.action != "unpublished"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of what a search found; `number` counts from 1, `total` counts the listings of all pages."""

    listings: tuple[ListingVersionView, ...]
    total: int
    number: int
    size: int


@dataclass(frozen=True, slots=True)
class TagCount:
    """How many of the listings found carry a tag."""

    tag: Tag
    listings: int


@dataclass(frozen=True, slots=True)
class InstitutionCount:
    """How many published listings an institution has."""

    institution: str
    listings: int
