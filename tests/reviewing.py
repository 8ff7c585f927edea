"""Programs in review, for tests: drafts in our own words, a small tagger, and short cuts to a state."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import Engine, event
from sqlmodel import Session, col, select

from review_queue import claims, decisions, reviews
from review_queue.batches import tag_batch
from review_queue.records import Actor, Draft
from review_queue.review_records import ProposalView
from review_queue.submissions import submit
from review_queue.tables import Program as ProgramRow
from review_queue.tables import Submission
from tagging.records import Abstention, Evidence, Program, Suggestion, Suggestions

NOON = datetime(2025, 3, 3, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(minutes=31)

SOFTWARE_ENGINEERS = "21231"
DEVELOPERS = "21232"
WEB_DEVELOPERS = "21234"
DATABASE_ANALYSTS = "21223"
LISTENING = "F01a01"

ROBOTS = Draft("R-1", "Teaching Robots to Listen", "Write software that lets a robot follow spoken orders.")


def drafts(count: int) -> list[Draft]:
    return [replace(ROBOTS, program_id=f"R-{number}", title=f"Robots {number}") for number in range(1, count + 1)]


def suggest(program: Program) -> Suggestions:
    """Proposes an occupation and a skill, considers another occupation, abstains on industry."""
    first_word = program.title.split()[0]
    quote = Evidence("title", 0, len(first_word), first_word)

    def suggestion(facet: str, scheme: str, code: str, label: str, proposed: bool) -> Suggestion:
        return Suggestion(facet, scheme, code, label, f"{label} (fr)", 2.5, 0.8, proposed, (quote,))

    return Suggestions(
        id=program.id,
        language=program.language or "en",
        profile="test",
        vocabularies={"occupation": "NOC 2021 v1.0", "skill": "OaSIS 2023 v1.0"},
        suggestions=(
            suggestion("occupation", "noc-2021", SOFTWARE_ENGINEERS, "Software engineers and designers", True),
            suggestion("skill", "oasis-2023", LISTENING, "Oral Communication: Active Listening", True),
            suggestion("occupation", "noc-2021", DEVELOPERS, "Software developers and programmers", False),
        ),
        abstentions=(Abstention("industry", "industry_neutral", "Fits any industry.", "Is it for one industry?"),),
    )


def send(session: Session, actor: Actor, *sent: Draft, now: datetime = NOON) -> list[UUID]:
    """Submissions of the drafts, in their order, in state `received`."""
    receipt = submit(
        session,
        actor=actor,
        institution_id=actor.institution_id,
        filename="programs.csv",
        fingerprint_of_file=sha256(repr(sent).encode()).hexdigest(),
        drafts=sent,
        now=now,
    )
    mine = select(Submission.id).where(col(Submission.upload_id) == receipt.upload_id)
    return list(session.exec(mine.order_by(col(Submission.position))))


def tag_received(session: Session) -> None:
    """What the worker does with everything that is received."""
    batches = select(Submission.batch, Submission.attempt).where(col(Submission.state) == "received").distinct()
    engine = session.get_bind()
    assert isinstance(engine, Engine)
    found = session.exec(batches).all()
    session.commit()
    for batch, attempt in found:
        tag_batch(engine, suggest, batch, attempt)


def tagged(session: Session, actor: Actor, *sent: Draft, now: datetime = NOON) -> list[UUID]:
    submissions = send(session, actor, *(sent or (ROBOTS,)), now=now)
    tag_received(session)
    return submissions


def claimed(session: Session, submitter: Actor, reviewer: Actor, *, now: datetime = NOON) -> UUID:
    (submission_id,) = tagged(session, submitter)
    claims.claim(session, actor=reviewer, submission_id=submission_id, now=now)
    return submission_id


def proposals(session: Session, actor: Actor, submission_id: UUID) -> Sequence[ProposalView]:
    return reviews.review_view(session, actor=actor, submission_id=submission_id, now=NOON).proposals


def approved(session: Session, submitter: Actor, reviewer: Actor, draft: Draft = ROBOTS) -> UUID:
    (submission_id,) = tagged(session, submitter, draft)
    accept_all(session, reviewer, submission_id)
    return submission_id


def accept_all(session: Session, reviewer: Actor, submission_id: UUID) -> None:
    """Claim the program, accept every proposal, approve."""
    claims.claim(session, actor=reviewer, submission_id=submission_id, now=NOON)
    for proposal in proposals(session, reviewer, submission_id):
        decisions.decide(
            session,
            actor=reviewer,
            submission_id=submission_id,
            proposal_id=proposal.proposal_id,
            action="accept",
            now=NOON,
        )
    decisions.approve(session, actor=reviewer, submission_id=submission_id, now=NOON)


def state_of(session: Session, submission_id: UUID) -> str:
    session.expire_all()
    return session.exec(select(Submission.state).where(col(Submission.id) == submission_id)).one()


def program_row(session: Session, submission_id: UUID) -> ProgramRow:
    session.expire_all()
    of_submission = col(ProgramRow.id) == col(Submission.program_key)
    return session.exec(
        select(ProgramRow).join(Submission, of_submission).where(col(Submission.id) == submission_id)
    ).one()


@contextmanager
def once_before(engine: Engine, statement: str, act: Callable[[], object]) -> Iterator[None]:
    """Interleave by hand: `act` happens right before the first statement that begins so."""
    waiting = [act]

    def watch(_connection: object, _cursor: object, sql: str, *_: object) -> None:
        if waiting and sql.startswith(statement):
            waiting.pop()()

    event.listen(engine, "before_cursor_execute", watch)
    yield
    event.remove(engine, "before_cursor_execute", watch)
    assert not waiting, f"nothing began with {statement}"
