"""`python -m evals harvest`: what people settled in the panel, as gold lines without personal data."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Literal

from review_queue.gold.records import Example
from vocabulary import FACETS

Split = Literal["test", "development"]
# Only what two people said independently, or a third decided, may measure; the rest was seen with suggestions or once.
_MEASURING = frozenset({"labelled_twice", "adjudicated"})


def lines(examples: Iterable[Example]) -> str:
    """One JSON line an example."""
    return "".join(f"{json.dumps(_row(example), ensure_ascii=False)}\n" for example in examples)


def split_of(example: Example) -> Split:
    return "test" if example.provenance in _MEASURING else "development"


def _row(example: Example) -> dict[str, object]:
    return {
        "id": example.id,
        "split": split_of(example),
        "provenance": example.provenance,
        "origin": example.origin,
        "annotators": list(example.annotators),
        "edition": dict(example.editions),
        "institution": example.institution,
        "declared": example.is_declared,
        "language": example.language,
        "title": example.title,
        "description": example.description,
        "outcomes": list(example.outcomes),
        **{facet: list(example.right[facet]) for facet in FACETS if facet in example.right},
    }
