"""Runs as people in the panel ask for them: who may see, start and remove them, and what is recorded of it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from evals import archive, baseline
from evals.archive import Listed
from evals.folders import NoRun
from evals.records import Recorded, Run
from review_queue.access import require
from review_queue.audit import Act, append
from review_queue.clock import moment
from review_queue.database import transaction
from review_queue.records import Actor


def runs(session: Session, *, actor: Actor) -> list[Listed]:
    """The newest first. Raises Forbidden."""
    require(actor, "see_quality")
    return archive.listed(session)


def recorded(session: Session, *, actor: Actor, run_id: str) -> Recorded:
    """A run with its results so far. Raises Forbidden, NoRun."""
    require(actor, "see_quality")
    try:
        return archive.load(session, run_id)
    except ValueError:
        raise NoRun(f"The work database has no run {run_id}.") from None


def order(
    session: Session, *, actor: Actor, profile: str, gold: str, split: str | None, now: datetime | None = None
) -> None:
    """Records that the actor has a run made. Raises Forbidden."""
    require(actor, "see_quality")
    details = {"profile": profile, "gold": gold, "split": split or ""}
    with transaction(session):
        append(session, [Act("run.ordered", details=details)], actor=actor, now=moment(now))


def remove(session: Session, *, actor: Actor, run: Run, now: datetime | None = None) -> None:
    """Drops a run that was stopped, with what was done of it. Raises Forbidden, RunNotStopped."""
    require(actor, "see_quality")
    details = {
        "run": run.id,
        "profile": run.inputs.profile,
        "gold": Path(run.inputs.gold).name,
        "split": run.inputs.split or "",
    }
    with transaction(session):
        archive.remove(session, run.id)
        append(session, [Act("run.removed", details=details)], actor=actor, now=moment(now))


def adopt_baseline(session: Session, *, actor: Actor, now: datetime | None = None) -> str:
    """Takes the committed run of the profile in use into the work database, to compare with; gives its id.

    Raises Forbidden.
    """
    require(actor, "see_quality")
    committed = baseline.committed()
    archive.record(session, committed)
    with transaction(session):
        append(session, [Act("run.adopted", details={"run": committed.run.id})], actor=actor, now=moment(now))
    return committed.run.id
