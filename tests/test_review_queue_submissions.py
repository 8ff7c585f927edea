from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from people import People
from reviewing import (
    DEVELOPERS,
    LATER,
    NOON,
    ROBOTS,
    approved,
    claimed,
    drafts,
    once_before,
    send,
    state_of,
    tag_received,
    tagged,
)
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from review_queue import decisions, submissions
from review_queue.institutions import list_institutions
from review_queue.programs import program
from review_queue.records import Draft
from review_queue.refusals import (
    DuplicateProgram,
    Forbidden,
    InstitutionNeeded,
    MoveRefused,
    NotFound,
    TextNeeded,
    TextTooLong,
    WrongProgram,
)
from review_queue.revisions import BATCH
from review_queue.tables import Institution, Submission
from review_queue.upload_records import Receipt, Replacement, RowProblem
from review_queue.uploads import upload
from review_queue.waiting import park

FULL = Draft(
    program_id="F-1",
    title="Soudage de précision",
    description="Souder l'acier, étape par étape.",
    outcomes=("Lire un plan", "Vérifier un joint"),
    language="fr",
    delivery="hybrid",
    duration_weeks=6.5,
    hours=40,
    cost_cad=Decimal("1250.50"),
    osap_eligible=True,
    stacks_into="Certificat en soudage",
    employer_partners=("Ateliers du Nord",),
    start_dates=(date(2025, 9, 8),),
    url="https://example.org/soudage",
    contact_email="contact@example.org",
    declared_noc=(DEVELOPERS,),
)


def submit(session: Session, people: People, *sent: Draft, file: str = "a") -> Receipt:
    return submissions.submit(
        session, actor=people.submitter, filename="a.csv", fingerprint_of_file=file, drafts=sent, now=NOON
    )


def test_a_draft_is_read_back_as_it_was_sent(work_session: Session, people: People) -> None:
    (submission_id,) = send(work_session, people.submitter, FULL)

    view = program(work_session, actor=people.submitter, submission_id=submission_id)

    assert view.draft == FULL
    assert (view.state, view.revision, view.institution, view.submitted_at) == ("received", 1, "Maple College", NOON)


def test_the_same_file_again_is_already_received_and_makes_no_work(work_session: Session, people: People) -> None:
    first = submit(work_session, people, *drafts(3))
    again = submit(work_session, people, *drafts(3))

    assert (first.created, first.already_received) == (3, False)
    assert again == Receipt(first.upload_id, created=0, revised=0, unchanged=3, already_received=True)
    assert len(work_session.exec(select(Submission)).all()) == 3


def test_a_preview_tells_what_would_be_new_replaced_and_unchanged_and_changes_nothing(
    work_session: Session, people: People
) -> None:
    kept, renamed, new = drafts(3)
    submit(work_session, people, kept, renamed)
    sent = [kept, replace(renamed, title="Chainsaw Safety"), new]

    would = submissions.preview(work_session, actor=people.submitter, drafts=sent)

    assert (would.created, would.unchanged) == (1, 1)
    assert would.replaced == (Replacement("R-2", "Robots 2", "Chainsaw Safety"),)
    assert submissions.preview(work_session, actor=people.submitter, drafts=sent) == would
    assert submissions.preview(work_session, actor=people.neighbour, drafts=sent).created == 3
    with pytest.raises(Forbidden):
        submissions.preview(work_session, actor=people.reviewer, drafts=sent)


def test_the_same_text_in_another_file_is_unchanged(work_session: Session, people: People) -> None:
    submit(work_session, people, *drafts(2))

    receipt = submit(work_session, people, *drafts(3), file="b")

    assert (receipt.created, receipt.revised, receipt.unchanged, receipt.already_received) == (1, 0, 2, False)


@pytest.mark.parametrize(
    "change", [{"title": "Other"}, {"outcomes": ("One",)}, {"cost_cad": Decimal("99")}, {"osap_eligible": False}]
)
def test_any_changed_field_is_a_new_revision_that_supersedes_the_open_one(
    work_session: Session, people: People, change: dict[str, str]
) -> None:
    (first,) = send(work_session, people.submitter, ROBOTS)
    (second,) = send(work_session, people.submitter, replace(ROBOTS, **change))

    assert state_of(work_session, first) == "superseded"
    newer = program(work_session, actor=people.submitter, submission_id=second)
    assert (newer.state, newer.revision, newer.previous) == ("received", 2, ROBOTS)
    assert program(work_session, actor=people.submitter, submission_id=first).newer_id == second


