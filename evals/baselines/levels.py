"""The levels that tags are assigned at."""

from __future__ import annotations

from vocabulary import Concept, Vocabulary

_LEVELS = {"unit_group", "descriptor", "technology", "subsector", "industry_group"}


def assignable(vocabulary: Vocabulary) -> tuple[Concept, ...]:
    """The concepts that a program may be tagged with, in the order of the vocabulary."""
    return tuple(concept for concept in vocabulary.concepts.values() if concept.level in _LEVELS)
