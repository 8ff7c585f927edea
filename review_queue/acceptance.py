"""How reviewers took the tagger's proposals, week by week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast
from uuid import UUID

from sqlmodel import Session, col, select

from review_queue.access import require
from review_queue.records import Actor, Language
from review_queue.tables import Decision, Institution, Proposal, Submission


@dataclass(frozen=True, slots=True)
class Taken:
    """Decisions in force on a program's proposals of one facet in the ISO week that begins `week`.

    `accepted` counts those accepted as proposed; a replaced proposal was not.
    """

    facet: str
    language: Language
    institution: str
    submission_id: UUID
    week: date
    decided: int
    accepted: int


def acceptance(session: Session, *, actor: Actor) -> tuple[Taken, ...]:
    """By week, then facet; what reviewers added themselves is no proposal. Weeks are of UTC. Raises Forbidden."""
    require(actor, "see_quality")
    in_force = (col(Decision.proposal_id) == col(Proposal.id)) & (col(Decision.number) == col(Proposal.decisions))
    rows = session.exec(
        select(Proposal.facet, Proposal.submission_id, Decision.decided_at, Decision.action)
        .join(Decision, in_force)
        .where(col(Proposal.origin) == "tagger", col(Decision.action) != "undo")
    )
    counted: dict[tuple[date, str, UUID], list[bool]] = {}
    for facet, submission_id, decided_at, action in rows:
        counted.setdefault((monday(decided_at), facet, submission_id), []).append(action == "accept")
    whence = _whence(session)
    return tuple(
        Taken(facet, *whence[submission_id], submission_id, week, len(accepted), sum(accepted))
        for (week, facet, submission_id), accepted in sorted(counted.items())
    )


def _whence(session: Session) -> dict[UUID, tuple[Language, str]]:
    """The language and institution of each submission."""
    rows = session.exec(
        select(Submission.id, Submission.language, Institution.name).join(
            Institution, col(Institution.id) == col(Submission.institution_id)
        )
    )
    return {submission_id: (cast(Language, language), institution) for submission_id, language, institution in rows}


def monday(moment: datetime) -> date:
    """The first day of the moment's ISO week."""
    return moment.date() - timedelta(days=moment.weekday())
