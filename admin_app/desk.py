"""A reviewer's desk: which proposal is at hand, which panel is open, and the acts that keys and buttons call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal, TypedDict
from uuid import UUID
from zlib import crc32

import streamlit as st
from sqlmodel import Session

from admin_app.database import settings, work
from admin_app.refusal import sentence
from admin_app.visit import actor, note, words
from admin_app.widgets.escaping import in_markdown
from review_queue import claims, decisions
from review_queue.records import Action, Actor, Language
from review_queue.refusals import Refusal
from review_queue.review_records import ConsideredView, ProposalView, ReviewView
from vocabulary import FACETS

Panel = Literal["replace", "add", "question", "decline"]
Choice = ProposalView | ConsideredView


class Named(TypedDict):
    """The two arguments that every act on a whole program takes."""

    actor: Actor
    submission_id: UUID


@dataclass
class Desk:
    """What the screen remembers between two clicks; everything decided is in the database."""

    submission_id: UUID | None = None
    at: str | None = None
    panel: Panel | None = None
    facet: str = FACETS[0]
    decided: list[UUID] = field(default_factory=list)
    refused: str | None = None

    def close(self) -> None:
        self.panel = None


def desk() -> Desk:
    found: Desk = st.session_state.setdefault("desk", Desk())
    return found


def key_of(choice: Choice) -> str:
    """The key, and so the CSS class, of what stands for a proposal or a considered suggestion on the screen."""
    if isinstance(choice, ProposalView):
        return f"proposal_{choice.proposal_id.hex}"
    return f"considered_{choice.tag.facet}_{crc32(choice.tag.code.encode()):08x}"


def in_order(view: ReviewView) -> tuple[ProposalView, ...]:
    """Proposals facet by facet, as the screen lists them."""
    return tuple(proposal for facet in FACETS for proposal in view.proposals if proposal.tag.facet == facet)


def considered(view: ReviewView, facet: str) -> tuple[ConsideredView, ...]:
    """What the tagger found too uncertain to propose and nobody has added."""
    present = {proposal.tag.code for proposal in view.proposals if proposal.tag.facet == facet}
    return tuple(known for known in view.considered if known.tag.facet == facet and known.tag.code not in present)


def is_silent(view: ReviewView, facet: str) -> bool:
    """Whether the tagger proposed nothing there; what it considered is then shown open and within the keys' reach."""
    return not any(known.tag.facet == facet and known.origin == "tagger" for known in view.proposals)


def within_reach(view: ReviewView) -> tuple[Choice, ...]:
    """All that the keys walk through, from top to bottom."""
    reach: list[Choice] = []
    for facet in FACETS:
        reach += [proposal for proposal in view.proposals if proposal.tag.facet == facet]
        reach += considered(view, facet) if is_silent(view, facet) else ()
    return tuple(reach)


def at_hand(view: ReviewView) -> Choice | None:
    """What the keys act on: the one chosen, else the first undecided proposal, else the first of all."""
    reach = within_reach(view)
    chosen = next((choice for choice in reach if key_of(choice) == desk().at), None)
    undecided = next((choice for choice in reach if isinstance(choice, ProposalView) and not choice.decision), None)
    return chosen or undecided or (reach[0] if reach else None)


def sit_down(submission_id: UUID) -> None:
    """Start afresh when another program comes onto the desk."""
    if desk().submission_id != submission_id:
        st.session_state["desk"] = Desk(submission_id)


def move(view: ReviewView, step: Literal[1, -1]) -> None:
    """To the next or the previous one, round and round."""
    reach, here = within_reach(view), at_hand(view)
    if here:
        look_at(reach[(reach.index(here) + step) % len(reach)])


def look_at(choice: Choice) -> None:
    desk().at = key_of(choice)
    desk().close()


def open_panel(panel: Panel, *, at: Choice | None = None, facet: str | None = None) -> None:
    desk().at = key_of(at) if at else desk().at
    desk().facet = facet or desk().facet
    desk().panel = panel


