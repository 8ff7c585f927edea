"""The tables of the catalog database."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID, uuid4

from sqlalchemy import JSON, Column, Index, MetaData, UniqueConstraint, text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from catalog.columns import UtcDateTime, code_point_order

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
_FIRST_PUBLICATION = text("action = 'published'")
WORD_LENGTH = 40
TITLE_KEY_LENGTH = 400


class CatalogTable(SQLModel, registry=registry(metadata=MetaData(naming_convention=_NAMES))):
    """Base of this database's tables: their own metadata, apart from the work database's."""


class ListingRow(CatalogTable, table=True):
    """A program of an institution in the catalog; `latest` is the number of its newest version.

    `id` is its name to the outside; `key` is short, because each listing has hundreds of rows in the search index.
    """

    __tablename__: ClassVar[str] = "listing"
    __table_args__ = (UniqueConstraint("institution", "program_id"),)

    key: int = Field(default=None, primary_key=True)
    id: UUID = Field(default_factory=uuid4, unique=True)
    institution: str
    program_id: str
    latest: int = 0
    is_published: bool = False
    language: str = Field(default="en", max_length=2)
    title_key: str = Field(default="", sa_column=Column(code_point_order(TITLE_KEY_LENGTH), nullable=False, index=True))


class VersionRow(CatalogTable, table=True):
    """What a listing said from `created_at` on; never updated. The submission is published once, by the index."""

    __tablename__: ClassVar[str] = "listing_version"
    __table_args__ = (
        UniqueConstraint("listing_id", "number"),
        Index(
            "uq_listing_version_published_submission",
            "submission_id",
            unique=True,
            sqlite_where=_FIRST_PUBLICATION,
            postgresql_where=_FIRST_PUBLICATION,
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    listing_id: UUID = Field(foreign_key="listing.id")
    number: int
    action: str = Field(max_length=20)
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    submission_id: UUID
    language: str = Field(max_length=2)
    title: str
    description: str
    outcomes: list[str] = Field(sa_column=Column(JSON, nullable=False))
    delivery: str | None = None
    duration_weeks: float | None = None
    hours: float | None = None
    cost_cents: int | None = None
    osap_eligible: bool | None = None
    stacks_into: str | None = None
    employer_partners: list[str] = Field(sa_column=Column(JSON, nullable=False))
    start_dates: list[str] = Field(sa_column=Column(JSON, nullable=False))
    url: str | None = None


class VersionTagRow(CatalogTable, table=True):
    """A tag of a version in its order, named as it was then."""

    __tablename__: ClassVar[str] = "listing_version_tag"

    version_id: UUID = Field(foreign_key="listing_version.id", primary_key=True)
    position: int = Field(primary_key=True)
    facet: str = Field(max_length=40)
    scheme: str = Field(max_length=40)
    edition: str = Field(max_length=100)
    code: str = Field(max_length=200)
    label_en: str
    label_fr: str


class ConceptRow(CatalogTable, table=True):
    """A concept on some listing, or broader than one: what hierarchical search climbs."""

    __tablename__: ClassVar[str] = "concept"

    scheme: str = Field(max_length=40, primary_key=True)
    code: str = Field(max_length=200, primary_key=True)
    facet: str = Field(max_length=40)
    edition: str = Field(max_length=100)
    label_en: str
    label_fr: str
    broader: str | None = Field(default=None, max_length=200)


class ListingConceptRow(CatalogTable, table=True):
    """Search index of the published listings: each tag (`is_tag`) and each of its broader concepts."""

    __tablename__: ClassVar[str] = "listing_concept"
    __table_args__ = (
        Index("ix_listing_concept_lookup", "facet", "code", "listing_key"),
        Index("ix_listing_concept_tags", "is_tag", "facet", "scheme", "code", "listing_key"),
        {"sqlite_with_rowid": False},
    )

    listing_key: int = Field(foreign_key="listing.key", primary_key=True)
    scheme: str = Field(max_length=40, primary_key=True)
    code: str = Field(max_length=200, primary_key=True)
    facet: str = Field(max_length=40)
    is_tag: bool


class ListingWordRow(CatalogTable, table=True):
    """Search index of the published listings: each folded word of what a keyword may find."""

    __tablename__: ClassVar[str] = "listing_word"
    __table_args__ = (
        Index("ix_listing_word_lookup", "word", "listing_key"),
        {"sqlite_with_rowid": False},
    )

    listing_key: int = Field(foreign_key="listing.key", primary_key=True)
    word: str = Field(sa_column=Column(code_point_order(WORD_LENGTH), primary_key=True))
