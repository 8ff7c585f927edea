"""A new round of review for a published program: the same text as a new revision, to be tagged anew."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from sqlmodel import Session, col, insert, update

from review_queue.audit import Act, append
from review_queue.clock import moment
from review_queue.database import transaction
from review_queue.tables import Program, Submission
from review_queue.waiting import CLEARED


def open_round(session: Session, published: Submission, now: datetime | None = None) -> bool:
    """False when a newer revision has come meanwhile. What is published stays until a reviewer approves the round."""
    at, revision = moment(now), published.revision + 1
    this = (col(Program.id) == published.program_key) & (col(Program.latest_revision) == published.revision)
    row = published.model_dump() | {
        "id": uuid4(),
        "batch": uuid4(),
        "attempt": 1,
        "tries": 0,
        "due_at": None,
        "revision": revision,
        "state": "received",
        **CLEARED,
        "submitted_at": at,
        "changed_at": at,
        "claimed_by": None,
        "claimed_until": None,
        "released_by": None,
    }
    with transaction(session):
        if session.exec(update(Program).where(this).values(latest_revision=revision)).rowcount != 1:
            return False
        session.exec(insert(Submission).values(row))
        details = {"revision": str(revision), "reason": "new_round"}
        act = Act("submission.received", published.institution_id, row["id"], details)
        append(session, [act], actor=None, now=at)
    return True
