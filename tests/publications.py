"""Publications for the catalog's tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from catalog.records import Publication, Tag
from vocabulary import VOCABULARY_OF, load

MONDAY = datetime(2025, 3, 3, 14, 30, tzinfo=UTC)
TUESDAY = datetime(2025, 3, 4, 9, 0, tzinfo=UTC)
WEDNESDAY = datetime(2025, 3, 5, 9, 0, tzinfo=UTC)


def tag(facet: str, code: str) -> Tag:
    vocabulary = load(VOCABULARY_OF[facet])
    concept = vocabulary.get(code)
    return Tag(facet, concept.scheme, vocabulary.edition, code, concept.label_en, concept.label_fr)


WELDING = Publication(
    submission_id=UUID("11111111-1111-4111-8111-111111111111"),
    institution="Spruce Lake College",
    program_id="W-1",
    language="en",
    title="Robotic Welding Cells",
    description="Set up and run a robot that welds steel frames; check each seam.",
    outcomes=("Program a weld path", "Inspect a seam"),
    delivery="in person",
    duration_weeks=6,
    hours=42.5,
    cost_cad=Decimal("1250.50"),
    osap_eligible=True,
    stacks_into="Welding Techniques certificate",
    employer_partners=("Lakeshore Frames", "Borealis Trailers"),
    start_dates=(date(2025, 9, 8),),
    url="https://spruce.example.org/welding",
    tags=(tag("occupation", "72106"), tag("skill", "F01a01"), tag("industry", "3323")),
)


def program(title: str, **changes: object) -> Publication:
    """A publication of its own submission, as an institution's next program."""
    plain = Publication(uuid4(), "Spruce Lake College", title, "en", title, "Short.")
    return replace(plain, **changes)  # type: ignore[arg-type]
