from __future__ import annotations

from people import People
from reviewing import LATER, NOON, ROBOTS, approved, drafts, send, tag_received
from sqlmodel import Session

from review_queue.uploads import my_uploads, upload


def test_an_upload_counts_how_far_its_programs_are(work_session: Session, people: People) -> None:
    send(work_session, people.submitter, *drafts(3))
    (before,) = my_uploads(work_session, actor=people.submitter)
    tag_received(work_session)
    (after,) = my_uploads(work_session, actor=people.submitter)

    assert (before.states, after.states) == ({"received": 3}, {"tagged": 3})
    assert (after.created, after.institution, after.received_at, after.problems) == (3, "Maple College", NOON, ())


def test_uploads_are_listed_newest_first_up_to_a_limit(work_session: Session, people: People) -> None:
    send(work_session, people.submitter, ROBOTS)
    send(work_session, people.neighbour, ROBOTS, now=LATER)

    assert [one.institution for one in my_uploads(work_session, actor=people.reviewer)] == [
        "Birch College",
        "Maple College",
    ]
    assert [one.received_at for one in my_uploads(work_session, actor=people.reviewer, limit=1)] == [LATER]


def test_each_upload_counts_only_its_own_programs(work_session: Session, people: People) -> None:
    approved(work_session, people.submitter, people.reviewer)
    send(work_session, people.submitter, *drafts(2)[1:], now=LATER)

    newest, oldest = my_uploads(work_session, actor=people.submitter)
    assert (newest.states, oldest.states) == ({"received": 1}, {"approved": 1})
    assert upload(work_session, actor=people.submitter, upload_id=oldest.upload_id) == oldest
