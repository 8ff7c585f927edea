"""Retagging: published programs asked about anew in a batch."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "retagging",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("batch_id", sa.String()),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_retagging"),
    )
    op.create_table(
        "retagged_program",
        sa.Column("retagging_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("collected", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["retagging_id"], ["retagging.id"], name="fk_retagged_program_retagging_id"),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name="fk_retagged_program_submission_id"),
        sa.PrimaryKeyConstraint("retagging_id", "submission_id", name="pk_retagged_program"),
    )


def downgrade() -> None:
    op.drop_table("retagged_program")
    op.drop_table("retagging")
