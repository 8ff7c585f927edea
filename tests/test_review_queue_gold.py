"""Gold made in the panel: labelled from scratch, blind, twice, decided by a third, exported without people."""

from __future__ import annotations

import json
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from labelling import ONE, OTHER, begun, labelled_twice
from people import People
from reviewing import DEVELOPERS, ROBOTS, SOFTWARE_ENGINEERS, approved, claimed, drafts, once_before, proposals, tagged
from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from review_queue import claims, decisions
from review_queue.audit import verify
from review_queue.gold import disputes, examples, labels, programs
from review_queue.gold.records import Judged
from review_queue.gold.tables import GoldLabel, GoldProgram
from review_queue.records import Actor
from review_queue.refusals import (
    ConceptUnknown,
    DisputeOpen,
    Forbidden,
    LabelledBefore,
    LabelledTwice,
    NotFound,
    NothingDisputed,
    NothingJudged,
    OwnLabel,
    Refusal,
    SawSuggestions,
)
from review_queue.tables import AuditEntry
from tagging.records import Program


def _verbs(session: Session) -> list[str]:
    gold = col(AuditEntry.verb).startswith("gold.")
    return list(session.exec(select(AuditEntry.verb).where(gold).order_by(col(AuditEntry.sequence))))


def _decide(session: Session, actor: Actor, submission_id: UUID, acts: dict[str, str]) -> None:
    claims.claim(session, actor=actor, submission_id=submission_id)
    for proposal in proposals(session, actor, submission_id):
        decisions.decide(
            session,
            actor=actor,
            submission_id=submission_id,
            proposal_id=proposal.proposal_id,
            action="accept" if acts[proposal.tag.facet] == "accept" else "reject",
        )


def test_a_label_is_kept_with_its_editions_and_traced(work_session: Session, people: People) -> None:
    known = begun(work_session, people)

    labels.label(work_session, actor=people.reviewer, gold_program_id=known, judged=ONE)

    kept = work_session.exec(select(GoldLabel)).one()
    assert kept.judged == {"occupation": [SOFTWARE_ENGINEERS], "industry": []}
    assert kept.editions["occupation"] == "NOC 2021 v1.0"
    assert kept.blind
    assert _verbs(work_session) == ["gold.added", "gold.labelled"]
    assert verify(work_session).sequence > 0


def test_the_second_person_sees_nothing_of_the_first(work_session: Session, people: People) -> None:
    known = begun(work_session, people)
    labels.label(work_session, actor=people.reviewer, gold_program_id=known, judged=ONE)

    seen = programs.task(work_session, actor=people.qa, gold_program_id=known)
    own = programs.task(work_session, actor=people.reviewer, gold_program_id=known)

    assert seen.mine is None
    assert seen.text.title == ROBOTS.title
    assert own.mine == ONE


def test_a_label_cannot_be_given_twice_nor_a_third_time(work_session: Session, people: People) -> None:
    known = labelled_twice(work_session, people)

    with pytest.raises(LabelledBefore):
        labels.label(work_session, actor=people.qa, gold_program_id=known, judged=OTHER)
    with pytest.raises(LabelledTwice):
        labels.label(work_session, actor=people.administrator, gold_program_id=known, judged=OTHER)
    assert work_session.exec(select(func.count()).select_from(GoldLabel)).one() == 2


def test_of_two_who_save_the_last_place_at_once_one_is_told(
    work_session: Session, work_engine: Engine, people: People
) -> None:
    known = begun(work_session, people)
    labels.label(work_session, actor=people.reviewer, gold_program_id=known, judged=ONE)

    def another() -> None:
        with Session(work_engine) as session:
            labels.label(session, actor=people.qa, gold_program_id=known, judged=ONE)

    with once_before(work_engine, "UPDATE gold_program", another), pytest.raises(LabelledTwice):
        labels.label(work_session, actor=people.administrator, gold_program_id=known, judged=OTHER)

    work_session.expire_all()
    assert work_session.exec(select(GoldProgram.labels)).one() == 2


@pytest.mark.parametrize(
    ("judged", "refusal"),
    [({}, NothingJudged), ({"occupation": ("99999",)}, ConceptUnknown), ({"colour": ()}, ConceptUnknown)],
)
def test_an_answer_that_says_nothing_or_names_no_concept_is_refused(
    work_session: Session, people: People, judged: Judged, refusal: type[Refusal]
) -> None:
    known = begun(work_session, people)

    with pytest.raises(refusal):
        labels.label(work_session, actor=people.qa, gold_program_id=known, judged=judged)
    assert programs.task(work_session, actor=people.qa, gold_program_id=known).labels == 0