def test_a_file_that_takes_a_change_back_is_a_revision_though_it_came_before(
    work_session: Session, people: People
) -> None:
    submit(work_session, people, ROBOTS, file="a")
    submit(work_session, people, replace(ROBOTS, title="Other"), file="b")

    assert submit(work_session, people, ROBOTS, file="a").revised == 1


def test_the_same_amount_spelled_otherwise_is_no_change(work_session: Session, people: People) -> None:
    submit(work_session, people, replace(ROBOTS, cost_cad=Decimal("5"), hours=40))

    assert submit(work_session, people, replace(ROBOTS, cost_cad=Decimal("5.00"), hours=40.0), file="b").unchanged == 1


def test_a_revision_leaves_an_approved_program_to_its_publication(work_session: Session, people: People) -> None:
    first = approved(work_session, people.submitter, people.reviewer)

    send(work_session, people.submitter, replace(ROBOTS, title="Other"))

    assert state_of(work_session, first) == "approved"


def test_a_program_named_twice_refuses_the_whole_upload(work_session: Session, people: People) -> None:
    with pytest.raises(DuplicateProgram, match="R-1"):
        submit(work_session, people, ROBOTS, replace(ROBOTS, title="Other"))

    assert work_session.exec(select(Submission)).all() == []
    assert set(work_session.exec(select(Institution.uploads))) == {0}


def test_two_institutions_may_use_the_same_program_id(work_session: Session, people: People) -> None:
    (mine,) = send(work_session, people.submitter, ROBOTS)
    (theirs,) = send(work_session, people.neighbour, replace(ROBOTS, title="Other"))

    assert state_of(work_session, mine) == state_of(work_session, theirs) == "received"


def test_a_large_upload_is_cut_into_batches_that_one_workflow_tags(work_session: Session, people: People) -> None:
    send(work_session, people.submitter, *drafts(2 * BATCH + 1))

    batches = work_session.exec(select(Submission.batch)).all()
    assert sorted(batches.count(batch) for batch in set(batches)) == [1, BATCH, BATCH]


def test_the_problems_of_an_upload_are_found_again(work_session: Session, people: People) -> None:
    problems = (RowProblem(7, "cost_cad", "not_a_number", {"value": "free"}), RowProblem(None, None, "no_rows"))
    receipt = submissions.submit(
        work_session,
        actor=people.submitter,
        filename="a.csv",
        fingerprint_of_file="a",
        drafts=(),
        problems=problems,
    )

    view = upload(work_session, actor=people.submitter, upload_id=receipt.upload_id)

    assert view.problems == problems
    assert (view.created, view.filename, view.received_by) == (0, "a.csv", "Submitter")


def test_an_administrator_names_the_institution_and_a_submitter_cannot(work_session: Session, people: People) -> None:
    both = {one.name: one.institution_id for one in list_institutions(work_session, actor=people.administrator)}
    given = {"filename": "a.csv", "fingerprint_of_file": "a", "drafts": [ROBOTS]}

    with pytest.raises(InstitutionNeeded):
        submissions.submit(work_session, actor=people.administrator, **given)
    with pytest.raises(NotFound):
        submissions.submit(work_session, actor=people.administrator, institution_id=uuid4(), **given)
    with pytest.raises(NotFound):
        submissions.submit(work_session, actor=people.submitter, institution_id=both["Birch College"], **given)
    named = submissions.submit(work_session, actor=people.administrator, institution_id=both["Birch College"], **given)

    assert upload(work_session, actor=people.neighbour, upload_id=named.upload_id).created == 1
    assert [one.name for one in list_institutions(work_session, actor=people.neighbour)] == ["Birch College"]


@pytest.mark.parametrize("role", ["reviewer", "qa"])
def test_reviewers_and_qa_may_not_submit(work_session: Session, people: People, role: str) -> None:
    with pytest.raises(Forbidden, match=role):
        submissions.submit(
            work_session, actor=getattr(people, role), filename="a.csv", fingerprint_of_file="a", drafts=[ROBOTS]
        )


def test_an_upload_keeps_other_uploads_of_its_institution_waiting_until_it_is_committed(
    work_session: Session, work_engine: Engine, people: People
) -> None:
    impatient = "PRAGMA busy_timeout = 20" if work_engine.dialect.name == "sqlite" else "SET lock_timeout = 20"

    def barge_in() -> None:
        with Session(work_engine) as other:
            other.connection().execute(text(impatient))
            with pytest.raises(OperationalError):
                send(other, people.submitter, replace(ROBOTS, title="Other"))

    with once_before(work_engine, "INSERT INTO upload", barge_in):
        (first,) = send(work_session, people.submitter, ROBOTS)

    assert state_of(work_session, first) == "received"


