from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from people import People
from reviewing import (
    DATABASE_ANALYSTS,
    DEVELOPERS,
    LATER,
    LISTENING,
    NOON,
    SOFTWARE_ENGINEERS,
    WEB_DEVELOPERS,
    claimed,
    proposals,
    state_of,
    tagged,
)
from sqlmodel import Session, select

from review_queue import claims, decisions, tags
from review_queue.programs import program
from review_queue.records import Action
from review_queue.refusals import (
    AlreadyProposed,
    ClaimLost,
    ConceptUnknown,
    DecisionIncomplete,
    Forbidden,
    MoveRefused,
    NoTagAccepted,
    NotFound,
    NothingToUndo,
    ProposalsUndecided,
    StaleDecision,
    TextNeeded,
    TooManyOccupations,
)
from review_queue.review_records import ProposalView
from review_queue.tables import Decision


class Desk:
    """A reviewer at work on one claimed program."""

    def __init__(self, session: Session, people: People) -> None:
        self.session, self.reviewer = session, people.reviewer
        self.submission_id = claimed(session, people.submitter, people.reviewer)

    @property
    def occupation(self) -> ProposalView:
        return self.shown()[0]

    @property
    def skill(self) -> ProposalView:
        return self.shown()[1]

    def shown(self) -> list[ProposalView]:
        return list(proposals(self.session, self.reviewer, self.submission_id))

    def decide(self, proposal: ProposalView | None, action: Action, **given: object) -> UUID:
        seen = {"expected": proposal.decisions} if proposal else {}
        return decisions.decide(
            self.session,
            **(
                {
                    "actor": self.reviewer,
                    "submission_id": self.submission_id,
                    "proposal_id": proposal.proposal_id if proposal else None,
                    "action": action,
                    "now": NOON,
                }
                | seen
                | given
            ),
        )

    def approve(self) -> None:
        decisions.approve(self.session, actor=self.reviewer, submission_id=self.submission_id, now=NOON)

    def codes(self) -> list[str]:
        return [tag.code for tag in tags.decided(self.session, self.submission_id)]


@pytest.fixture
def desk(work_session: Session, people: People) -> Desk:
    return Desk(work_session, people)


def test_each_action_leaves_the_tag_it_says(desk: Desk) -> None:
    desk.decide(desk.occupation, "accept")
    desk.decide(desk.skill, "reject")
    desk.decide(None, "add", facet="occupation", code=WEB_DEVELOPERS)

    assert desk.codes() == [SOFTWARE_ENGINEERS, WEB_DEVELOPERS]
    accepted, rejected, added = desk.shown()
    assert accepted.decision and (accepted.decision.action, accepted.decision.by) == ("accept", "Reviewer")
    assert rejected.decision and (rejected.decision.action, rejected.decision.tag) == ("reject", None)
    assert (added.origin, added.tag.label_en) == ("reviewer", "Web developers and programmers")


def test_a_replacement_keeps_what_was_proposed_and_tags_the_other(desk: Desk) -> None:
    desk.decide(desk.occupation, "replace", code=DEVELOPERS)

    replaced = desk.occupation
    assert replaced.tag.code == SOFTWARE_ENGINEERS
    assert replaced.decision and replaced.decision.tag and replaced.decision.tag.code == DEVELOPERS
    assert desk.codes() == [DEVELOPERS]


def test_undo_is_a_new_row_after_which_the_proposal_is_undecided(desk: Desk) -> None:
    desk.decide(desk.occupation, "reject")
    desk.decide(desk.occupation, "undo")

    assert (desk.occupation.decision, desk.occupation.decisions) == (None, 2)
    assert [row.action for row in desk.session.exec(select(Decision).order_by("number"))] == ["reject", "undo"]
    with pytest.raises(NothingToUndo):
        desk.decide(desk.skill, "undo")
    with pytest.raises(NothingToUndo):
        desk.decide(desk.occupation, "undo")


def test_an_added_tag_that_is_undone_disappears_and_can_be_added_again(desk: Desk) -> None:
    desk.decide(None, "add", facet="occupation", code=DEVELOPERS)
    desk.decide(desk.shown()[2], "undo")
    assert (len(desk.shown()), desk.codes()) == (2, [])

    desk.decide(None, "add", facet="occupation", code=DEVELOPERS)

    assert desk.codes() == [DEVELOPERS]
    assert desk.shown()[2].decisions == 3


