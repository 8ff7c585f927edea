"""What the review screen shows of one program."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlmodel import Session, col, select

from review_queue import evidence, questions, tags
from review_queue.access import require, visible_submission
from review_queue.clock import moment
from review_queue.drafts import draft_of
from review_queue.people import names
from review_queue.programs import institution_name, previous_of, revisions_of
from review_queue.records import Action, Actor, Origin, State
from review_queue.review_records import DecisionView, ProposalView, ReviewView
from review_queue.tables import Decision, Proposal, Tagging


def review_view(session: Session, *, actor: Actor, submission_id: UUID, now: datetime | None = None) -> ReviewView:
    """Readable by reviewers, QA and administrators without a claim; `held_by_me` says whether deciding is possible."""
    require(actor, "see_review")
    submission = visible_submission(session, actor, submission_id)
    revisions = revisions_of(session, submission)
    said = session.exec(select(Tagging).where(col(Tagging.submission_id) == submission_id)).one_or_none()
    running = submission.claimed_until is not None and submission.claimed_until > moment(now)
    holder = submission.claimed_by if running else None
    return ReviewView(
        submission_id=submission.id,
        institution=institution_name(session, submission),
        draft=draft_of(submission),
        state=cast(State, submission.state),
        revision=submission.revision,
        proposals=_proposals(session, submission_id),
        considered=evidence.considered_of(said) if said else (),
        abstentions=evidence.abstentions_of(said) if said else (),
        questions=questions.asked(session, [revision.id for revision in revisions]),
        previous=previous_of(submission, revisions),
        profile=said.profile if said else "",
        made_by=evidence.made_by(said) if said else None,
        suspicious=evidence.evidence_of(said.suspicious) if said else (),
        reason_code=submission.reason_code,
        vocabularies=said.vocabularies if said else {},
        claimed_by=names(session, [holder]).get(holder),
        held_by_me=holder == actor.account_id,
        lease_ends_at=submission.claimed_until if running else None,
    )


def _proposals(session: Session, submission_id: UUID) -> tuple[ProposalView, ...]:
    found = tags.in_force(session, submission_id)
    people = names(session, [decision.account_id for _, decision in found if decision])
    return tuple(
        _proposal(proposal, decision, people) for proposal, decision in found if not tags.withdrawn(proposal, decision)
    )


def _proposal(proposal: Proposal, decision: Decision | None, people: Mapping[UUID | None, str]) -> ProposalView:
    return ProposalView(
        proposal_id=proposal.id,
        origin=cast(Origin, proposal.origin),
        tag=tags.tag_of(proposal.facet, proposal),
        score=proposal.score,
        probability=proposal.probability,
        evidence=evidence.evidence_of(proposal.evidence),
        decision=_decision(proposal.facet, decision, people) if decision else None,
        decisions=proposal.decisions,
    )


def _decision(facet: str, decision: Decision, people: Mapping[UUID | None, str]) -> DecisionView:
    return DecisionView(
        action=cast(Action, decision.action),
        tag=tags.tag_of(facet, decision) if decision.action in tags.TAGGING_ACTIONS else None,
        by=people[decision.account_id],
        at=decision.decided_at,
    )
