"""Programs labelled for gold, for tests: short cuts to one, two and three answers."""

from __future__ import annotations

from uuid import UUID

from people import People
from reviewing import DEVELOPERS, ROBOTS, SOFTWARE_ENGINEERS, tagged
from sqlmodel import Session

from review_queue.gold import labels, programs
from review_queue.gold.records import Judged
from review_queue.records import Draft

ONE: Judged = {"occupation": (SOFTWARE_ENGINEERS,), "industry": ()}
OTHER: Judged = {"occupation": (DEVELOPERS,), "industry": ()}


def begun(session: Session, people: People, draft: Draft = ROBOTS) -> UUID:
    """A tagged program, taken up as a text to label."""
    (submission_id,) = tagged(session, people.submitter, draft)
    return programs.add_submission(session, actor=people.qa, submission_id=submission_id)


def labelled_twice(
    session: Session, people: People, first: Judged = ONE, second: Judged = ONE, draft: Draft = ROBOTS
) -> UUID:
    """By a reviewer and by QA, neither of whom saw anything."""
    known = begun(session, people, draft)
    labels.label(session, actor=people.reviewer, gold_program_id=known, judged=first)
    labels.label(session, actor=people.qa, gold_program_id=known, judged=second)
    return known
