"""Runs the migrations on the connection that `database.prepare` holds locked."""

from __future__ import annotations

from alembic import context

import review_queue.gold.tables  # noqa: F401  its tables are part of the metadata
from review_queue.database import VERSION_TABLE
from review_queue.tables import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    version_table=VERSION_TABLE,
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
