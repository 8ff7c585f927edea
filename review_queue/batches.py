"""Tagging of a batch: each program's suggestions stored once, a failure told in a sentence."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from uuid import UUID

from sqlalchemy import ColumnElement, Engine
from sqlmodel import Session, col, insert, select

from review_queue.audit import Act, append
from review_queue.clock import moment
from review_queue.database import transaction
from review_queue.drafts import program_of
from review_queue.evidence import proposal_rows, tagging_row
from review_queue.states import move
from review_queue.tables import Proposal, Submission, Tagging
from review_queue.waiting import CLEARED, Reason, park, told
from tagging.records import Program, Suggestions

Suggest = Callable[[Program], Suggestions]

# Seconds of tagging that a crash may cost: a slow tagger's programs are stored one by one, a fast one's by the hundred.
STORE_EVERY = 0.5
_log = logging.getLogger(__name__)


def tag_batch(engine: Engine, suggest: Suggest, batch: UUID, attempt: int) -> int:
    """Tag the programs of a batch that are still to be tagged, and store what was said every half second; how many.

    Safe to run again after a crash, and beside another run: suggestions are stored only together with the
    program's move out of `received`, and one run makes that move.
    """
    stored, said, stored_at = 0, dict[UUID, Suggestions](), time.monotonic()
    with Session(engine, expire_on_commit=False) as session:
        left = session.exec(select(Submission).where(untagged(batch, attempt)).order_by(col(Submission.position))).all()
        for submission in left:
            try:
                said[submission.id] = suggest(program_of(submission))
            except Exception as error:  # noqa: BLE001 - whatever one program does to the tagger, the others are tagged
                _log.warning("tagging of submission %s failed: %s", submission.id, type(error).__name__)
                park(session, col(Submission.id) == submission.id, "tagging_failed", value=type(error).__name__)
            if time.monotonic() - stored_at > STORE_EVERY:
                stored += store(session, said)
                said, stored_at = {}, time.monotonic()
        return stored + store(session, said)


def untagged(batch: UUID, attempt: int) -> ColumnElement[bool]:
    same_batch = (col(Submission.batch) == batch) & (col(Submission.attempt) == attempt)
    return same_batch & (col(Submission.state) == "received")


def store(session: Session, said: Mapping[UUID, Suggestions], *, reason: Reason | None = None) -> int:
    """How many this run stored: another run, or a newer revision, may have come first. `reason` stays to be read."""
    now = moment()
    values = told(reason) if reason else CLEARED
    with transaction(session):
        moved = move(session, col(Submission.id).in_(said), "received", "tagged", now=now, values=values)
        taggings = [tagging_row(submission_id, said[submission_id], now) for submission_id in moved]
        proposals = [row for submission_id in moved for row in proposal_rows(submission_id, said[submission_id])]
        if taggings:
            session.exec(insert(Tagging), params=taggings)
        if proposals:
            session.exec(insert(Proposal), params=proposals)
        acts = [Act("submission.tagged", None, one, {"profile": said[one].profile}) for one in moved]
        append(session, acts, actor=None, now=now)
    return len(moved)
