"""The catalog database: opened, and brought to the newest migration."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.pool import ConnectionPoolEntry

VERSION_TABLE = "catalog_schema_version"
_MIGRATIONS = Path(__file__).parent / "migrations"
_BUSY_SECONDS = 30


def prepare(url: str) -> Engine:
    """Open the database at `url` and migrate it to the newest version; safe to call from several processes."""
    engine = open_engine(url)
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    newest = ScriptDirectory.from_config(config).get_current_head()
    with engine.connect() as connection:
        # Alembic keeps its context in globals: a thread with nothing to migrate leaves those of others alone.
        migrated = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        if migrated.get_current_revision() != newest:
            connection.rollback()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    return engine


def open_engine(url: str) -> Engine:
    """An engine on SQLite (write-ahead log, foreign keys on) or PostgreSQL (psycopg 3), without migrating."""
    address = _address(url)
    if address.get_backend_name() == "sqlite":
        if address.database:
            Path(address.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(address, connect_args={"timeout": _BUSY_SECONDS})
        event.listen(engine, "connect", _set_up_sqlite)
        return engine
    return create_engine(address, pool_pre_ping=True)


def _address(url: str) -> URL:
    address = make_url(url)
    if address.drivername in {"postgresql", "postgres"}:
        return address.set(drivername="postgresql+psycopg")
    return address


def _set_up_sqlite(connection: sqlite3.Connection, _record: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()
