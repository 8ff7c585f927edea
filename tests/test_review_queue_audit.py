from __future__ import annotations

from collections.abc import Callable

import pytest
from people import People
from reviewing import NOON, ROBOTS, approved, once_before, send, tagged
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session, col, delete, select, update

from review_queue import audit
from review_queue.refusals import AuditBroken, Forbidden
from review_queue.tables import AuditEntry, AuditHead

Tampering = Callable[[Session], object]


def let_tamper(session: Session) -> None:
    """What somebody with the database's own password can do."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(text("ALTER TABLE audit_entry DISABLE TRIGGER ALL"))
    else:
        for act in ("update", "delete"):
            session.connection().execute(text(f"DROP TRIGGER audit_entry_no_{act}"))


def test_every_act_of_a_review_is_an_entry_and_the_chain_holds(work_session: Session, people: People) -> None:
    submission_id = approved(work_session, people.submitter, people.reviewer)

    end = audit.verify(work_session)
    page = audit.entries(work_session, actor=people.qa, submission_id=submission_id)

    assert end.sequence == audit.entries(work_session, actor=people.qa).total == 7
    assert end.hash == page.lines[0].hash
    assert [(line.verb, line.actor) for line in reversed(page.lines)] == [
        ("submission.received", "Submitter"),
        ("submission.tagged", "worker"),
        ("claim.taken", "Reviewer"),
        ("decision.made", "Reviewer"),
        ("decision.made", "Reviewer"),
        ("submission.approved", "Reviewer"),
    ]
    assert page.lines[1].details.keys() == {"action", "facet", "code", "proposal"}


def test_a_new_trail_holds_and_ends_at_nothing(work_session: Session) -> None:
    assert audit.verify(work_session) == audit.End(0, audit.START)


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET actor = 'x'", "DELETE FROM audit_entry"])
def test_the_database_itself_refuses_to_change_the_trail(work_session: Session, people: People, statement: str) -> None:
    send(work_session, people.submitter, ROBOTS)

    with pytest.raises(DatabaseError, match="append-only"):
        work_session.connection().execute(text(statement))


@pytest.mark.parametrize(
    ("tamper", "told"),
    [
        (lambda s: s.exec(update(AuditEntry).where(col(AuditEntry.sequence) == 2).values(actor="x")), "entry 2: its"),
        (lambda s: s.exec(update(AuditEntry).where(col(AuditEntry.sequence) == 2).values(details={})), "entry 2: its"),
        (lambda s: s.exec(update(AuditEntry).where(col(AuditEntry.sequence) == 3).values(hash="0")), "entry 3: its"),
        (
            lambda s: s.exec(update(AuditEntry).where(col(AuditEntry.sequence) == 3).values(previous_hash="0")),
            "entry 3: it does not follow",
        ),
        (lambda s: s.exec(delete(AuditEntry).where(col(AuditEntry.sequence) == 2)), "entry 2: the entry is missing"),
        (lambda s: s.exec(delete(AuditEntry).where(col(AuditEntry.sequence) > 4)), "entry 5: entries at the end"),
        (lambda s: s.exec(update(AuditHead).values(sequence=4)), "entry 4: it is not the end"),
        (
            lambda s: s.exec(
                update(AuditHead).values(
                    sequence=4, hash=select(AuditEntry.hash).where(col(AuditEntry.sequence) == 4).scalar_subquery()
                )
            ),
            "entry 5: it was added beside",
        ),
        (lambda s: s.exec(update(AuditHead).values(hash="0")), "entry 6: it is not the end"),
        (lambda s: s.exec(delete(AuditHead)), "entry 1: the record of where the trail ends"),
    ],
)
def test_tampering_is_found_at_the_entry_it_touched(
    work_session: Session, people: People, tamper: Tampering, told: str
) -> None:
    tagged(work_session, people.submitter)
    tagged(work_session, people.neighbour)
    assert audit.verify(work_session).sequence == 6
    let_tamper(work_session)

    tamper(work_session)

    with pytest.raises(AuditBroken, match=told):
        audit.verify(work_session)


def test_an_entry_put_in_with_its_own_hash_breaks_the_one_after_it(work_session: Session, people: People) -> None:
    send(work_session, people.submitter, ROBOTS)
    let_tamper(work_session)
    forged = work_session.get(AuditEntry, 1)
    assert forged is not None
    forged.actor = "Somebody else"
    forged.hash = audit.entry_hash(forged)
    work_session.add(forged)

    with pytest.raises(AuditBroken, match="entry 2: it does not follow"):
        audit.verify(work_session)


def test_two_writers_at_once_chain_one_after_the_other(
    work_session: Session, work_engine: Engine, people: People
) -> None:
    def overtake() -> None:
        with Session(work_engine) as other:
            audit.append(other, [audit.Act("test.first")], actor=people.qa, now=NOON)
            other.commit()

    with once_before(work_engine, "UPDATE audit_head", overtake):
        audit.append(work_session, [audit.Act("test.second")], actor=None, now=NOON)
        work_session.commit()

    assert audit.verify(work_session).sequence == 2
    verbs = select(AuditEntry.verb).order_by(col(AuditEntry.sequence))
    assert work_session.exec(verbs).all() == ["test.first", "test.second"]


def test_what_is_appended_during_a_check_breaks_nothing(
    work_session: Session, work_engine: Engine, people: People
) -> None:
    send(work_session, people.submitter, ROBOTS)

    def append_meanwhile() -> None:
        with Session(work_engine) as other:
            audit.append(other, [audit.Act("test.meanwhile")], actor=people.qa, now=NOON)
            other.commit()

    with once_before(work_engine, "SELECT audit_entry", append_meanwhile):
        assert audit.verify(work_session).sequence == 2

    assert audit.verify(work_session).sequence == 3


def test_what_is_rolled_back_leaves_no_entry_and_no_gap(work_session: Session, people: People) -> None:
    audit.append(work_session, [audit.Act("test.lost")], actor=people.qa, now=NOON)
    work_session.rollback()
    audit.append(work_session, [audit.Act("test.kept")], actor=people.qa, now=NOON)
    work_session.commit()

    assert audit.verify(work_session).sequence == 1


def test_entries_are_read_in_pages_by_verb_and_only_by_qa_and_administrators(
    work_session: Session, people: People
) -> None:
    tagged(work_session, people.submitter)

    assert [line.verb for line in audit.entries(work_session, actor=people.administrator, page_size=2).lines] == [
        "submission.tagged",
        "submission.received",
    ]
    page = audit.entries(work_session, actor=people.qa, page=2, page_size=2)
    assert ([line.verb for line in page.lines], page.total) == (["upload.received"], 3)
    assert audit.entries(work_session, actor=people.qa, verb="upload.").total == 1
    assert audit.entries(work_session, actor=people.qa, verb="%").total == 0
    with pytest.raises(Forbidden):
        audit.entries(work_session, actor=people.reviewer)
