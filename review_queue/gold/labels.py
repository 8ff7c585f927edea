"""Labels from scratch: what one person judges without seeing anybody else's answer."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select, update

from review_queue import concepts
from review_queue.access import require
from review_queue.audit import Act, append
from review_queue.clock import moment
from review_queue.database import transaction
from review_queue.gold.programs import MOST_LABELS, has_reviewed, has_seen_gold, labelled_by, program_row
from review_queue.gold.records import GoldCounts, Judged
from review_queue.gold.standing import labels_of, standing
from review_queue.gold.tables import GoldLabel, GoldProgram
from review_queue.records import Actor
from review_queue.refusals import LabelledBefore, LabelledTwice, NothingJudged, SawSuggestions


def label(
    session: Session,
    *,
    actor: Actor,
    gold_program_id: UUID,
    judged: Judged,
    blind: bool = True,
    now: datetime | None = None,
) -> None:
    """Keep what the actor judged; it is final, so that the second answer cannot bend towards the first.

    `blind` is false when the actor has seen what others or the tagger say of the text.

    Raises Forbidden, NotFound, NothingJudged, ConceptUnknown, SawSuggestions, LabelledBefore, LabelledTwice.
    """
    require(actor, "label_gold")
    at, program = moment(now), program_row(session, gold_program_id)
    if program.submission_id and has_reviewed(session, actor, [program.submission_id]):
        raise SawSuggestions
    blind = blind and not has_seen_gold(actor, program)
    row = label_row(actor, gold_program_id, judged, kind="label", blind=blind, now=at)
    this = col(GoldProgram.id) == gold_program_id
    try:
        with transaction(session):
            # The guard first: its row is kept until the commit, so of three who save at once one finds no place.
            fits = this & (col(GoldProgram.labels) < MOST_LABELS) & ~labelled_by(actor)
            if session.exec(update(GoldProgram).where(fits).values(labels=GoldProgram.labels + 1)).rowcount != 1:
                raise _why_not(session, actor, gold_program_id)
            session.add(row)
            session.flush()
            append(session, [Act("gold.labelled", submission_id=program.submission_id)], actor=actor, now=at)
    except IntegrityError:
        raise LabelledBefore from None


def _why_not(session: Session, actor: Actor, gold_program_id: UUID) -> LabelledBefore | LabelledTwice:
    mine = select(GoldProgram.id).where(col(GoldProgram.id) == gold_program_id, labelled_by(actor))
    return LabelledBefore() if session.exec(mine).one_or_none() else LabelledTwice()


def label_row(
    actor: Actor, gold_program_id: UUID, judged: Judged, *, kind: str, blind: bool, now: datetime
) -> GoldLabel:
    """The row to add, each code checked against its edition. Raises NothingJudged, ConceptUnknown."""
    if not judged:
        raise NothingJudged
    known = {facet: [concepts.tag(facet, code) for code in dict.fromkeys(codes)] for facet, codes in judged.items()}
    return GoldLabel(
        gold_program_id=gold_program_id,
        account_id=actor.account_id,
        kind=kind,
        blind=blind,
        judged={facet: [tag.code for tag in tags] for facet, tags in known.items()},
        editions={facet: concepts.edition(facet) for facet in judged},
        labelled_at=now,
    )


def counts(session: Session, *, actor: Actor) -> GoldCounts:
    """How far the labelling is."""
    require(actor, "label_gold")
    found = [standing(labels) for labels in labels_of(session).values()]
    mine = select(func.count()).where(col(GoldLabel.account_id) == actor.account_id, col(GoldLabel.kind) == "label")
    return GoldCounts(
        labelled_once=sum(each.is_single for each in found),
        agreed=sum(not each.is_single and not each.differing and not each.is_adjudicated for each in found),
        disputed=sum(bool(each.differing) for each in found),
        adjudicated=sum(each.is_adjudicated for each in found),
        mine=session.exec(mine).one(),
    )
