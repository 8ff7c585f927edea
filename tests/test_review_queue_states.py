from __future__ import annotations

from itertools import product

import pytest
from people import People
from reviewing import NOON, ROBOTS, send, state_of
from sqlmodel import Session, col, update

from review_queue.records import State
from review_queue.refusals import MoveRefused, NotFound
from review_queue.states import MOVES, STATES, move_one
from review_queue.tables import Submission

REFUSED = [(origin, target) for origin, target in product(STATES, STATES) if target not in MOVES[origin]]


def test_every_state_is_in_the_table_and_nothing_leaves_a_final_one() -> None:
    assert set(MOVES) == set(STATES)
    assert MOVES["declined"] == MOVES["superseded"] == frozenset()


@pytest.mark.parametrize(("origin", "target"), REFUSED)
def test_a_move_that_is_not_in_the_table_is_refused_in_a_sentence(
    work_session: Session, people: People, origin: State, target: State
) -> None:
    (submission_id,) = send(work_session, people.submitter, ROBOTS)
    put(work_session, origin)

    with pytest.raises(MoveRefused, match=f"is {origin} cannot become {target}"):
        move_one(work_session, submission_id, origin, target, now=NOON)

    assert state_of(work_session, submission_id) == origin


@pytest.mark.parametrize(
    ("origin", "target"), [(origin, target) for origin in STATES for target in sorted(MOVES[origin])]
)
def test_a_move_of_the_table_is_made_once(work_session: Session, people: People, origin: State, target: State) -> None:
    (submission_id,) = send(work_session, people.submitter, ROBOTS)
    put(work_session, origin)

    move_one(work_session, submission_id, origin, target, now=NOON)
    assert state_of(work_session, submission_id) == target

    with pytest.raises(MoveRefused) as refused:
        move_one(work_session, submission_id, origin, target, now=NOON)
    assert refused.value.values == {"state": target, "target": target}


def test_a_submission_that_does_not_exist_cannot_move(work_session: Session, people: People) -> None:
    with pytest.raises(NotFound):
        move_one(work_session, people.submitter.account_id, "received", "tagged", now=NOON)


def put(session: Session, state: State) -> None:
    session.exec(update(Submission).where(col(Submission.state) != "").values(state=state))
    session.commit()
