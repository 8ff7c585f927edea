"""Decisions of the reviewer who holds a program: on each proposal, then on the program."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Session, col, func, select, update

from review_queue import concepts, questions, tags
from review_queue.access import require, visible_submission
from review_queue.audit import Act, append
from review_queue.claims import extend
from review_queue.clock import moment
from review_queue.database import transaction
from review_queue.records import Action, Actor, State, TagView
from review_queue.refusals import (
    AlreadyProposed,
    DecisionIncomplete,
    NoTagAccepted,
    NotFound,
    NothingToUndo,
    ProposalsUndecided,
    StaleDecision,
    TooManyOccupations,
)
from review_queue.states import move_one
from review_queue.tables import Decision, Proposal
from review_queue.wording import sentence

# The ministry's form takes up to three NOC codes a program.
MAXIMUM_OCCUPATIONS = 3


def decide(
    session: Session,
    *,
    actor: Actor,
    submission_id: UUID,
    proposal_id: UUID | None,
    action: Action,
    code: str | None = None,
    facet: str | None = None,
    expected: int = 0,
    now: datetime | None = None,
) -> UUID:
    """Record one decision, extend the lease, and give the proposal decided.

    accept, reject, undo: `proposal_id`; replace: and `code`; add: `facet` and `code`, no `proposal_id`.
    `expected` is how many decisions the screen has seen on the proposal (ProposalView.decisions).
    Raises Forbidden, ClaimLost, StaleDecision, NotFound, DecisionIncomplete, NothingToUndo, AlreadyProposed,
    ConceptUnknown.
    """
    require(actor, "review")
    at = moment(now)
    with transaction(session):
        # First the lease: its row is kept until the commit, so nobody else decides on this program meanwhile.
        extend(session, actor, submission_id, now=at)
        if action == "add":
            proposal, tag = _added(session, submission_id, facet, code)
            expected = proposal.decisions
        else:
            proposal = _proposal(session, submission_id, proposal_id)
            tag = _decided_tag(session, proposal, action, code)
        _record(session, proposal, action, tag, expected=expected, actor=actor, now=at)
        details = {"action": action, "facet": proposal.facet, "code": tag.code, "proposal": str(proposal.id)}
        append(session, [Act("decision.made", None, submission_id, details)], actor=actor, now=at)
        return proposal.id


def _proposal(session: Session, submission_id: UUID, proposal_id: UUID | None) -> Proposal:
    this = (col(Proposal.id) == proposal_id) & (col(Proposal.submission_id) == submission_id)
    proposal = session.exec(select(Proposal).where(this)).one_or_none()
    if proposal is None:
        raise NotFound
    return proposal


def _decided_tag(session: Session, proposal: Proposal, action: Action, code: str | None) -> TagView:
    if action == "undo" and tags.last_decision(session, proposal) is None:
        raise NothingToUndo
    if action != "replace":
        return tags.tag_of(proposal.facet, proposal)
    if code is None:
        raise DecisionIncomplete(action=action, needs="code")
    tag = concepts.tag(proposal.facet, code)
    _refuse_twice(session, proposal.submission_id, tag, but=proposal.id)
    return tag


def _added(session: Session, submission_id: UUID, facet: str | None, code: str | None) -> tuple[Proposal, TagView]:
    """The proposal to accept: a new one, or the one a reviewer added before and took back."""
    if facet is None or code is None:
        raise DecisionIncomplete(action="add", needs="facet, code")
    tag = concepts.tag(facet, code)
    for proposal, decision in tags.in_force(session, submission_id):
        if tags.withdrawn(proposal, decision) and tags.same_concept(tag, proposal):
            return proposal, tag
    _refuse_twice(session, submission_id, tag, but=None)
    of_submission = col(Proposal.submission_id) == submission_id
    position = session.exec(select(func.coalesce(func.max(Proposal.position), -1)).where(of_submission)).one() + 1
    proposal = Proposal(
        submission_id=submission_id,
        position=position,
        origin="reviewer",
        facet=facet,
        scheme=tag.scheme,
        edition=tag.edition,
        code=tag.code,
        label_en=tag.label_en,
        label_fr=tag.label_fr,
        score=0.0,
        probability=0.0,
        evidence=[],
    )
    session.add(proposal)
    session.flush()
    return proposal, tag


def _refuse_twice(session: Session, submission_id: UUID, tag: TagView, *, but: UUID | None) -> None:
    for proposal, decision in tags.in_force(session, submission_id):
        if proposal.id == but or tags.withdrawn(proposal, decision) or proposal.facet != tag.facet:
            continue
        if tags.same_concept(tag, proposal) or (decision and tags.same_concept(tag, decision)):
            raise AlreadyProposed(concept=tag.label_en)


def _record(
    session: Session, proposal: Proposal, action: Action, tag: TagView, *, expected: int, actor: Actor, now: datetime
) -> None:
    """Number the decision by a guarded update: of two made on the same view, one finds the number it expects."""
    seen = (col(Proposal.id) == proposal.id) & (col(Proposal.decisions) == expected)
    numbered = session.exec(update(Proposal).where(seen).values(decisions=expected + 1))
    if numbered.rowcount != 1:
        raise StaleDecision
    session.add(
        Decision(
            id=uuid4(),
            proposal_id=proposal.id,
            number=expected + 1,
            action=action,
            scheme=tag.scheme,
            edition=tag.edition,
            code=tag.code,
            label_en=tag.label_en,
            label_fr=tag.label_fr,
            account_id=actor.account_id,
            decided_at=now,
        )
    )


def approve(session: Session, *, actor: Actor, submission_id: UUID, now: datetime | None = None) -> None:
    """Settle the program; publication follows by itself.

    Raises Forbidden, NotFound, ClaimLost, MoveRefused, ProposalsUndecided, NoTagAccepted, TooManyOccupations.
    """
    with transaction(session):
        _settle(session, actor, submission_id, "approved", now=moment(now))
        # After the move, which keeps every other decision on this program out until the commit.
        _refuse_unsettled(session, submission_id)


def _refuse_unsettled(session: Session, submission_id: UUID) -> None:
    undecided = [
        proposal
        for proposal, decision in tags.in_force(session, submission_id)
        if decision is None and not tags.withdrawn(proposal, decision)
    ]
    if undecided:
        raise ProposalsUndecided(count=len(undecided))
    decided = tags.decided(session, submission_id)
    if not decided:
        raise NoTagAccepted
    occupations = sum(1 for tag in decided if tag.facet == "occupation")
    if occupations > MAXIMUM_OCCUPATIONS:
        raise TooManyOccupations(maximum=MAXIMUM_OCCUPATIONS, count=occupations)


def send_back(
    session: Session, *, actor: Actor, submission_id: UUID, question: str, now: datetime | None = None
) -> None:
    """Ask the institution. Raises Forbidden, NotFound, ClaimLost, MoveRefused, TextNeeded, TextTooLong."""
    words, at = sentence(question), moment(now)
    with transaction(session):
        _settle(session, actor, submission_id, "sent_back", now=at)
        questions.ask(session, submission_id, words, actor=actor, now=at)


def decline(session: Session, *, actor: Actor, submission_id: UUID, reason: str, now: datetime | None = None) -> None:
    """End it without publishing. Raises Forbidden, NotFound, ClaimLost, MoveRefused, TextNeeded, TextTooLong."""
    words, at = sentence(reason), moment(now)
    with transaction(session):
        _settle(session, actor, submission_id, "declined", now=at, values={"reason": words})


def _settle(
    session: Session,
    actor: Actor,
    submission_id: UUID,
    target: State,
    *,
    now: datetime,
    values: Mapping[str, object] | None = None,
) -> None:
    require(actor, "review")
    institution_id = visible_submission(session, actor, submission_id).institution_id
    move_one(session, submission_id, "tagged", target, now=now, holder=actor.account_id, values=values)
    append(session, [Act(f"submission.{target}", institution_id, submission_id)], actor=actor, now=now)
