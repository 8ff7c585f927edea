"""What a tagger said, to and from the columns that keep it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import cast
from uuid import UUID, uuid4

from review_queue.records import TagView
from review_queue.review_records import ConsideredView
from review_queue.tables import Tagging
from tagging.records import Abstention, Evidence, Field, Origin, Suggestion, Suggestions

# Suggestions a facet that were not proposed, kept to be offered for adding.
CONSIDERED = 5
_SUGGESTION = fields(Suggestion)


def proposal_rows(submission_id: UUID, said: Suggestions) -> list[dict[str, object]]:
    """Rows of Proposal, in the tagger's order; a concept named twice is one proposal."""
    proposed = {(one.facet, one.scheme, one.code): one for one in reversed(said.suggestions) if one.proposed}
    return [
        {
            "id": uuid4(),
            "submission_id": submission_id,
            "position": position,
            "origin": "tagger",
            "facet": one.facet,
            "scheme": one.scheme,
            "edition": said.vocabularies[one.facet],
            "code": one.code,
            "label_en": one.label_en,
            "label_fr": one.label_fr,
            "score": one.score,
            "probability": one.probability,
            "evidence": _evidence_row(one),
            "decisions": 0,
        }
        for position, one in enumerate(reversed(proposed.values()))
    ]


def tagging_row(submission_id: UUID, said: Suggestions, now: datetime) -> dict[str, object]:
    """The row of Tagging, with the best of what was not proposed."""
    kept: dict[str, list[Suggestion]] = {}
    for one in said.suggestions:
        if not one.proposed and len(kept.setdefault(one.facet, [])) < CONSIDERED:
            kept[one.facet].append(one)
    return {
        "id": uuid4(),
        "submission_id": submission_id,
        "profile": said.profile,
        "language": said.language,
        "vocabularies": dict(said.vocabularies),
        "considered": [_considered_row(one) for ones in kept.values() for one in ones],
        "abstentions": [asdict(one) for one in said.abstentions],
        "suspicious": [asdict(one) for one in said.suspicious],
        "model": said.origin.model if said.origin else None,
        "prompt": said.origin.prompt if said.origin else None,
        "prompt_hash": said.origin.prompt_hash if said.origin else None,
        "tagged_at": now,
    }


def _considered_row(one: Suggestion) -> dict[str, object]:
    columns = {field.name: getattr(one, field.name) for field in _SUGGESTION}
    return {**columns, "evidence": _evidence_row(one)}


def _evidence_row(one: Suggestion) -> list[dict[str, str | int]]:
    return [{"field": q.field, "start": q.start, "end": q.end, "quote": q.quote} for q in one.evidence]


def evidence_of(stored: Sequence[dict[str, str | int]]) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(cast(Field, quote["field"]), int(quote["start"]), int(quote["end"]), str(quote["quote"]))
        for quote in stored
    )


def considered_of(said: Tagging) -> tuple[ConsideredView, ...]:
    return tuple(
        ConsideredView(
            tag=TagView(
                facet=str(one["facet"]),
                scheme=str(one["scheme"]),
                edition=said.vocabularies[str(one["facet"])],
                code=str(one["code"]),
                label_en=str(one["label_en"]),
                label_fr=str(one["label_fr"]),
            ),
            score=cast(float, one["score"]),
            probability=cast(float, one["probability"]),
            evidence=evidence_of(cast("list[dict[str, str | int]]", one["evidence"])),
        )
        for one in said.considered
    )


def abstentions_of(said: Tagging) -> tuple[Abstention, ...]:
    return tuple(Abstention(**one) for one in said.abstentions)


def made_by(said: Tagging) -> Origin | None:
    """The model and prompt that chose, if any did."""
    if said.model is None or said.prompt is None or said.prompt_hash is None:
        return None
    return Origin(said.model, said.prompt, said.prompt_hash)