def test_a_decision_on_a_view_that_is_no_longer_true_is_refused(desk: Desk) -> None:
    seen = desk.occupation
    desk.decide(seen, "accept")

    with pytest.raises(StaleDecision):
        desk.decide(seen, "reject")

    assert desk.codes() == [SOFTWARE_ENGINEERS]
    assert len(desk.session.exec(select(Decision)).all()) == 1


def test_the_same_decision_from_two_windows_counts_once(desk: Desk) -> None:
    first = desk.occupation
    with Session(desk.session.get_bind()) as other:
        second = proposals(other, desk.reviewer, desk.submission_id)[0]
        desk.decide(first, "accept")
        with pytest.raises(StaleDecision):
            decisions.decide(
                other,
                actor=desk.reviewer,
                submission_id=desk.submission_id,
                proposal_id=second.proposal_id,
                action="accept",
                expected=second.decisions,
                now=NOON,
            )

    assert desk.occupation.decisions == 1


def test_the_same_concept_is_not_on_a_program_twice(desk: Desk) -> None:
    with pytest.raises(AlreadyProposed, match="Software engineers and designers"):
        desk.decide(None, "add", facet="occupation", code=SOFTWARE_ENGINEERS)
    desk.decide(desk.occupation, "replace", code=DEVELOPERS)
    with pytest.raises(AlreadyProposed):
        desk.decide(None, "add", facet="occupation", code=DEVELOPERS)
    desk.decide(None, "add", facet="occupation", code=WEB_DEVELOPERS)
    with pytest.raises(AlreadyProposed):
        desk.decide(desk.occupation, "replace", code=WEB_DEVELOPERS)


