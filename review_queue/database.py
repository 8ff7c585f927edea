"""The work database: opened, and brought to the newest migration."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from threading import RLock
from weakref import WeakKeyDictionary

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session

BUSY_SECONDS = 30
VERSION_TABLE = "work_schema_version"
_MIGRATIONS = Path(__file__).parent / "migrations"
# Any number, as long as everybody who migrates this database takes the same.
_MIGRATION_LOCK = 7_215_001


def open_engine(url: str) -> Engine:
    """An engine for a SQLite or PostgreSQL address; statements never show their values in an error."""
    address = make_url(url)
    if address.get_backend_name() == "postgresql":
        return create_engine(address.set(drivername="postgresql+psycopg"), hide_parameters=True, pool_pre_ping=True)
    if address.database and address.database != ":memory:":
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(address, hide_parameters=True)
    event.listen(engine, "connect", _configure_sqlite)
    return engine


def keep_write_ahead_log(url: str) -> None:
    """Make the SQLite database at `url`, which another library will open, keep one: a commit then waits for one sync.

    The file remembers it. On PostgreSQL there is nothing to do.
    """
    if make_url(url).get_backend_name() == "sqlite":
        engine = open_engine(url)
        engine.connect().close()
        engine.dispose()


_TURNS: WeakKeyDictionary[Engine, RLock] = WeakKeyDictionary()


def prepare(url: str) -> Engine:
    """Open the database at `url` and migrate it to the newest version; safe to call from several processes."""
    engine = open_engine(url)
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    newest = ScriptDirectory.from_config(config).get_current_head()
    with engine.connect() as connection:
        # Alembic keeps its context in globals, so a thread that finds nothing to migrate stays out of their way.
        found = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE}).get_current_revision()
        connection.rollback()
        if found != newest:
            _take_migration_lock(connection)
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.commit()
    return engine


@contextmanager
def transaction(session: Session) -> Iterator[None]:
    """Commit what the block did, or nothing of it."""
    with _turn(session):
        try:
            yield
            session.commit()
        except BaseException:
            session.rollback()
            raise


def _turn(session: Session) -> AbstractContextManager[object]:
    """On SQLite, threads of a process take turns: one that finds it locked sleeps far longer than a write takes."""
    engine = session.get_bind().engine
    if engine.dialect.name != "sqlite":
        return nullcontext()
    return _TURNS.setdefault(engine, RLock())


def _take_migration_lock(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
    else:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _configure_sqlite(connection: SqliteConnection, _: ConnectionPoolEntry) -> None:
    """Readers beside a writer, foreign keys, and patience.

    pysqlite opens a transaction at the first change, not at the first read: a use case that starts with its guarded
    update therefore waits for its turn, and can never fail on a snapshot that another writer made old.
    """
    for pragma in (f"busy_timeout = {BUSY_SECONDS * 1000}", "journal_mode = WAL", "synchronous = NORMAL"):
        connection.execute(f"PRAGMA {pragma}").close()
    connection.execute("PRAGMA foreign_keys = ON").close()
