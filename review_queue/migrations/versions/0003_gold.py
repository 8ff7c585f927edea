"""Gold: programs to label, and what people said of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "gold_program",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("text_key", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("submission_id", sa.Uuid()),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("outcomes", sa.JSON(), nullable=False),
        sa.Column("labels", sa.Integer(), nullable=False),
        sa.Column("adjudicated", sa.Boolean(), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["added_by"], ["account.id"], name="fk_gold_program_added_by"),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name="fk_gold_program_submission_id"),
        sa.PrimaryKeyConstraint("id", name="pk_gold_program"),
        sa.UniqueConstraint("text_key", name="uq_gold_program_text_key"),
    )
    op.create_index("ix_gold_program_submission_id", "gold_program", ["submission_id"])
    op.create_table(
        "gold_label",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("gold_program_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("blind", sa.Boolean(), nullable=False),
        sa.Column("judged", sa.JSON(), nullable=False),
        sa.Column("editions", sa.JSON(), nullable=False),
        sa.Column("labelled_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_gold_label_account_id"),
        sa.ForeignKeyConstraint(["gold_program_id"], ["gold_program.id"], name="fk_gold_label_gold_program_id"),
        sa.PrimaryKeyConstraint("id", name="pk_gold_label"),
        sa.UniqueConstraint("gold_program_id", "account_id", name="uq_gold_label_gold_program_id_account_id"),
    )


def downgrade() -> None:
    op.drop_table("gold_label")
    op.drop_table("gold_program")