def sent_back(session: Session, people: People) -> object:
    submission_id = claimed(session, people.submitter, people.reviewer)
    decisions.send_back(session, actor=people.reviewer, submission_id=submission_id, question="Which robots?", now=NOON)
    return submission_id


def test_an_answer_brings_the_program_back_into_the_queue_with_its_proposals(
    work_session: Session, people: People
) -> None:
    submission_id = sent_back(work_session, people)

    now_in_queue = submissions.answer_question(
        work_session, actor=people.submitter, submission_id=submission_id, answer=" Small ones. ", now=LATER
    )

    view = program(work_session, actor=people.submitter, submission_id=submission_id)
    assert (now_in_queue, view.state) == (submission_id, "tagged")
    (question,) = view.questions
    assert (question.question, question.asked_by) == ("Which robots?", "Reviewer")
    assert (question.answer, question.answered_by, question.answered_at) == ("Small ones.", "Submitter", LATER)


def test_an_answer_with_a_changed_text_is_a_new_revision_that_is_tagged_anew(
    work_session: Session, people: People
) -> None:
    submission_id = sent_back(work_session, people)
    clearer = replace(ROBOTS, description="Write software for small robots.")

    newer = submissions.answer_question(
        work_session, actor=people.submitter, submission_id=submission_id, answer="Small ones.", draft=clearer
    )
    tag_received(work_session)

    assert state_of(work_session, submission_id) == "superseded"
    view = program(work_session, actor=people.submitter, submission_id=newer)
    assert (view.state, view.revision, view.draft, view.previous) == ("tagged", 2, clearer, ROBOTS)
    assert [question.answer for question in view.questions] == ["Small ones."]


def test_an_answer_with_the_unchanged_text_is_only_an_answer(work_session: Session, people: People) -> None:
    submission_id = sent_back(work_session, people)

    newer = submissions.answer_question(
        work_session, actor=people.submitter, submission_id=submission_id, answer="Small ones.", draft=ROBOTS
    )

    assert (newer, state_of(work_session, submission_id)) == (submission_id, "tagged")


def test_only_a_question_that_is_open_can_be_answered(work_session: Session, people: People) -> None:
    submission_id = sent_back(work_session, people)
    given = {"actor": people.submitter, "submission_id": submission_id}

    with pytest.raises(TextNeeded):
        submissions.answer_question(work_session, answer=" \n\x00", **given)
    with pytest.raises(TextTooLong):
        submissions.answer_question(work_session, answer="x" * 4001, **given)
    with pytest.raises(WrongProgram, match="R-1"):
        submissions.answer_question(work_session, answer="yes", draft=FULL, **given)
    submissions.answer_question(work_session, answer="yes", **given)
    with pytest.raises(MoveRefused, match="is tagged"):
        submissions.answer_question(work_session, answer="yes", draft=replace(ROBOTS, title="Other"), **given)


def test_a_waiting_program_is_tagged_after_an_administrator_retries_it(work_session: Session, people: People) -> None:
    submission_id, other = send(work_session, people.submitter, *drafts(2))
    assert park(work_session, col(Submission.position) >= 0, "tagging_failed", value="TimeoutError") == 2

    submissions.retry_tagging(work_session, actor=people.administrator, submission_id=submission_id)
    tag_received(work_session)

    view = program(work_session, actor=people.submitter, submission_id=submission_id)
    assert (view.state, view.reason, view.reason_code) == ("tagged", None, None)
    assert state_of(work_session, other) == "waiting"
    assert submissions.retry_tagging(work_session, actor=people.administrator) == 1
    assert state_of(work_session, other) == "received"


def test_only_a_waiting_program_is_retried_and_only_by_an_administrator(work_session: Session, people: People) -> None:
    (submission_id,) = tagged(work_session, people.submitter)

    with pytest.raises(MoveRefused, match="is tagged cannot become received"):
        submissions.retry_tagging(work_session, actor=people.administrator, submission_id=submission_id)
    with pytest.raises(NotFound):
        submissions.retry_tagging(work_session, actor=people.administrator, submission_id=uuid4())
    with pytest.raises(Forbidden):
        submissions.retry_tagging(work_session, actor=people.reviewer)


def test_a_nul_character_is_left_out_of_a_text(work_session: Session, people: People) -> None:
    (submission_id,) = send(work_session, people.submitter, replace(ROBOTS, title="Ro\x00bots", outcomes=("a\x00",)))

    draft = program(work_session, actor=people.submitter, submission_id=submission_id).draft
    assert (draft.title, draft.outcomes) == ("Robots", ("a",))
