"""Where two labels differ, and the decision of somebody who made neither."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, update

from review_queue.access import require
from review_queue.audit import Act, append
from review_queue.clock import moment
from review_queue.database import transaction
from review_queue.gold.labels import label_row
from review_queue.gold.programs import program_row, text_of
from review_queue.gold.records import Answers, Dispute, Judged
from review_queue.gold.standing import Standing, labels_of, standing
from review_queue.gold.tables import GoldProgram
from review_queue.records import Actor
from review_queue.refusals import DisputeOpen, NothingDisputed, OwnLabel


def disputes(session: Session, *, actor: Actor) -> tuple[UUID, ...]:
    """The programs the actor may decide: those on which two others differ. Raises Forbidden."""
    require(actor, "adjudicate_gold")
    return tuple(
        gold_program_id
        for gold_program_id, labels in labels_of(session).items()
        if standing(labels).differing and actor.account_id not in {label.account_id for label in labels}
    )


def dispute(session: Session, *, actor: Actor, gold_program_id: UUID) -> Dispute:
    """Both answers, without whose they are. Raises Forbidden, NotFound, OwnLabel, NothingDisputed."""
    require(actor, "adjudicate_gold")
    row = program_row(session, gold_program_id)
    found = _open(session, actor, gold_program_id)
    return Dispute(row.id, text_of(row), found.settled, found.differing)


def adjudicate(
    session: Session, *, actor: Actor, gold_program_id: UUID, judged: Judged, now: datetime | None = None
) -> None:
    """Decide every facet in question, for good.

    Raises Forbidden, NotFound, OwnLabel, NothingDisputed, DisputeOpen, ConceptUnknown.
    """
    require(actor, "adjudicate_gold")
    at, program = moment(now), program_row(session, gold_program_id)
    open_facets = _open(session, actor, gold_program_id).differing
    missing = [facet for facet in open_facets if facet not in judged]
    if missing:
        raise DisputeOpen(facet=missing[0])
    answers = {facet: judged[facet] for facet in open_facets}
    row = label_row(actor, gold_program_id, answers, kind="adjudication", blind=False, now=at)
    this = (col(GoldProgram.id) == gold_program_id) & col(GoldProgram.adjudicated).is_(False)
    with transaction(session):
        if session.exec(update(GoldProgram).where(this).values(adjudicated=True)).rowcount != 1:
            raise NothingDisputed
        session.add(row)
        append(session, [Act("gold.adjudicated", submission_id=program.submission_id)], actor=actor, now=at)


def agreement_pairs(session: Session, *, actor: Actor) -> dict[str, list[Answers]]:
    """By facet, what two people said of one program without seeing each other. Raises Forbidden."""
    require(actor, "label_gold")
    pairs: dict[str, list[Answers]] = {}
    for labels in labels_of(session).values():
        blind = [label.judged for label in labels if label.kind == "label" and label.blind]
        if len(blind) == 2:
            for facet in blind[0].keys() & blind[1].keys():
                pairs.setdefault(facet, []).append((tuple(blind[0][facet]), tuple(blind[1][facet])))
    return pairs


def _open(session: Session, actor: Actor, gold_program_id: UUID) -> Standing:
    labels = labels_of(session, gold_program_id).get(gold_program_id, [])
    found = standing(labels)
    if not found.differing:
        raise NothingDisputed
    if actor.account_id in {label.account_id for label in labels}:
        raise OwnLabel
    return found
