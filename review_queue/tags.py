"""Tags: the concepts that the decisions in force give a program."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session, col, select

from review_queue.records import TagView
from review_queue.tables import Decision, Proposal

# The decisions in force that leave a tag on the program.
TAGGING_ACTIONS = frozenset({"accept", "replace", "add"})


def in_force(session: Session, submission_id: UUID) -> list[tuple[Proposal, Decision | None]]:
    """Each proposal with its last decision; None also when that was undone."""
    last = (col(Decision.proposal_id) == col(Proposal.id)) & (col(Decision.number) == col(Proposal.decisions))
    found = session.exec(
        select(Proposal, Decision)
        .join(Decision, last, isouter=True)
        .where(col(Proposal.submission_id) == submission_id)
        .order_by(col(Proposal.position), col(Proposal.id))
    )
    # An outer join may bring no decision, which the annotation of the query cannot say.
    rows: list[tuple[Proposal, Decision | None]] = [(proposal, decision) for proposal, decision in found]
    return [(proposal, decision if decision and decision.action != "undo" else None) for proposal, decision in rows]


def withdrawn(proposal: Proposal, decision: Decision | None) -> bool:
    """Whether a reviewer added the proposal and took it back: it then needs no decision and is not shown."""
    return proposal.origin == "reviewer" and decision is None


def tag_of(facet: str, row: Proposal | Decision) -> TagView:
    return TagView(facet, row.scheme, row.edition, row.code, row.label_en, row.label_fr)


def same_concept(tag: TagView, row: Proposal | Decision) -> bool:
    """Of the same facet, which the caller has seen to; labels may differ between editions."""
    return (tag.scheme, tag.code) == (row.scheme, row.code)


def last_decision(session: Session, proposal: Proposal) -> Decision | None:
    """The decision in force on one proposal."""
    found = in_force(session, proposal.submission_id)
    return next(decision for other, decision in found if other.id == proposal.id)


def decided(session: Session, submission_id: UUID) -> tuple[TagView, ...]:
    """The program's tags, each once, in the order of their proposals."""
    found = [
        tag_of(proposal.facet, decision)
        for proposal, decision in in_force(session, submission_id)
        if decision and decision.action in TAGGING_ACTIONS
    ]
    return tuple(dict.fromkeys(found))