def test_the_next_text_is_one_that_somebody_else_labelled_once(work_session: Session, people: People) -> None:
    tagged(work_session, people.submitter, *drafts(3))
    first = programs.next_task(work_session, actor=people.reviewer)
    assert first is not None
    labels.label(work_session, actor=people.reviewer, gold_program_id=first, judged=ONE)

    assert programs.next_task(work_session, actor=people.qa) == first
    assert programs.next_task(work_session, actor=people.reviewer) not in (None, first)
    assert programs.next_task(work_session, actor=people.qa, language="fr") is None


def test_contact_data_never_reaches_a_text_to_label(work_session: Session, people: People) -> None:
    known = begun(work_session, people, replace(ROBOTS, description="Write to ann@college.ca or call 416-555-0199."))

    seen = programs.task(work_session, actor=people.qa, gold_program_id=known)

    assert seen.text.description == "Write to … or call …."
    assert seen.text.contact_email is None


def test_the_same_text_is_labelled_once_wherever_it_comes_from(work_session: Session, people: People) -> None:
    known = begun(work_session, people)
    same = Program("g-001", ROBOTS.title, ROBOTS.description, (), "en")

    assert programs.add_text(work_session, actor=people.qa, text=same, origin="programs") == known
    other = replace(same, description="Another text.")
    added = programs.add_text(work_session, actor=people.qa, text=other, origin="programs")
    assert added != known
    assert programs.task(work_session, actor=people.qa, gold_program_id=added).origin == "programs#g-001"


def test_who_comes_from_an_error_has_seen_gold_and_others_label_it_blind(work_session: Session, people: People) -> None:
    text = Program("g-001", "Welding", "Learn to weld steel.", (), "en")
    known = programs.add_text(work_session, actor=people.qa, text=text, origin="programs")

    assert programs.next_task(work_session, actor=people.qa) is None
    assert programs.next_task(work_session, actor=people.reviewer) == known
    labels.label(work_session, actor=people.qa, gold_program_id=known, judged=ONE, blind=True)
    labels.label(work_session, actor=people.reviewer, gold_program_id=known, judged=ONE)
    blind = {label.account_id: label.blind for label in work_session.exec(select(GoldLabel))}
    assert blind == {people.qa.account_id: False, people.reviewer.account_id: True}


def test_a_third_person_decides_where_two_differ(work_session: Session, people: People) -> None:
    known = labelled_twice(work_session, people, ONE, OTHER)

    seen = disputes.dispute(work_session, actor=people.administrator, gold_program_id=known)
    disputes.adjudicate(
        work_session, actor=people.administrator, gold_program_id=known, judged={"occupation": (DEVELOPERS,)}
    )

    assert seen.agreed == {"industry": ()}
    assert set(seen.differing["occupation"]) == {(SOFTWARE_ENGINEERS,), (DEVELOPERS,)}
    assert disputes.disputes(work_session, actor=people.administrator) == ()
    (found,) = examples.examples(work_session, actor=people.qa)
    assert found.right == {"occupation": (DEVELOPERS,), "industry": ()}
    assert found.provenance == "adjudicated"


def test_nobody_decides_about_the_own_label_nor_twice_nor_half(work_session: Session, people: People) -> None:
    known = labelled_twice(work_session, people, ONE, OTHER)
    answer: Judged = {"occupation": (DEVELOPERS,)}

    assert disputes.disputes(work_session, actor=people.qa) == ()
    with pytest.raises(OwnLabel):
        disputes.adjudicate(work_session, actor=people.qa, gold_program_id=known, judged=answer)
    with pytest.raises(DisputeOpen, match="occupation"):
        disputes.adjudicate(work_session, actor=people.administrator, gold_program_id=known, judged={"industry": ()})
    disputes.adjudicate(work_session, actor=people.administrator, gold_program_id=known, judged=answer)
    with pytest.raises(NothingDisputed):
        disputes.adjudicate(work_session, actor=people.administrator, gold_program_id=known, judged=answer)


def test_two_who_agree_leave_nothing_to_decide(work_session: Session, people: People) -> None:
    known = labelled_twice(work_session, people)

    with pytest.raises(NothingDisputed):
        disputes.dispute(work_session, actor=people.administrator, gold_program_id=known)
    assert labels.counts(work_session, actor=people.qa).agreed == 1


