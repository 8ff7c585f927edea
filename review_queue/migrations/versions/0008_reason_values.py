"""What the reason of a program that waits names, so that its sentence can be told in either language."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("submission", sa.Column("reason_value", sa.String()))


def downgrade() -> None:
    op.drop_column("submission", "reason_value")
