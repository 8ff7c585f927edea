"""Runs of the evals and their results."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "eval_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inputs_hash", sa.String(), nullable=False),
        sa.Column("inputs", sa.JSON(), nullable=False),
        sa.Column("programs", sa.Integer(), nullable=False),
        sa.Column("machine", sa.String(), nullable=False),
        sa.Column("commit", sa.String(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_eval_run"),
    )
    op.create_index("ix_eval_run_inputs_hash", "eval_run", ["inputs_hash"])
    op.create_index("ix_eval_run_started_at", "eval_run", ["started_at"])
    op.create_table(
        "eval_result",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.String(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["eval_run.id"], name="fk_eval_result_run_id"),
        sa.PrimaryKeyConstraint("id", name="pk_eval_result"),
        sa.UniqueConstraint("run_id", "program_id", name="uq_eval_result_run_id_program_id"),
    )


def downgrade() -> None:
    op.drop_table("eval_result")
    op.drop_table("eval_run")
