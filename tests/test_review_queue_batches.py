from __future__ import annotations

import pytest
from people import People
from reviewing import DEVELOPERS, ROBOTS, drafts, once_before, send, state_of, suggest, tag_received
from sqlalchemy import Engine
from sqlmodel import Session, select

from review_queue import batches
from review_queue.batches import tag_batch
from review_queue.programs import my_programs
from review_queue.reviews import review_view
from review_queue.tables import Proposal, Submission, Tagging
from tagging.records import Program, Suggestion, Suggestions


def batch_of(session: Session) -> tuple[object, int]:
    found = session.exec(select(Submission.batch, Submission.attempt).distinct()).one()
    session.commit()
    return found


def test_a_program_that_breaks_the_tagger_waits_with_a_reason_and_the_others_are_tagged(
    work_session: Session, work_engine: Engine, people: People, caplog: pytest.LogCaptureFixture
) -> None:
    good, bad, also_good = send(work_session, people.submitter, *drafts(3))

    def fragile(given: Program) -> Suggestions:
        if given.title == "Robots 2":
            raise ValueError(given.description)
        return suggest(given)

    assert tag_batch(work_engine, fragile, *batch_of(work_session)) == 2

    (line,) = my_programs(work_session, actor=people.administrator, state="waiting").lines
    assert (line.submission_id, line.reason_code, line.reason_value) == (bad, "tagging_failed", "ValueError")
    assert line.reason is None
    assert (state_of(work_session, good), state_of(work_session, also_good)) == ("tagged", "tagged")
    assert ROBOTS.description not in caplog.text


def test_tagging_a_batch_again_changes_nothing(work_session: Session, work_engine: Engine, people: People) -> None:
    send(work_session, people.submitter, *drafts(2))
    batch = batch_of(work_session)

    assert tag_batch(work_engine, suggest, *batch) == 2
    assert tag_batch(work_engine, suggest, *batch) == 0
    assert tag_batch(work_engine, suggest, batch[0], 2) == 0

    assert len(work_session.exec(select(Tagging)).all()) == 2
    assert len(work_session.exec(select(Proposal)).all()) == 4


def test_two_runs_of_one_batch_store_every_program_once(
    work_session: Session, work_engine: Engine, people: People
) -> None:
    send(work_session, people.submitter, *drafts(3))
    batch = batch_of(work_session)

    # The other run finishes the batch between this one's tagging and its storing.
    with once_before(work_engine, "UPDATE submission", lambda: tag_batch(work_engine, suggest, *batch)):
        assert tag_batch(work_engine, suggest, *batch) == 0

    assert len(work_session.exec(select(Tagging)).all()) == 3


def test_a_program_superseded_while_it_is_tagged_gets_no_proposals(
    work_session: Session, work_engine: Engine, people: People
) -> None:
    (first,) = send(work_session, people.submitter, ROBOTS)
    batch = batch_of(work_session)

    def revise() -> None:
        with Session(work_engine) as other:
            send(other, people.submitter, drafts(1)[0])

    with once_before(work_engine, "UPDATE submission", revise):
        assert tag_batch(work_engine, suggest, *batch) == 0

    assert state_of(work_session, first) == "superseded"
    assert work_session.exec(select(Tagging)).all() == []


def test_a_slow_tagger_loses_only_the_program_at_hand_in_a_crash(
    work_session: Session, work_engine: Engine, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "STORE_EVERY", 0.0)
    first, second, third = send(work_session, people.submitter, *drafts(3))

    def dying(given: Program) -> Suggestions:
        if given.title == "Robots 3":
            raise KeyboardInterrupt
        return suggest(given)

    with pytest.raises(KeyboardInterrupt):
        tag_batch(work_engine, dying, *batch_of(work_session))

    assert [state_of(work_session, one) for one in (first, second, third)] == ["tagged", "tagged", "received"]


def test_a_concept_suggested_twice_is_one_proposal_and_five_others_are_kept_a_facet(
    work_session: Session, work_engine: Engine, people: People
) -> None:
    (submission_id,) = send(work_session, people.submitter, ROBOTS)

    def talkative(given: Program) -> Suggestions:
        said = suggest(given)
        proposed, skill, considered = said.suggestions
        many = [
            Suggestion("occupation", "noc-2021", str(code), "Label", "Nom", 0.1, 0.1, False, ()) for code in range(7)
        ]
        return Suggestions(said.id, "en", "test", said.vocabularies, (proposed, proposed, skill, considered, *many), ())

    tag_batch(work_engine, talkative, *batch_of(work_session))

    view = review_view(work_session, actor=people.reviewer, submission_id=submission_id)
    assert [one.tag.facet for one in view.proposals] == ["occupation", "skill"]
    assert [one.tag.code for one in view.considered] == [DEVELOPERS, "0", "1", "2", "3"]


def test_a_batch_of_nothing_is_done(work_session: Session, people: People) -> None:
    tag_received(work_session)

    assert work_session.exec(select(Tagging)).all() == []
