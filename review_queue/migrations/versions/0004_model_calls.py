"""Model calls: the ledger, the circuit, and what a tagging and a submission keep of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_ledger()
    _create_circuit()
    op.add_column("submission", sa.Column("tries", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("submission", sa.Column("due_at", sa.DateTime(timezone=True)))
    op.add_column("tagging", sa.Column("suspicious", sa.JSON(), nullable=False, server_default="[]"))
    for name in ("model", "prompt", "prompt_hash"):
        op.add_column("tagging", sa.Column(name, sa.String()))


def downgrade() -> None:
    for name in ("prompt_hash", "prompt", "model", "suspicious"):
        op.drop_column("tagging", name)
    for name in ("due_at", "tries"):
        op.drop_column("submission", name)
    for table in ("provider_circuit", "model_answer", "model_call"):
        op.drop_table(table)


def _create_ledger() -> None:
    op.create_table(
        "model_call",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("prompt", sa.String(), nullable=False),
        sa.Column("prompt_hash", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("tokens_in", sa.Integer(), nullable=False),
        sa.Column("tokens_cached", sa.Integer(), nullable=False),
        sa.Column("tokens_out", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("cost_micros", sa.BigInteger()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name="fk_model_call_submission_id"),
        sa.PrimaryKeyConstraint("id", name="pk_model_call"),
    )
    op.create_index("ix_model_call_at", "model_call", ["at"])
    op.create_index("ix_model_call_submission_id", "model_call", ["submission_id"])
    op.create_table(
        "model_answer",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_model_answer"),
    )


def _create_circuit() -> None:
    circuit = op.create_table(
        "provider_circuit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("pauses", sa.Integer(), nullable=False),
        sa.Column("away_until", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_provider_circuit"),
    )
    op.bulk_insert(circuit, [{"id": 1, "failures": 0, "pauses": 0}])
