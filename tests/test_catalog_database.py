"""The catalog database and its migrations."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from publications import MONDAY, WELDING
from sqlalchemy import inspect, text
from sqlalchemy.dialects import sqlite
from sqlmodel import Session

from catalog import database
from catalog.columns import UtcDateTime
from catalog.publication import publish
from catalog.search import find
from catalog.tables import CatalogTable


def test_the_migrations_make_exactly_the_tables_of_the_code(catalog_session: Session) -> None:
    context = MigrationContext.configure(catalog_session.connection(), opts={"version_table": database.VERSION_TABLE})

    ours = [change for change in compare_metadata(context, CatalogTable.metadata) if "remove" not in str(change[0])]

    assert ours == []


def test_the_catalog_holds_no_table_of_drafts_or_people() -> None:
    assert set(CatalogTable.metadata.tables) == {
        "listing",
        "listing_version",
        "listing_version_tag",
        "concept",
        "listing_concept",
        "listing_word",
    }


def test_preparing_again_keeps_what_is_there(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new folder' / 'catalog.db'}"
    with Session(database.prepare(url)) as session:
        publish(session, WELDING, MONDAY)
    with Session(database.prepare(url)) as session:
        assert find(session).total == 1


def test_several_processes_may_prepare_at_once(tmp_path: Path) -> None:
    prepare = f"from catalog.database import prepare; prepare('sqlite:///{tmp_path / 'catalog.db'}')"
    processes = [subprocess.Popen([sys.executable, "-c", prepare]) for _ in range(3)]

    assert [process.wait(60) for process in processes] == [0, 0, 0]
    assert inspect(database.open_engine(f"sqlite:///{tmp_path / 'catalog.db'}")).has_table("listing_version")


def test_the_last_migration_can_be_taken_back(tmp_path: Path) -> None:
    engine = database.prepare(f"sqlite:///{tmp_path / 'catalog.db'}")
    config = Config()
    config.set_main_option("script_location", str(Path(database.__file__).parent / "migrations"))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")

    assert inspect(engine).get_table_names() == [database.VERSION_TABLE]


def test_sqlite_checks_foreign_keys_and_lets_readers_read(tmp_path: Path) -> None:
    with database.open_engine(f"sqlite:///{tmp_path / 'catalog.db'}").connect() as connection:
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"


@pytest.mark.parametrize("url", ["postgresql://a:b@localhost/c", "postgresql+psycopg://a:b@localhost/c"])
def test_both_postgresql_addresses_are_taken(url: str) -> None:
    assert database.open_engine(url).driver == "psycopg"


def test_a_moment_comes_back_in_utc_whatever_zone_it_came_in() -> None:
    column, dialect = UtcDateTime(), sqlite.dialect()
    noon_in_ontario = datetime(2025, 1, 6, 12, tzinfo=timezone(timedelta(hours=-5)))

    stored = column.process_bind_param(noon_in_ontario, dialect)

    assert stored is not None and stored.isoformat() == "2025-01-06T17:00:00+00:00"
    assert column.process_result_value(datetime(2025, 1, 6, 17), dialect) == stored
    with pytest.raises(ValueError, match="time zone"):
        column.process_bind_param(datetime(2025, 1, 6, 12), dialect)
