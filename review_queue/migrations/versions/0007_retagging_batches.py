"""Retagging in several batches, each found by its own mark, and a reason for what was not asked or answered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "retagging_batch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("retagging_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("batch_id", sa.String()),
        sa.ForeignKeyConstraint(["retagging_id"], ["retagging.id"], name="fk_retagging_batch_retagging_id"),
        sa.PrimaryKeyConstraint("id", name="pk_retagging_batch"),
    )
    op.create_index("ix_retagging_batch_retagging_id", "retagging_batch", ["retagging_id"])
    # The one batch of a retagging carried its id as the mark.
    op.execute(
        "INSERT INTO retagging_batch (id, retagging_id, state, batch_id) "
        "SELECT id, id, CASE state WHEN 'asked' THEN 'waiting' ELSE state END, batch_id FROM retagging "
        "WHERE id IN (SELECT retagging_id FROM retagged_program)"
    )
    with op.batch_alter_table("retagged_program") as table:
        table.add_column(sa.Column("retagging_batch_id", sa.Uuid()))
        table.add_column(sa.Column("unanswered", sa.String()))
    op.execute("UPDATE retagged_program SET retagging_batch_id = retagging_id")
    with op.batch_alter_table("retagged_program") as table:
        table.alter_column("retagging_batch_id", existing_type=sa.Uuid(), nullable=False)
        name = "fk_retagged_program_retagging_batch_id"
        table.create_foreign_key(name, "retagging_batch", ["retagging_batch_id"], ["id"])
        table.create_index("ix_retagged_program_retagging_batch_id", ["retagging_batch_id"])
    op.drop_column("retagging", "batch_id")
    op.add_column("retagging", sa.Column("reason", sa.String()))


def downgrade() -> None:
    op.drop_column("retagging", "reason")
    op.add_column("retagging", sa.Column("batch_id", sa.String()))
    op.execute(
        "UPDATE retagging SET batch_id = "
        "(SELECT min(batch_id) FROM retagging_batch WHERE retagging_batch.retagging_id = retagging.id)"
    )
    with op.batch_alter_table("retagged_program") as table:
        table.drop_index("ix_retagged_program_retagging_batch_id")
        table.drop_constraint("fk_retagged_program_retagging_batch_id", type_="foreignkey")
        table.drop_column("retagging_batch_id")
        table.drop_column("unanswered")
    op.drop_table("retagging_batch")
