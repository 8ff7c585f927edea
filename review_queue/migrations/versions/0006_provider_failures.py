"""Failures of the provider as a kind and a status: of the last call for a program, and of the circuit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_TABLES = ("submission", "provider_circuit")


def upgrade() -> None:
    for table in _TABLES:
        op.add_column(table, sa.Column("failure", sa.String()))
        op.add_column(table, sa.Column("failure_status", sa.Integer()))


def downgrade() -> None:
    for table in _TABLES:
        op.drop_column(table, "failure_status")
        op.drop_column(table, "failure")
