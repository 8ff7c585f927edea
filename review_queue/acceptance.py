"""How reviewers took the tagger's proposals, week by week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast

from sqlmodel import Session, col, select

from review_queue.access import require
from review_queue.records import Actor, Language
from review_queue.tables import Decision, Institution, Proposal, Submission


@dataclass(frozen=True, slots=True)
class Taken:
    """Decisions in force on proposals of one facet, language and institution in the ISO week that begins `week`.

    `accepted` counts those accepted as proposed; a replaced proposal was not.
    """

    facet: str
    language: Language
    institution: str
    week: date
    decided: int
    accepted: int


def acceptance(session: Session, *, actor: Actor) -> tuple[Taken, ...]:
    """By week, then facet; what reviewers added themselves is no proposal. Weeks are of UTC. Raises Forbidden."""
    require(actor, "see_quality")
    in_force = (col(Decision.proposal_id) == col(Proposal.id)) & (col(Decision.number) == col(Proposal.decisions))
    rows = session.exec(
        select(Proposal.facet, Submission.language, Institution.name, Decision)
        .join(Decision, in_force)
        .join(Submission, col(Submission.id) == col(Proposal.submission_id))
        .join(Institution, col(Institution.id) == col(Submission.institution_id))
        .where(col(Proposal.origin) == "tagger", col(Decision.action) != "undo")
    )
    counted: dict[tuple[date, str, str, str], list[bool]] = {}
    for facet, language, institution, decision in rows.all():
        where = (monday(decision.decided_at), facet, language, institution)
        counted.setdefault(where, []).append(decision.action == "accept")
    return tuple(
        Taken(facet, cast(Language, language), institution, week, len(accepted), sum(accepted))
        for (week, facet, language, institution), accepted in sorted(counted.items())
    )


def monday(moment: datetime) -> date:
    """The first day of the moment's ISO week."""
    return moment.date() - timedelta(days=moment.weekday())
