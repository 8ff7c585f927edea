"""What may be said: concepts, their hierarchies and editions, read from our own fact tables."""

from vocabulary.concept import Concept, UnknownConcept, Vocabulary
from vocabulary.editions import FACETS, SUPPLEMENT, VOCABULARY_OF, Edition, UnknownVocabulary, edition, load, relation

__all__ = [
    "FACETS",
    "SUPPLEMENT",
    "VOCABULARY_OF",
    "Concept",
    "Edition",
    "UnknownConcept",
    "UnknownVocabulary",
    "Vocabulary",
    "edition",
    "load",
    "relation",
]
