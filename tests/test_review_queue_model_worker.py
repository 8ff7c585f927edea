"""A worker that asks a model, killed at each step, and beside a provider that dies and comes back."""

from __future__ import annotations

import signal
from collections import Counter

import pytest
from model_server import Answer, ModelServer
from model_worker_steps import AT_ONCE, STEPS
from people import People
from reviewing import drafts, send
from sqlmodel import Session, col, func, select
from workers import Place, until

from review_queue import audit
from review_queue.model_tables import ModelAnswer, ModelCall, ProviderCircuit
from review_queue.tables import AuditEntry, Submission, Tagging

PROGRAMS = 12


def tagged(session: Session) -> int:
    session.rollback()
    return session.exec(select(func.count()).where(col(Submission.state) == "tagged")).one()


@pytest.mark.parametrize("step", STEPS)
def test_a_worker_killed_at_any_step_loses_nothing_and_buys_at_most_what_was_in_flight_again(
    work_session: Session, people: People, place: Place, step: str
) -> None:
    send(work_session, people.submitter, *drafts(PROGRAMS))
    with ModelServer(Answer(seconds=0.05)) as server:
        assert place.model_worker(server.url, step).wait(40) == -signal.SIGKILL
        assert tagged(work_session) < PROGRAMS
        place.model_worker(server.url, step)
        until(lambda: tagged(work_session) == PROGRAMS)
        asked = Counter(request.text for request in server.requests)

    assert len(asked) == PROGRAMS and max(asked.values()) <= 2
    assert asked.total() <= PROGRAMS + AT_ONCE
    assert len(work_session.exec(select(ModelAnswer)).all()) == PROGRAMS
    assert len(work_session.exec(select(ModelCall)).all()) <= asked.total()
    assert len(set(work_session.exec(select(Tagging.submission_id)).all())) == PROGRAMS
    entries = select(func.count()).where(col(AuditEntry.verb) == "submission.tagged")
    assert work_session.exec(entries).one() == PROGRAMS
    audit.verify(work_session)


def test_a_provider_that_dies_is_left_alone_and_work_goes_on_when_it_is_back(
    work_session: Session, people: People, place: Place
) -> None:
    send(work_session, people.submitter, *drafts(PROGRAMS * 2))
    with ModelServer(Answer(status=503)) as server:
        place.model_worker(server.url, "never")
        until(lambda: _late(work_session) == PROGRAMS * 2)
        asked, pauses = len(server.requests), work_session.exec(select(func.sum(ProviderCircuit.pauses))).one()
        server.otherwise = Answer()
        until(lambda: tagged(work_session) == PROGRAMS * 2, seconds=60)

    # The last straw, those that were on their way then, and one that tries after each pause.
    assert asked <= 5 + AT_ONCE + pauses
    assert work_session.exec(select(Submission.reason_code).distinct()).all() == [None]


def _late(session: Session) -> int:
    session.rollback()
    late = (col(Submission.state) == "received") & (col(Submission.reason_code) == "provider_away")
    return session.exec(select(func.count()).select_from(Submission).where(late)).one()
