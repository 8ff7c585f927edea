"""Retrieval over the names of concepts alone: BM25 and the cosine of tf-idf vectors, with nothing learnt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from evals.baselines.levels import assignable
from tagging import evidence
from tagging.analysis import Segment, segments, stems
from tagging.candidates.labels import TfIdf
from tagging.candidates.lexical import Bm25, Scores
from tagging.language import language_of
from tagging.records import Language, Program, Suggestion, Suggestions
from vocabulary import VOCABULARY_OF, Concept, Vocabulary, load

Rank = Callable[[Sequence[str]], Scores]


@dataclass(frozen=True, slots=True)
class Names:
    """The concepts of a vocabulary that may be assigned, the stems of all their names, and a way to score them."""

    concepts: tuple[Concept, ...]
    stems: tuple[tuple[str, ...], ...]
    rank: Rank


class Retrieval:
    """Ranks the concepts of every facet by their names and proposes the first.

    `probability` is the score's share among those returned: a baseline is not calibrated.
    """

    def __init__(self, profile: str, scorer: Callable[[Sequence[Sequence[str]]], Rank]) -> None:
        self.profile = profile
        self._scorer = scorer
        self._names = cache(self._read_names)

    def suggest(self, program: Program, limit: int = 20) -> Suggestions:
        """No abstentions: a facet where nothing scores has no suggestions."""
        language = language_of(program) or "en"
        read = segments(program, language)
        found = [
            suggestion
            for name in VOCABULARY_OF.values()
            for suggestion in self._of_vocabulary(load(name), language, program, read)[:limit]
        ]
        editions = {facet: load(name).edition for facet, name in VOCABULARY_OF.items()}
        return Suggestions(program.id, language, self.profile, editions, tuple(found), ())

    def _of_vocabulary(
        self, vocabulary: Vocabulary, language: Language, program: Program, read: Sequence[Segment]
    ) -> list[Suggestion]:
        names = self._names(vocabulary.name, language)
        scores = names.rank([token.stem for segment in read for token in segment.tokens])
        best = [at for at in np.argsort(-scores, kind="stable")[:20].tolist() if scores[at] > 0]
        total = float(scores[best].sum())
        found = []
        for at in best:
            concept, said = names.concepts[at], set(names.stems[at])
            shared = [len({token.stem for token in segment.tokens} & said) for segment in read]
            quotes = evidence.telling(program, read, shared)
            score, labels = float(scores[at]), (concept.label_en, concept.label_fr)
            chance, proposed = round(score / total, 4), at == best[0]
            found.append(
                Suggestion(
                    concept.facet, concept.scheme, concept.code, *labels, round(score, 4), chance, proposed, quotes
                )
            )
        return found

    def _read_names(self, vocabulary: str, language: Language) -> Names:
        concepts = assignable(load(vocabulary))
        words = tuple(
            tuple(stem for name in (each.label(language), *each.terms(language)) for stem in stems(name, language))
            for each in concepts
        )
        return Names(concepts, words, self._scorer(words))


def bm25() -> Retrieval:
    return Retrieval("bm25", lambda documents: Bm25(documents).scores)


def tfidf() -> Retrieval:
    def scorer(documents: Sequence[Sequence[str]]) -> Rank:
        vectors = TfIdf(documents)
        return lambda query: vectors.similarities([query])[0]

    return Retrieval("tfidf", scorer)
