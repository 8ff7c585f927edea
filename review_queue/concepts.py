"""Concepts of the vocabularies, as tags."""

from __future__ import annotations

from review_queue.records import TagView
from review_queue.refusals import ConceptUnknown
from vocabulary import VOCABULARY_OF, UnknownConcept, load


def tag(facet: str, code: str) -> TagView:
    """The concept of the facet's vocabulary. Raises ConceptUnknown."""
    if facet not in VOCABULARY_OF:
        raise ConceptUnknown(concept=code, facet=facet)
    vocabulary = load(VOCABULARY_OF[facet])
    try:
        concept = vocabulary.get(code)
    except UnknownConcept:
        raise ConceptUnknown(concept=code, facet=facet) from None
    return TagView(facet, concept.scheme, vocabulary.edition, concept.code, concept.label_en, concept.label_fr)


def edition(facet: str) -> str:
    """The edition in use for a facet. Raises ConceptUnknown."""
    if facet not in VOCABULARY_OF:
        raise ConceptUnknown(concept="", facet=facet)
    return load(VOCABULARY_OF[facet]).edition