@pytest.mark.parametrize("role", ["submitter", "neighbour"])
def test_an_institution_sees_nothing_of_gold(work_session: Session, people: People, role: str) -> None:
    known, actor = labelled_twice(work_session, people), getattr(people, role)

    for refused in (
        lambda: programs.next_task(work_session, actor=actor),
        lambda: programs.task(work_session, actor=actor, gold_program_id=known),
        lambda: programs.add_text(work_session, actor=actor, text=Program("x", "t", "d", (), "en"), origin="x"),
        lambda: labels.label(work_session, actor=actor, gold_program_id=known, judged=ONE),
        lambda: labels.counts(work_session, actor=actor),
        lambda: disputes.agreement_pairs(work_session, actor=actor),
        lambda: disputes.disputes(work_session, actor=actor),
        lambda: examples.examples(work_session, actor=actor),
    ):
        with pytest.raises(Forbidden):
            refused()


def test_a_reviewer_labels_but_neither_decides_nor_exports(work_session: Session, people: People) -> None:
    known = labelled_twice(work_session, people, ONE, OTHER)

    with pytest.raises(Forbidden):
        disputes.dispute(work_session, actor=people.second_reviewer, gold_program_id=known)
    with pytest.raises(Forbidden):
        examples.examples(work_session, actor=people.second_reviewer)
    assert labels.counts(work_session, actor=people.second_reviewer).disputed == 1


def test_an_unknown_text_is_not_found(work_session: Session, people: People) -> None:
    with pytest.raises(NotFound):
        programs.task(work_session, actor=people.qa, gold_program_id=uuid4())


def test_only_blind_pairs_count_for_agreement(work_session: Session, people: People) -> None:
    known = begun(work_session, people)
    labels.label(work_session, actor=people.reviewer, gold_program_id=known, judged=ONE)
    labels.label(work_session, actor=people.qa, gold_program_id=known, judged=ONE, blind=False)
    assert disputes.agreement_pairs(work_session, actor=people.qa) == {}
    (example,) = examples.examples(work_session, actor=people.qa)
    assert example.provenance == "labelled_once"

    labelled_twice(work_session, people, ONE, OTHER, replace(ROBOTS, program_id="R-2", title="Robots Two"))

    pairs = disputes.agreement_pairs(work_session, actor=people.qa)
    assert pairs["industry"] == [((), ())]
    assert set(pairs["occupation"][0]) == {(SOFTWARE_ENGINEERS,), (DEVELOPERS,)}


def test_reviewed_programs_become_examples_facet_by_facet(work_session: Session, people: People) -> None:
    reviewed = claimed(work_session, people.submitter, people.reviewer)
    _decide(work_session, people.reviewer, reviewed, {"occupation": "accept", "skill": "reject"})
    decisions.approve(work_session, actor=people.reviewer, submission_id=reviewed)

    (found,) = examples.examples(work_session, actor=None)

    assert found.right == {"occupation": (SOFTWARE_ENGINEERS,), "skill": ()}
    assert found.provenance == "reviewed"
    assert found.institution == "Maple College"
    assert found.id.startswith("h-")


def test_a_label_from_scratch_goes_before_a_review_of_the_same_text(work_session: Session, people: People) -> None:
    approved(work_session, people.submitter, people.second_reviewer)
    known = programs.next_task(work_session, actor=people.qa)
    assert known is not None
    labels.label(work_session, actor=people.qa, gold_program_id=known, judged=OTHER)

    (found,) = examples.examples(work_session, actor=people.qa)

    assert found.right == OTHER
    assert found.provenance == "labelled_once"


def test_an_example_names_nobody_and_pseudonyms_stay(work_session: Session, people: People) -> None:
    labelled_twice(work_session, people)

    before = examples.examples(work_session, actor=people.qa)
    after = examples.examples(work_session, actor=people.qa)

    said = json.dumps([str(each) for each in before])
    assert before == after
    assert all(name.startswith("a") and name[1:].isdigit() for name in before[0].annotators)
    assert "@" not in said
    assert "Reviewer" not in said
    assert _verbs(work_session)[-2:] == ["gold.harvested", "gold.harvested"]


def test_who_decided_on_a_program_is_neither_given_nor_allowed_it(work_session: Session, people: People) -> None:
    reviewed = approved(work_session, people.submitter, people.reviewer)
    known = programs.add_submission(work_session, actor=people.qa, submission_id=reviewed)

    with pytest.raises(SawSuggestions):
        labels.label(work_session, actor=people.reviewer, gold_program_id=known, judged=ONE)
    assert programs.next_task(work_session, actor=people.reviewer) is None
    assert programs.next_task(work_session, actor=people.second_reviewer) == known
