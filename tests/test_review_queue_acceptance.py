"""How reviewers took proposals, counted from their decisions."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from people import People
from reviewing import DEVELOPERS, NOON, approved, claimed, proposals
from sqlmodel import Session

from review_queue import decisions
from review_queue.acceptance import Taken, acceptance, monday
from review_queue.refusals import Forbidden


def test_accepted_proposals_are_counted_by_facet_program_and_week(work_session: Session, people: People) -> None:
    known = approved(work_session, people.submitter, people.reviewer)

    found = acceptance(work_session, actor=people.qa)

    assert found == (
        Taken("occupation", "en", "Maple College", known, date(2025, 3, 3), 1, 1),
        Taken("skill", "en", "Maple College", known, date(2025, 3, 3), 1, 1),
    )


def test_replaced_and_rejected_count_as_not_accepted_added_and_undone_not_at_all(
    work_session: Session, people: People
) -> None:
    known = claimed(work_session, people.submitter, people.reviewer)
    occupation, skill = proposals(work_session, people.reviewer, known)
    later = NOON + timedelta(minutes=5)

    def decide(action: decisions.Action, expected: int = 0, **what: object) -> None:
        decisions.decide(
            work_session,
            actor=people.reviewer,
            submission_id=known,
            action=action,
            expected=expected,
            now=later,
            **what,  # type: ignore[arg-type]
        )

    decide("replace", proposal_id=occupation.proposal_id, code=DEVELOPERS)
    decide("reject", proposal_id=skill.proposal_id)
    decide("undo", 1, proposal_id=skill.proposal_id)
    decide("add", proposal_id=None, facet="industry", code="5415")

    assert acceptance(work_session, actor=people.qa) == (
        Taken("occupation", "en", "Maple College", known, date(2025, 3, 3), 1, 0),
    )


@pytest.mark.parametrize("role", ["submitter", "reviewer"])
def test_only_quality_assurance_and_administrators_see_it(work_session: Session, people: People, role: str) -> None:
    with pytest.raises(Forbidden):
        acceptance(work_session, actor=getattr(people, role))


def test_nothing_decided_is_nothing_counted(work_session: Session, people: People) -> None:
    claimed(work_session, people.submitter, people.reviewer)

    assert acceptance(work_session, actor=people.administrator) == ()


def test_a_week_begins_on_monday() -> None:
    assert monday(NOON) == date(2025, 3, 3)
    assert monday(NOON + timedelta(days=6)) == date(2025, 3, 3)
    assert monday(NOON + timedelta(days=7)) == date(2025, 3, 10)
