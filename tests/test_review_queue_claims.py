from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from people import People
from reviewing import LATER, NOON, ROBOTS, drafts, once_before, send, state_of, tag_received, tagged
from sqlalchemy import Engine
from sqlmodel import Session

from review_queue import claims, decisions
from review_queue.records import Actor
from review_queue.refusals import AlreadyClaimed, ClaimLost, Forbidden, NotFound

HALF_AN_HOUR = timedelta(minutes=30)


def claim_next(session: Session, actor: Actor, **given: object) -> object:
    return claims.claim_next(session, actor=actor, now=NOON, **given)


def test_the_oldest_program_is_claimed_first_and_held(work_session: Session, people: People) -> None:
    first, second = tagged(work_session, people.submitter, *drafts(2))

    assert claim_next(work_session, people.reviewer) == first
    assert claim_next(work_session, people.reviewer) == first
    assert claim_next(work_session, people.second_reviewer) == second
    (held,) = claims.claimed_by_me(work_session, actor=people.reviewer, now=NOON)
    assert (held.submission_id, held.lease_ends_at) == (first, NOON + HALF_AN_HOUR)


def test_nothing_is_claimed_from_an_empty_queue_or_before_tagging(work_session: Session, people: People) -> None:
    assert claim_next(work_session, people.reviewer) is None

    send(work_session, people.submitter, ROBOTS)

    assert claim_next(work_session, people.reviewer) is None


def test_a_language_can_be_chosen(work_session: Session, people: People) -> None:
    tagged(work_session, people.submitter)

    assert claim_next(work_session, people.reviewer, language="fr") is None
    assert claim_next(work_session, people.reviewer, language="en") is not None


def test_two_reviewers_who_saw_the_same_free_program_do_not_both_get_it(
    work_session: Session, work_engine: Engine, people: People
) -> None:
    first, second = tagged(work_session, people.submitter, *drafts(2))

    def overtake() -> None:
        with Session(work_engine) as other:
            claims.claim(other, actor=people.second_reviewer, submission_id=first, now=NOON)

    # The other reviewer's claim falls between this one's choice and its update.
    with once_before(work_engine, "UPDATE submission", overtake):
        assert claim_next(work_session, people.reviewer) == second

    (held,) = claims.claimed_by_me(work_session, actor=people.second_reviewer, now=NOON)
    assert held.submission_id == first


def test_a_program_that_is_held_cannot_be_claimed_until_its_lease_ends(work_session: Session, people: People) -> None:
    (submission_id,) = tagged(work_session, people.submitter)
    claims.claim(work_session, actor=people.reviewer, submission_id=submission_id, now=NOON)

    with pytest.raises(AlreadyClaimed):
        claims.claim(work_session, actor=people.second_reviewer, submission_id=submission_id, now=NOON)
    assert claim_next(work_session, people.second_reviewer) is None

    end = NOON + HALF_AN_HOUR
    assert claims.claim_next(work_session, actor=people.second_reviewer, now=end) == submission_id
    with pytest.raises(ClaimLost):
        claims.renew(work_session, actor=people.reviewer, submission_id=submission_id, now=end)
    assert claims.claimed_by_me(work_session, actor=people.reviewer, now=end) == ()


def test_a_lease_is_renewed_while_it_runs(work_session: Session, people: People) -> None:
    (submission_id,) = tagged(work_session, people.submitter)
    claims.claim(work_session, actor=people.reviewer, submission_id=submission_id, now=NOON)
    soon = NOON + timedelta(minutes=29)

    assert claims.renew(work_session, actor=people.reviewer, submission_id=submission_id, now=soon) == (
        soon + HALF_AN_HOUR
    )
    with pytest.raises(AlreadyClaimed):
        claims.claim(work_session, actor=people.second_reviewer, submission_id=submission_id, now=LATER)
    with pytest.raises(ClaimLost):
        claims.renew(work_session, actor=people.second_reviewer, submission_id=submission_id, now=LATER)


def test_a_released_program_is_free_for_others_and_last_for_who_released_it(
    work_session: Session, people: People
) -> None:
    first, second = tagged(work_session, people.submitter, *drafts(2))
    claim_next(work_session, people.reviewer)

    claims.release(work_session, actor=people.reviewer, submission_id=first, now=NOON)

    assert claim_next(work_session, people.reviewer) == second
    assert claim_next(work_session, people.second_reviewer) == first
    with pytest.raises(ClaimLost):
        claims.release(work_session, actor=people.reviewer, submission_id=first, now=NOON)


def test_a_newer_revision_takes_the_claimed_one_away(work_session: Session, people: People) -> None:
    (first,) = tagged(work_session, people.submitter)
    claim_next(work_session, people.reviewer)

    tagged(work_session, people.submitter, drafts(1)[0])

    assert state_of(work_session, first) == "superseded"
    with pytest.raises(ClaimLost):
        claims.renew(work_session, actor=people.reviewer, submission_id=first, now=NOON)
    with pytest.raises(AlreadyClaimed):
        claims.claim(work_session, actor=people.reviewer, submission_id=first, now=NOON)


@pytest.mark.parametrize("role", ["submitter", "qa"])
def test_submitters_and_qa_may_not_claim(work_session: Session, people: People, role: str) -> None:
    (submission_id,) = tagged(work_session, people.submitter)
    actor: Actor = getattr(people, role)

    with pytest.raises(Forbidden):
        claim_next(work_session, actor)
    with pytest.raises(Forbidden):
        claims.claim(work_session, actor=actor, submission_id=submission_id, now=NOON)


def test_a_program_that_does_not_exist_cannot_be_claimed(work_session: Session, people: People) -> None:
    with pytest.raises(NotFound):
        claims.claim(work_session, actor=people.reviewer, submission_id=uuid4(), now=NOON)


def test_the_queue_counts_what_is_free_held_and_elsewhere(work_session: Session, people: People) -> None:
    tagged(work_session, people.submitter, *drafts(3))
    send(work_session, people.neighbour, ROBOTS, now=LATER)
    claim_next(work_session, people.reviewer)

    size = claims.queue_size(work_session, actor=people.reviewer, now=NOON)
    assert (size.states, size.free, size.claimed, size.oldest) == ({"tagged": 3, "received": 1}, 2, 1, NOON)
    assert claims.queue_size(work_session, actor=people.neighbour, now=NOON).states == {"received": 1}
    assert claims.queue_size(work_session, actor=people.reviewer, now=LATER).free == 3


def test_a_superseded_revision_is_not_counted(work_session: Session, people: People) -> None:
    send(work_session, people.submitter, ROBOTS)
    send(work_session, people.submitter, drafts(1)[0])
    tag_received(work_session)

    assert claims.queue_size(work_session, actor=people.qa).states == {"tagged": 1}


def test_settling_ends_the_lease(work_session: Session, people: People) -> None:
    tagged(work_session, people.submitter)
    submission_id = claims.claim_next(work_session, actor=people.reviewer, now=NOON)
    assert submission_id is not None

    decisions.decline(work_session, actor=people.reviewer, submission_id=submission_id, reason="Twice.", now=NOON)

    assert claims.claimed_by_me(work_session, actor=people.reviewer, now=NOON) == ()
