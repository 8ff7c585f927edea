"""What the labels of a program come to: agreed, decided, or in dispute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from review_queue.gold.records import Answers, Judged
from review_queue.gold.tables import GoldLabel


@dataclass(frozen=True, slots=True)
class Standing:
    """What the labels of one program come to: facets agreed or decided, facets on which two differ."""

    settled: Judged
    differing: Mapping[str, Answers]
    is_single: bool
    is_adjudicated: bool


def standing(labels: Sequence[GoldLabel]) -> Standing:
    """`labels` are those of one program: one or two, and perhaps an adjudication."""
    own = [label for label in labels if label.kind == "label"]
    decided = next((label.judged for label in labels if label.kind == "adjudication"), {})
    if len(own) < 2:
        return Standing({}, {}, is_single=True, is_adjudicated=False)
    first, second = own[0].judged, own[1].judged
    both = {facet: (tuple(first[facet]), tuple(second[facet])) for facet in first if facet in second}
    agreed = {facet: one for facet, (one, other) in both.items() if set(one) == set(other)}
    return Standing(
        settled=agreed | {facet: tuple(codes) for facet, codes in decided.items()},
        differing={facet: pair for facet, pair in both.items() if facet not in agreed and facet not in decided},
        is_single=False,
        is_adjudicated=bool(decided),
    )


def labels_of(session: Session, *gold_program_ids: UUID) -> dict[UUID, list[GoldLabel]]:
    """Labels by program, of these programs or of all; by their ids, which say nothing of who came first."""
    wanted = select(GoldLabel).order_by(col(GoldLabel.id))
    if gold_program_ids:
        wanted = wanted.where(col(GoldLabel.gold_program_id).in_(gold_program_ids))
    found: dict[UUID, list[GoldLabel]] = {}
    for label in session.exec(wanted):
        found.setdefault(label.gold_program_id, []).append(label)
    return found
