from __future__ import annotations

from datetime import timedelta

import pytest
from people import People
from reviewing import NOON
from sqlmodel import Session, select

from review_queue.refusals import SessionEnded
from review_queue.sessions import LIFETIME, close_session, open_session, resume_session
from review_queue.tables import SignedSession

MOMENT = timedelta(seconds=1)


def test_a_session_gives_its_actor_until_it_expires(work_session: Session, people: People) -> None:
    token = open_session(work_session, people.submitter, now=NOON)

    assert resume_session(work_session, token, now=NOON + LIFETIME - MOMENT) == people.submitter
    with pytest.raises(SessionEnded):
        resume_session(work_session, token, now=NOON + LIFETIME)


def test_a_closed_session_cannot_be_resumed_and_others_can(work_session: Session, people: People) -> None:
    token, other = (open_session(work_session, people.reviewer, now=NOON) for _ in range(2))

    close_session(work_session, token)
    close_session(work_session, token)

    with pytest.raises(SessionEnded):
        resume_session(work_session, token, now=NOON)
    assert resume_session(work_session, other, now=NOON) == people.reviewer


@pytest.mark.parametrize("token", ["", "guess"])
def test_a_token_that_never_was_is_no_session(work_session: Session, people: People, token: str) -> None:
    with pytest.raises(SessionEnded):
        resume_session(work_session, token, now=NOON)


def test_the_database_keeps_no_token_and_forgets_sessions_that_ran_out(work_session: Session, people: People) -> None:
    token = open_session(work_session, people.qa, now=NOON)
    (stored,) = work_session.exec(select(SignedSession.token_hash)).all()

    assert token not in stored
    with pytest.raises(SessionEnded):
        resume_session(work_session, stored, now=NOON)
    open_session(work_session, people.qa, now=NOON + LIFETIME)
    assert stored not in work_session.exec(select(SignedSession.token_hash)).all()
