"""Questions of a retagging with what their answers are paid for by, and a retagging that waits for access."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_NAMES = ("model", "prompt", "prompt_hash")
# More than a question usually has: the provider's own count of tokens is believed up to this.
_MANY = "20000"


def upgrade() -> None:
    for name in _NAMES:
        op.add_column("retagged_program", sa.Column(name, sa.String(), nullable=False, server_default=""))
    characters = sa.Column("characters", sa.Integer(), nullable=False, server_default=_MANY)
    op.add_column("retagged_program", characters)
    op.add_column("retagging", sa.Column("waits_for", sa.String()))


def downgrade() -> None:
    op.drop_column("retagging", "waits_for")
    for name in (*_NAMES, "characters"):
        op.drop_column("retagged_program", name)
