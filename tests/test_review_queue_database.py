from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from people import NewDatabase, enrol
from reviewing import ROBOTS, send, state_of
from sqlalchemy import Engine, inspect, text
from sqlmodel import Session, select

from review_queue import audit, database
from review_queue.columns import Money, UtcDateTime
from review_queue.database import VERSION_TABLE, open_engine, prepare
from review_queue.gold.tables import GoldLabel
from review_queue.model_tables import RetaggedProgram, RetaggingBatch
from review_queue.tables import Submission, Table


@pytest.fixture
def first_version(new_database: NewDatabase) -> Iterator[Engine]:
    """A database as migration 0001 made it."""
    engine = open_engine(new_database("old"))
    _migrate(engine, "0001")
    yield engine
    engine.dispose()


def test_a_database_made_by_the_first_migration_opens_and_works(first_version: Engine) -> None:
    engine = prepare(first_version.url.render_as_string(hide_password=False))

    with Session(engine) as session:
        (submission_id,) = send(session, enrol(session).submitter, ROBOTS)
        assert state_of(session, submission_id) == "received"
        assert audit.verify(session).sequence == 2
    engine.dispose()


def test_a_retagging_under_way_before_there_were_several_batches_is_found_by_its_old_mark(
    first_version: Engine,
) -> None:
    """Of those that had no questions yet there is no batch."""
    _migrate(first_version, "0005")
    with Session(first_version) as session:
        (submission_id,) = send(session, enrol(session).submitter, ROBOTS)
        sent, asked = uuid4(), uuid4()
        for known, state, batch_id in ((sent, "sent", "batch-7"), (asked, "asked", None)):
            values = {"known": _raw(session, known), "state": state, "batch_id": batch_id}
            row = (
                "INSERT INTO retagging (id, state, asked_at, batch_id) VALUES (:known, :state, '2026-03-05', :batch_id)"
            )
            session.connection().execute(text(row), values)
        question = "INSERT INTO retagged_program VALUES (:known, :submission_id, 'k', false)"
        values = {"known": _raw(session, sent), "submission_id": _raw(session, submission_id)}
        session.connection().execute(text(question), values)
        session.commit()

    _migrate(first_version, "head")

    with Session(first_version) as session:
        batch = session.exec(select(RetaggingBatch)).one()
        noted = session.exec(select(RetaggedProgram)).one()
    assert (batch.id, batch.retagging_id, batch.state, batch.batch_id) == (sent, sent, "sent", "batch-7")
    assert (noted.retagging_batch_id, noted.submission_id, noted.unanswered) == (sent, submission_id, None)
    assert (noted.model, noted.prompt, noted.characters) == ("", "", 20_000)


def test_a_program_that_waited_with_an_english_reason_keeps_it(first_version: Engine) -> None:
    _migrate(first_version, "0007")
    with Session(first_version) as session:
        (submission_id,) = send(session, enrol(session).submitter, ROBOTS)
        values = {"code": "tagging_failed", "told": "The tagger failed on this program (ValueError)."}
        waiting = "UPDATE submission SET state = 'waiting', reason_code = :code, reason = :told"
        session.connection().execute(text(waiting), values)
        session.commit()

    _migrate(first_version, "head")

    with Session(first_version) as session:
        row = session.get_one(Submission, submission_id)
    assert (row.state, row.reason_code, row.reason) == ("waiting", *values.values())
    assert row.reason_value is None


def _raw(session: Session, known: UUID) -> str:
    """As the database keeps it."""
    return known.hex if session.get_bind().dialect.name == "sqlite" else str(known)


def _migrate(engine: Engine, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(database.__file__).parent / "migrations"))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.commit()


def test_the_first_migration_can_be_taken_back(first_version: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(database.__file__).parent / "migrations"))
    with first_version.connect() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        connection.commit()

    assert inspect(first_version).get_table_names() == [VERSION_TABLE]


def test_the_migrations_make_exactly_the_tables_of_the_code(work_session: Session) -> None:
    context = MigrationContext.configure(work_session.connection(), opts={"version_table": VERSION_TABLE})

    assert compare_metadata(context, Table.metadata) == []
    assert GoldLabel.__tablename__ in Table.metadata.tables


def test_several_processes_may_prepare_at_once(new_database: NewDatabase) -> None:
    url = new_database("fresh")
    processes = [multiprocessing.get_context("spawn").Process(target=prepare, args=(url,)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()

    assert [process.exitcode for process in processes] == [0, 0, 0]
    engine = prepare(url)
    with Session(engine) as session:
        assert audit.verify(session).sequence == 0
    engine.dispose()


def test_sqlite_lets_readers_read_checks_keys_and_waits(tmp_path: Path) -> None:
    engine = prepare(f"sqlite:///{tmp_path}/new folder/100%/work.db")

    with engine.connect() as connection:
        found = [connection.execute(text(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "foreign_keys")]
        assert found == ["wal", 1]
        assert connection.execute(text("PRAGMA busy_timeout")).scalar() == 30_000
    engine.dispose()


def test_a_plain_postgresql_address_is_opened_with_the_same_driver() -> None:
    for url in ("postgresql://user:secret@localhost/work", "postgresql+psycopg://user:secret@localhost/work"):
        engine = open_engine(url)
        assert engine.url.drivername == "postgresql+psycopg"
        assert engine.url.password == "secret"
        engine.dispose()


def test_an_error_shows_no_value_of_a_statement(work_session: Session) -> None:
    with pytest.raises(Exception, match="no_such_table") as raised:
        work_session.connection().execute(text("SELECT * FROM no_such_table WHERE a = :a"), {"a": "confidential"})

    assert "confidential" not in str(raised.value)


def test_a_moment_is_kept_in_utc_and_one_without_zone_is_refused(work_engine: Engine) -> None:
    moments = UtcDateTime()
    toronto = datetime(2025, 3, 3, 7, 0, tzinfo=timezone(timedelta(hours=-5)))

    assert moments.process_bind_param(toronto, work_engine.dialect) == datetime(2025, 3, 3, 12, 0, tzinfo=UTC)
    assert moments.process_result_value(datetime(2025, 3, 3, 12, 0), work_engine.dialect) == toronto
    with pytest.raises(ValueError, match="time zone"):
        moments.process_bind_param(datetime(2025, 3, 3, 12, 0), work_engine.dialect)


def test_an_amount_is_kept_exactly(work_engine: Engine) -> None:
    kept = Money().process_bind_param(Decimal("0.10"), work_engine.dialect)

    assert kept == "0.10"
    assert Money().process_result_value(kept, work_engine.dialect) == Decimal("0.10")


def test_threads_of_one_process_take_turns_at_writing_to_sqlite(tmp_path: Path) -> None:
    engine = prepare(f"sqlite:///{tmp_path / 'turns.db'}")
    told: list[str] = []
    inside, second = threading.Event(), threading.Event()

    def write_second() -> None:
        inside.wait()
        second.set()
        with Session(engine) as session, database.transaction(session):
            told.append("second")

    other = threading.Thread(target=write_second)
    other.start()
    with Session(engine) as session, database.transaction(session):
        inside.set()
        second.wait()
        other.join(timeout=0.2)
        told.append("first")
    other.join()
    engine.dispose()

    assert told == ["first", "second"]