@pytest.mark.parametrize(
    ("action", "given", "refusal"),
    [
        ("replace", {}, DecisionIncomplete),
        ("replace", {"code": "99999"}, ConceptUnknown),
        ("replace", {"code": LISTENING}, ConceptUnknown),
        ("accept", {"proposal_id": None}, NotFound),
        ("accept", {"proposal_id": uuid4()}, NotFound),
        ("add", {"facet": "occupation"}, DecisionIncomplete),
        ("add", {"code": DEVELOPERS}, DecisionIncomplete),
        ("add", {"facet": "colour", "code": "red"}, ConceptUnknown),
    ],
)
def test_a_decision_that_makes_no_sense_is_refused_and_leaves_nothing(
    desk: Desk, action: Action, given: dict[str, str], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        desk.decide(desk.occupation, action, **given)

    assert desk.session.exec(select(Decision)).all() == []
    assert len(desk.shown()) == 2


def test_a_proposal_of_another_program_cannot_be_decided_from_this_one(desk: Desk, people: People) -> None:
    (other,) = tagged(desk.session, people.neighbour)
    theirs = proposals(desk.session, desk.reviewer, other)[0]

    with pytest.raises(NotFound):
        desk.decide(theirs, "accept")


def test_only_the_holder_decides_and_only_while_the_lease_runs(desk: Desk, people: People) -> None:
    for changes in ({"actor": people.second_reviewer}, {"actor": people.administrator}, {"now": LATER}):
        with pytest.raises(ClaimLost):
            desk.decide(desk.occupation, "accept", **changes)
    for actor in (people.submitter, people.qa):
        with pytest.raises(Forbidden):
            desk.decide(desk.occupation, "accept", actor=actor)

    assert desk.session.exec(select(Decision)).all() == []


def test_a_decision_extends_the_lease(desk: Desk) -> None:
    soon = NOON + claims.LEASE - (LATER - NOON - claims.LEASE)
    desk.decide(desk.occupation, "accept", now=soon)

    (held,) = claims.claimed_by_me(desk.session, actor=desk.reviewer, now=LATER)
    assert held.lease_ends_at == soon + claims.LEASE


def test_decisions_stay_when_the_claim_passes_to_somebody_else(desk: Desk, people: People) -> None:
    desk.decide(desk.occupation, "accept")

    claims.claim(desk.session, actor=people.second_reviewer, submission_id=desk.submission_id, now=LATER)

    assert desk.occupation.decision and desk.occupation.decision.by == "Reviewer"
    desk.decide(desk.skill, "accept", actor=people.second_reviewer, now=LATER)
    assert desk.codes() == [SOFTWARE_ENGINEERS, LISTENING]


def test_approval_waits_for_every_proposal(desk: Desk) -> None:
    with pytest.raises(ProposalsUndecided, match="2 proposals"):
        desk.approve()
    desk.decide(desk.occupation, "accept")
    desk.decide(desk.skill, "accept")
    desk.decide(desk.skill, "undo")
    with pytest.raises(ProposalsUndecided, match="1 proposals"):
        desk.approve()

    assert state_of(desk.session, desk.submission_id) == "tagged"


def test_approval_needs_a_tag(desk: Desk) -> None:
    desk.decide(desk.occupation, "reject")
    desk.decide(desk.skill, "reject")
    desk.decide(None, "add", facet="occupation", code=DEVELOPERS)
    desk.decide(desk.shown()[2], "undo")

    with pytest.raises(NoTagAccepted):
        desk.approve()


def test_a_program_has_at_most_three_occupations(desk: Desk) -> None:
    desk.decide(desk.occupation, "accept")
    desk.decide(desk.skill, "accept")
    for code in (DEVELOPERS, WEB_DEVELOPERS, DATABASE_ANALYSTS):
        desk.decide(None, "add", facet="occupation", code=code)
    with pytest.raises(TooManyOccupations, match="at most 3 occupations; this one has 4"):
        desk.approve()

    desk.decide(desk.shown()[-1], "undo")
    desk.approve()

    assert state_of(desk.session, desk.submission_id) == "approved"


def test_an_approved_program_shows_its_tags_to_its_institution(desk: Desk, people: People) -> None:
    desk.decide(desk.occupation, "accept")
    desk.decide(desk.skill, "reject")
    before = program(desk.session, actor=people.submitter, submission_id=desk.submission_id)
    desk.approve()
    after = program(desk.session, actor=people.submitter, submission_id=desk.submission_id)

    assert before.tags == ()
    assert [tag.code for tag in after.tags] == [SOFTWARE_ENGINEERS]
    assert after.tags[0].label("fr") == "Software engineers and designers (fr)"


def test_what_is_settled_is_settled(desk: Desk) -> None:
    settle = {"actor": desk.reviewer, "submission_id": desk.submission_id, "now": NOON}
    decisions.decline(desk.session, reason="Out of scope.", **settle)

    with pytest.raises(MoveRefused, match="declined cannot become approved"):
        decisions.approve(desk.session, **settle)
    with pytest.raises(MoveRefused, match="declined cannot become sent_back"):
        decisions.send_back(desk.session, question="Why?", **settle)
    with pytest.raises(MoveRefused, match="declined cannot become declined"):
        decisions.decline(desk.session, reason="Again.", **settle)
    with pytest.raises(ClaimLost):
        desk.decide(desk.occupation, "accept")


def test_declining_and_sending_back_need_words(desk: Desk, people: People) -> None:
    settle = {"actor": desk.reviewer, "submission_id": desk.submission_id, "now": NOON}
    with pytest.raises(TextNeeded):
        decisions.decline(desk.session, reason=" ", **settle)
    with pytest.raises(TextNeeded):
        decisions.send_back(desk.session, question="\n", **settle)

    decisions.decline(desk.session, reason=" Out of scope. ", **settle)

    view = program(desk.session, actor=people.submitter, submission_id=desk.submission_id)
    assert (view.state, view.reason) == ("declined", "Out of scope.")


def test_only_the_holder_settles(desk: Desk, people: People) -> None:
    for actor, refusal in ((people.second_reviewer, ClaimLost), (people.qa, Forbidden), (people.submitter, Forbidden)):
        given = {"actor": actor, "submission_id": desk.submission_id, "now": NOON}
        with pytest.raises(refusal):
            decisions.approve(desk.session, **given)
        with pytest.raises(refusal):
            decisions.send_back(desk.session, question="Why?", **given)
        with pytest.raises(refusal):
            decisions.decline(desk.session, reason="No.", **given)
    with pytest.raises(NotFound):
        decisions.approve(desk.session, actor=people.reviewer, submission_id=uuid4(), now=NOON)

    assert state_of(desk.session, desk.submission_id) == "tagged"
