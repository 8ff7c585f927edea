"""Concepts whose own label stands, in these or similar words, in a passage of the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from tagging.analysis import Segment, fold, stems
from tagging.records import Language
from vocabulary import Vocabulary

Similarities = NDArray[np.float32]
_NOT_A_LETTER = re.compile(r"[^a-z0-9+#]+")
_GRAMS = (3, 4)
_LONGEST_PASSAGE = 400


class TfIdf:
    """Cosine similarity of (1 + log tf) · log(1 + N/df) vectors (Salton & Buckley 1988) to fixed documents."""

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        frequency = Counter(term for document in documents for term in set(document))
        self._rows = {term: row for row, term in enumerate(frequency)}
        self._idf = np.log(1 + len(documents) / np.array(list(frequency.values()), dtype=np.float32))
        self._documents = self._vectors(documents).T.tocsr()

    def similarities(self, texts: Sequence[Sequence[str]]) -> Similarities:
        """A row a text, a column a document, values in [0, 1]."""
        return np.asarray((self._vectors(texts) @ self._documents).toarray(), dtype=np.float32)

    def _vectors(self, texts: Sequence[Sequence[str]]) -> csr_matrix:
        indptr, indices, values = [0], [], []
        for text in texts:
            counts = Counter(self._rows[term] for term in text if term in self._rows)
            rows = np.fromiter(counts, dtype=np.int64, count=len(counts))
            weights = (1 + np.log(np.fromiter(counts.values(), dtype=np.float32, count=len(counts)))) * self._idf[rows]
            indices.append(rows)
            values.append(weights / (np.linalg.norm(weights) or 1))
            indptr.append(indptr[-1] + len(counts))
        flat = (np.concatenate(values), np.concatenate(indices), indptr)
        return csr_matrix(flat, shape=(len(texts), len(self._rows)), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class LabelledConcept:
    """A concept, how close the text comes to its label in [0, 1], and the passage that comes closest."""

    code: str
    similarity: float
    segment: Segment


class LabelFinder:
    """Compares each passage with all labels by stems and by letter groups, half and half."""

    def __init__(self, vocabulary: Vocabulary, language: Language) -> None:
        self._codes = list(vocabulary.concepts)
        self._language = language
        labels = [concept.label(language) for concept in vocabulary.concepts.values()]
        self._views: list[tuple[Callable[[str], Sequence[str]], TfIdf]] = [
            (view, TfIdf([view(label) for label in labels])) for view in (self._stems, letter_groups)
        ]

    def find(self, passages: Iterable[tuple[Segment, str]], limit: int) -> list[LabelledConcept]:
        """Closest first; `passages` are segments with their text."""
        segments, texts = zip(*passages, strict=True)
        cut = [text[:_LONGEST_PASSAGE] for text in texts]
        total = sum(index.similarities([view(text) for text in cut]) for view, index in self._views) / len(self._views)
        similarity = np.asarray(total)
        nearest = similarity.argmax(axis=0)
        best = similarity.max(axis=0)
        order = np.argsort(-best, kind="stable")[:limit]
        return [
            LabelledConcept(self._codes[at], float(best[at]), segments[nearest[at]]) for at in order if best[at] > 0
        ]

    def _stems(self, text: str) -> Sequence[str]:
        return stems(text, self._language)


def letter_groups(text: str) -> list[str]:
    """All runs of three and four letters, word bounds included."""
    plain = f" {_NOT_A_LETTER.sub(' ', fold(text)).strip()} "
    return [plain[at : at + size] for size in _GRAMS for at in range(len(plain) - size + 1)]
