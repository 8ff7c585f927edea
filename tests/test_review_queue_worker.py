from __future__ import annotations

import os
import signal
import threading
import time
from dataclasses import replace

import pytest
from people import People
from reviewing import ROBOTS, accept_all, drafts, send, state_of
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, func, select
from workers import Place, until

from catalog.search import find
from review_queue import audit
from review_queue.outbox import Outbox
from review_queue.tables import AuditEntry, Submission, Tagging
from review_queue.worker import Station, configuration, keep_looking
from review_queue.workflows import Pace

PROGRAMS = 120


def tagged(session: Session) -> int:
    session.rollback()
    return session.exec(select(func.count()).where(col(Submission.state) == "tagged")).one()


def test_a_worker_killed_in_the_middle_of_a_batch_ends_with_every_program_tagged_once(
    work_session: Session, people: People, place: Place
) -> None:
    send(work_session, people.submitter, *drafts(PROGRAMS))
    first = place.slow_worker()
    until(lambda: tagged(work_session) >= PROGRAMS // 4)

    os.kill(first.pid, signal.SIGKILL)
    assert first.wait() == -signal.SIGKILL
    half_way = tagged(work_session)
    assert PROGRAMS // 4 <= half_way < PROGRAMS
    place.slow_worker()
    until(lambda: tagged(work_session) == PROGRAMS)

    tagged_ids = work_session.exec(select(Tagging.submission_id)).all()
    assert (len(tagged_ids), len(set(tagged_ids))) == (PROGRAMS, PROGRAMS)
    entries = select(func.count()).where(col(AuditEntry.verb) == "submission.tagged")
    assert work_session.exec(entries).one() == PROGRAMS
    audit.verify(work_session)
    # At most what a tenth of a second tagged in two threads was tagged again; what was stored never is.
    assert len(place.taggings.read_text().splitlines()) <= PROGRAMS + 12


def test_two_workers_share_an_upload_and_tag_every_program_once(
    work_session: Session, people: People, place: Place
) -> None:
    send(work_session, people.submitter, *drafts(PROGRAMS))
    place.slow_worker()
    place.slow_worker("worker-2")
    until(lambda: tagged(work_session) == PROGRAMS)

    assert len(place.taggings.read_text().splitlines()) == PROGRAMS


def test_the_worker_tags_and_publishes_with_the_real_tagger_and_stops_when_told(
    work_session: Session, catalog_session: Session, people: People, place: Place
) -> None:
    secretive = replace(ROBOTS, description="Program industrial robots in Python for a confidential client.")
    (submission_id,) = send(work_session, people.submitter, secretive)
    worker = place.worker()
    until(lambda: tagged(work_session) == 1)
    accept_all(work_session, people.reviewer, submission_id)
    until(lambda: state_of(work_session, submission_id) == "published")

    started = time.monotonic()
    worker.send_signal(signal.SIGTERM)
    _, log = worker.communicate(timeout=20)

    assert (worker.returncode, time.monotonic() - started < 5) == (0, True)
    assert [view.publication.title for view in find(catalog_session).listings] == [ROBOTS.title]
    assert "worker worker-1 is ready" in log and "worker worker-1 has stopped" in log
    assert "confidential" not in log and "Robots" not in log and "Traceback" not in log
    assert len(log.splitlines()) <= 6


def test_the_workflow_database_tells_no_one_and_recovers_over_upgrades() -> None:
    settings = configuration(Station("worker-7", "", "", "postgresql+psycopg://user:secret@localhost/flows", Pace(2)))

    assert settings["executor_id"] == "worker-7"
    assert settings["application_version"] == "1"
    assert settings["enable_otlp"] is False
    assert "conductor_key" not in settings
    assert settings["system_database_url"] == "postgresql://user:secret@localhost/flows"


def test_a_database_that_is_away_for_a_while_does_not_end_the_worker(
    work_engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    stop = threading.Event()

    class Away(Outbox):
        looks = 0

        def look(self) -> int:
            self.looks += 1
            if self.looks == 1:
                raise OperationalError("SELECT", {}, ConnectionError("confidential"))
            stop.set()
            return 0

    outbox = Away(work_engine, None)
    keep_looking(outbox, stop)

    assert outbox.looks == 2
    assert "the database did not answer (ConnectionError)" in caplog.text
    assert "confidential" not in caplog.text
