"""What became of the latest retagging of the catalog."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from review_queue.model_tables import RetaggedProgram, Retagging


@dataclass(frozen=True, slots=True)
class RetaggingReport:
    """Questions by what came of them; `unanswered` counts by reason.

    `reason` and `waits_for` are of the retagging as a whole.
    """

    state: str
    asked_at: datetime
    reason: str | None
    waits_for: str | None
    questions: int
    answered: int
    unanswered: Mapping[str, int]


def latest_retagging(session: Session) -> RetaggingReport | None:
    latest = session.exec(select(Retagging).order_by(col(Retagging.asked_at).desc())).first()
    if latest is None:
        return None
    why, collected = col(RetaggedProgram.unanswered), col(RetaggedProgram.collected)
    mine = select(why, collected, func.count()).where(col(RetaggedProgram.retagging_id) == latest.id)
    counts = session.exec(mine.group_by(why, collected).order_by(func.count().desc())).all()
    return RetaggingReport(
        state=latest.state,
        asked_at=latest.asked_at,
        reason=latest.reason,
        waits_for=latest.waits_for,
        questions=sum(count for *_, count in counts),
        answered=sum(count for reason, is_collected, count in counts if is_collected and reason is None),
        unanswered={reason: count for reason, _, count in counts if reason},
    )
