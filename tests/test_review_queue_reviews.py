from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from people import People
from reviewing import (
    DATABASE_ANALYSTS,
    DEVELOPERS,
    LATER,
    LISTENING,
    NOON,
    ROBOTS,
    SOFTWARE_ENGINEERS,
    claimed,
    send,
    tagged,
)
from sqlmodel import Session

from review_queue import decisions, submissions
from review_queue.claims import LEASE
from review_queue.refusals import NotFound
from review_queue.reviews import review_view


def test_the_review_shows_what_the_tagger_said_with_its_evidence(work_session: Session, people: People) -> None:
    draft = replace(ROBOTS, declared_noc=(DATABASE_ANALYSTS,))
    (submission_id,) = tagged(work_session, people.submitter, draft)

    view = review_view(work_session, actor=people.reviewer, submission_id=submission_id)

    assert [(one.tag.facet, one.tag.code, one.decision, one.decisions) for one in view.proposals] == [
        ("occupation", SOFTWARE_ENGINEERS, None, 0),
        ("skill", LISTENING, None, 0),
    ]
    (quote,) = view.proposals[0].evidence
    assert draft.title[quote.start : quote.end] == quote.quote == "Teaching"
    assert [(one.tag.code, one.tag.edition) for one in view.considered] == [(DEVELOPERS, "NOC 2021 v1.0")]
    assert view.considered[0].evidence == (quote,)
    assert [(one.facet, one.code) for one in view.abstentions] == [("industry", "industry_neutral")]
    assert (view.draft, view.profile, view.vocabularies["skill"]) == (draft, "test", "OaSIS 2023 v1.0")


def test_the_review_says_who_holds_the_program_and_until_when(work_session: Session, people: People) -> None:
    submission_id = claimed(work_session, people.submitter, people.reviewer)

    mine = review_view(work_session, actor=people.reviewer, submission_id=submission_id, now=NOON)
    theirs = review_view(work_session, actor=people.second_reviewer, submission_id=submission_id, now=NOON)
    lapsed = review_view(work_session, actor=people.reviewer, submission_id=submission_id, now=LATER)

    assert (mine.held_by_me, mine.claimed_by, mine.lease_ends_at) == (True, "Reviewer", NOON + LEASE)
    assert (theirs.held_by_me, theirs.claimed_by) == (False, "Reviewer")
    assert (lapsed.held_by_me, lapsed.claimed_by, lapsed.lease_ends_at) == (False, None, None)


def test_a_revision_is_reviewed_beside_the_text_and_questions_before_it(work_session: Session, people: People) -> None:
    first = claimed(work_session, people.submitter, people.reviewer)
    decisions.send_back(work_session, actor=people.reviewer, submission_id=first, question="Which?", now=NOON)
    clearer = replace(ROBOTS, description="Small robots.")
    second = submissions.answer_question(
        work_session, actor=people.submitter, submission_id=first, answer="Small ones.", draft=clearer
    )

    view = review_view(work_session, actor=people.qa, submission_id=second)

    assert (view.draft, view.previous, view.revision) == (clearer, ROBOTS, 2)
    assert [(one.question, one.answer) for one in view.questions] == [("Which?", "Small ones.")]


def test_a_program_not_yet_tagged_has_nothing_to_decide(work_session: Session, people: People) -> None:
    (submission_id,) = send(work_session, people.submitter, ROBOTS)

    view = review_view(work_session, actor=people.administrator, submission_id=submission_id)

    assert (view.state, view.proposals, view.considered, view.abstentions, view.profile) == ("received", (), (), (), "")
    with pytest.raises(NotFound):
        review_view(work_session, actor=people.administrator, submission_id=uuid4())