def decide(view: ReviewView, proposal: ProposalView, action: Action, code: str | None = None) -> None:
    """Decide on one proposal as this screen has seen it, and go on to the next undecided."""
    decided = _done(
        lambda session: decisions.decide(
            session,
            actor=actor(),
            submission_id=view.submission_id,
            proposal_id=proposal.proposal_id,
            action=action,
            code=code,
            expected=proposal.decisions,
        )
    )
    if not decided:
        return
    if action == "undo":
        look_at(proposal)
        desk().decided = [kept for kept in desk().decided if kept != proposal.proposal_id]
    else:
        desk().decided.append(proposal.proposal_id)
        _go_on(view, proposal)


def accept(view: ReviewView, choice: Choice) -> None:
    """Accept a proposal, or add what was only considered."""
    if isinstance(choice, ProposalView):
        decide(view, choice, "accept")
    else:
        add(view, choice.tag.facet, choice.tag.code)


def add(view: ReviewView, facet: str, code: str) -> None:
    """Add a tag that nobody proposed."""
    if _done(lambda session: desk().decided.append(_added(session, view, facet, code))):
        desk().close()


def _added(session: Session, view: ReviewView, facet: str, code: str) -> UUID:
    return decisions.decide(
        session,
        actor=actor(),
        submission_id=view.submission_id,
        proposal_id=None,
        action="add",
        facet=facet,
        code=code,
    )


def last_decided(view: ReviewView) -> ProposalView | None:
    """What undo takes back: the newest decision made at this desk that still stands, else the one at hand."""
    standing = {proposal.proposal_id: proposal for proposal in view.proposals if proposal.decision}
    newest = next((standing[known] for known in reversed(desk().decided) if known in standing), None)
    here = at_hand(view)
    return newest or (here if isinstance(here, ProposalView) and here.decision else None)


def claim_next(language: Language | None = None) -> None:
    """Take the next program; says so when there is none."""
    if not _done(lambda session: _claim(session, language)):
        return
    if desk().submission_id is None:
        note(words()("review.none_left"))


def approve(view: ReviewView) -> None:
    """Publish, and take the next."""
    _settle("review.approved", view, lambda session: decisions.approve(session, **_named(view)))


def send_back(view: ReviewView, question: str) -> None:
    _settle("review.sent_back", view, lambda session: decisions.send_back(session, **_named(view), question=question))


def decline(view: ReviewView, reason: str) -> None:
    _settle("review.declined", view, lambda session: decisions.decline(session, **_named(view), reason=reason))


def release(view: ReviewView) -> None:
    """Give the program back, and stay at an empty desk."""
    if _done(lambda session: claims.release(session, **_named(view))):
        st.session_state["desk"] = Desk()
        note(words()("review.released"))


def renew(view: ReviewView) -> None:
    _done(lambda session: claims.renew(session, **_named(view), lease=lease()))


def _settle(said: str, view: ReviewView, act: Callable[[Session], None]) -> None:
    if _done(act):
        note(words()(said, title=in_markdown(view.draft.title)))
        claim_next()


def _claim(session: Session, language: Language | None) -> None:
    found = claims.claim_next(session, actor=actor(), language=language, lease=lease())
    st.session_state["desk"] = Desk(found)


def _go_on(view: ReviewView, proposal: ProposalView) -> None:
    """The next undecided proposal after this one, round and round; stay when all are decided."""
    order = in_order(view)
    place = order.index(proposal)
    after = (*order[place + 1 :], *order[:place])
    look_at(next((known for known in after if known.decision is None), proposal))


def _done(act: Callable[[Session], object]) -> bool:
    """Run one use case; a refusal is kept for the screen to show."""
    desk().refused = None
    try:
        with work() as session:
            act(session)
    except Refusal as refusal:
        desk().refused = sentence(words(), refusal)
        return False
    return True


def _named(view: ReviewView) -> Named:
    return {"actor": actor(), "submission_id": view.submission_id}


def lease() -> timedelta:
    return timedelta(minutes=settings().lease_minutes)
