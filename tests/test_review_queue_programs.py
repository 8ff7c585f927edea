from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from people import People
from reviewing import LATER, NOON, ROBOTS, approved, claimed, drafts, send, tagged
from sqlmodel import Session

from review_queue import access, audit, claims, decisions, reviews, submissions, uploads
from review_queue.programs import my_programs, program
from review_queue.records import Actor, Page, ProgramLine
from review_queue.refusals import Forbidden, NotFound


def titles(page: Page[ProgramLine]) -> list[str]:
    return [line.title for line in page.lines]


def test_a_submitter_lists_the_newest_revision_of_the_own_programs(work_session: Session, people: People) -> None:
    send(work_session, people.submitter, *drafts(2))
    send(work_session, people.neighbour, replace(ROBOTS, title="Theirs"))
    send(work_session, people.submitter, replace(drafts(1)[0], title="Newer"), now=LATER)

    page = my_programs(work_session, actor=people.submitter)

    assert (titles(page), page.total) == (["Newer", "Robots 2"], 2)
    assert [(line.revision, line.state, line.institution) for line in page.lines] == [
        (2, "received", "Maple College"),
        (1, "received", "Maple College"),
    ]
    assert my_programs(work_session, actor=people.reviewer).total == 3


def test_a_list_is_cut_into_pages(work_session: Session, people: People) -> None:
    send(work_session, people.submitter, *drafts(5))

    pages = [my_programs(work_session, actor=people.submitter, page=number, page_size=2) for number in (1, 2, 3)]

    assert [len(page.lines) for page in pages] == [2, 2, 1]
    assert len({line.submission_id for page in pages for line in page.lines}) == 5
    assert {(page.total, page.size) for page in pages} == {(5, 2)}


@pytest.mark.parametrize("search", ["soudage", "SOUDAGÉ", "acier sou", "s_1", "S_1 acier"])
def test_a_search_ignores_case_and_accents_and_wants_every_word(
    work_session: Session, people: People, search: str
) -> None:
    send(work_session, people.submitter, replace(ROBOTS, program_id="S_1", title="Soudage d'acier"), ROBOTS)

    assert titles(my_programs(work_session, actor=people.submitter, search=search)) == ["Soudage d'acier"]


@pytest.mark.parametrize("search", ["soudage robots", "S%1", "SX1"])
def test_a_search_that_fits_nothing_finds_nothing(work_session: Session, people: People, search: str) -> None:
    send(work_session, people.submitter, replace(ROBOTS, program_id="S_1", title="Soudage d'acier"), ROBOTS)

    assert my_programs(work_session, actor=people.submitter, search=search).lines == ()


def test_a_list_can_be_narrowed_to_a_state_and_an_institution(work_session: Session, people: People) -> None:
    tagged(work_session, people.submitter)
    send(work_session, people.neighbour, ROBOTS)
    birch = people.neighbour.institution_id

    assert my_programs(work_session, actor=people.qa, state="tagged").total == 1
    assert my_programs(work_session, actor=people.qa, state="published").total == 0
    assert my_programs(work_session, actor=people.qa, institution_id=birch).lines[0].institution == "Birch College"
    assert my_programs(work_session, actor=people.submitter, institution_id=birch).total == 0


def test_the_history_tells_an_institution_each_step_and_no_single_decision(
    work_session: Session, people: People
) -> None:
    submission_id = approved(work_session, people.submitter, people.reviewer)

    history = program(work_session, actor=people.submitter, submission_id=submission_id).history

    assert [(line.verb, line.actor) for line in history] == [
        ("submission.received", "Submitter"),
        ("submission.tagged", audit.SYSTEM),
        ("submission.approved", "Reviewer"),
    ]


def test_another_institutions_program_is_not_there_for_a_submitter(work_session: Session, people: People) -> None:
    """Each use case that takes an id answers as it answers for an id that does not exist."""
    submission_id = claimed(work_session, people.submitter, people.reviewer)
    decisions.send_back(work_session, actor=people.reviewer, submission_id=submission_id, question="Why?", now=NOON)
    upload_id = uploads.my_uploads(work_session, actor=people.submitter)[0].upload_id
    neighbour = people.neighbour

    for guessed in (submission_id, uuid4()):
        with pytest.raises(NotFound):
            program(work_session, actor=neighbour, submission_id=guessed)
        with pytest.raises(NotFound):
            submissions.answer_question(work_session, actor=neighbour, submission_id=guessed, answer="Mine.")
    for guessed in (upload_id, uuid4()):
        with pytest.raises(NotFound):
            uploads.upload(work_session, actor=neighbour, upload_id=guessed)

    assert program(work_session, actor=people.submitter, submission_id=submission_id).questions[0].answer is None


def test_no_list_shows_a_submitter_anything_of_another_institution(work_session: Session, people: People) -> None:
    tagged(work_session, people.submitter)

    assert my_programs(work_session, actor=people.neighbour).total == 0
    assert my_programs(work_session, actor=people.neighbour, search="robots").lines == ()
    assert uploads.my_uploads(work_session, actor=people.neighbour) == ()
    size = claims.queue_size(work_session, actor=people.neighbour, now=NOON)
    assert (size.states, size.free, size.claimed, size.oldest) == ({}, 0, 0, None)


def test_a_submitter_reads_neither_reviews_nor_the_audit_trail(work_session: Session, people: People) -> None:
    (submission_id,) = tagged(work_session, people.submitter)

    for actor in (people.submitter, people.neighbour):
        with pytest.raises(Forbidden):
            reviews.review_view(work_session, actor=actor, submission_id=submission_id)
        with pytest.raises(Forbidden):
            audit.entries(work_session, actor=actor)


def test_a_submitter_without_an_institution_sees_nothing(work_session: Session, people: People) -> None:
    send(work_session, people.submitter, ROBOTS)
    stray = Actor(people.submitter.account_id, "Stray", "submitter", None)

    assert my_programs(work_session, actor=stray).total == 0
    with pytest.raises(NotFound):
        submissions.submit(work_session, actor=stray, filename="a", fingerprint_of_file="a", drafts=[ROBOTS])


def test_every_deed_is_refused_to_the_roles_it_does_not_name() -> None:
    for deed, roles in access.ALLOWED.items():
        for role in ("submitter", "reviewer", "qa", "administrator"):
            actor = Actor(UUID(int=1), role, role, None)
            if role in roles:
                access.require(actor, deed)
            else:
                with pytest.raises(Forbidden, match=role):
                    access.require(actor, deed)
