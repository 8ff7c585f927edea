"""Listings, their versions and tags, and what the search looks them up by."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_PUBLISHED = sa.text("action = 'published'")


def _code_point_order(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    """Create every table of the first catalog."""
    _create_listings()
    _create_versions()
    _create_tags()
    _create_search_index()


def _create_listings() -> None:
    op.create_table(
        "listing",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("institution", sa.String(), nullable=False),
        sa.Column("program_id", sa.String(), nullable=False),
        sa.Column("latest", sa.Integer(), nullable=False),
        sa.Column("is_published", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("title_key", _code_point_order(400), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_listing"),
        sa.UniqueConstraint("id", name="uq_listing_id"),
        sa.UniqueConstraint("institution", "program_id", name="uq_listing_institution_program_id"),
    )
    op.create_index("ix_listing_title_key", "listing", ["title_key"])


def _create_versions() -> None:
    op.create_table(
        "listing_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("outcomes", sa.JSON(), nullable=False),
        sa.Column("delivery", sa.String()),
        sa.Column("duration_weeks", sa.Float()),
        sa.Column("hours", sa.Float()),
        sa.Column("cost_cents", sa.Integer()),
        sa.Column("osap_eligible", sa.Boolean()),
        sa.Column("stacks_into", sa.String()),
        sa.Column("employer_partners", sa.JSON(), nullable=False),
        sa.Column("start_dates", sa.JSON(), nullable=False),
        sa.Column("url", sa.String()),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name="fk_listing_version_listing_id"),
        sa.PrimaryKeyConstraint("id", name="pk_listing_version"),
        sa.UniqueConstraint("listing_id", "number", name="uq_listing_version_listing_id_number"),
    )
    op.create_index(
        "uq_listing_version_published_submission",
        "listing_version",
        ["submission_id"],
        unique=True,
        sqlite_where=_PUBLISHED,
        postgresql_where=_PUBLISHED,
    )


def _create_tags() -> None:
    op.create_table(
        "listing_version_tag",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("facet", sa.String(40), nullable=False),
        sa.Column("scheme", sa.String(40), nullable=False),
        sa.Column("edition", sa.String(100), nullable=False),
        sa.Column("code", sa.String(200), nullable=False),
        sa.Column("label_en", sa.String(), nullable=False),
        sa.Column("label_fr", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["listing_version.id"], name="fk_listing_version_tag_version_id"),
        sa.PrimaryKeyConstraint("version_id", "position", name="pk_listing_version_tag"),
    )
    op.create_table(
        "concept",
        sa.Column("scheme", sa.String(40), nullable=False),
        sa.Column("code", sa.String(200), nullable=False),
        sa.Column("facet", sa.String(40), nullable=False),
        sa.Column("edition", sa.String(100), nullable=False),
        sa.Column("label_en", sa.String(), nullable=False),
        sa.Column("label_fr", sa.String(), nullable=False),
        sa.Column("broader", sa.String(200)),
        sa.PrimaryKeyConstraint("scheme", "code", name="pk_concept"),
    )


def _create_search_index() -> None:
    op.create_table(
        "listing_concept",
        sa.Column("listing_key", sa.Integer(), nullable=False),
        sa.Column("scheme", sa.String(40), nullable=False),
        sa.Column("code", sa.String(200), nullable=False),
        sa.Column("facet", sa.String(40), nullable=False),
        sa.Column("is_tag", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["listing_key"], ["listing.key"], name="fk_listing_concept_listing_key"),
        sa.PrimaryKeyConstraint("listing_key", "scheme", "code", name="pk_listing_concept"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_listing_concept_lookup", "listing_concept", ["facet", "code", "listing_key"])
    op.create_index("ix_listing_concept_tags", "listing_concept", ["is_tag", "facet", "scheme", "code", "listing_key"])
    op.create_table(
        "listing_word",
        sa.Column("listing_key", sa.Integer(), nullable=False),
        sa.Column("word", _code_point_order(40), nullable=False),
        sa.ForeignKeyConstraint(["listing_key"], ["listing.key"], name="fk_listing_word_listing_key"),
        sa.PrimaryKeyConstraint("listing_key", "word", name="pk_listing_word"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_listing_word_lookup", "listing_word", ["word", "listing_key"])


def downgrade() -> None:
    """Drop them, those that refer to others first."""
    for table in ("listing_word", "listing_concept", "concept", "listing_version_tag", "listing_version", "listing"):
        op.drop_table(table)
