"""Runs the migrations on the connection that `prepare` hands over, one process at a time."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from catalog.database import VERSION_TABLE
from catalog.tables import CatalogTable

# Any number will do, as long as it is the catalog's own among the advisory locks of a database.
_LOCK = 730_201


def migrate(connection: Connection) -> None:
    """One transaction under a lock: a second process waits here, then finds nothing left to do."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
    context.configure(connection=connection, target_metadata=CatalogTable.metadata, version_table=VERSION_TABLE)
    context.run_migrations()
    connection.commit()


migrate(context.config.attributes["connection"])
