"""BM25 retrieval over sparse term-document weights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

Scores = NDArray[np.float32]


class Bm25:
    """Okapi BM25 with Lucene's non-negative idf (Robertson & Zaragoza 2009, eq. 3.15); a row a term."""

    def __init__(self, documents: Iterable[Sequence[str]], *, k1: float = 1.5, b: float = 0.75) -> None:
        counts = [Counter(document) for document in documents]
        self.terms = {term: row for row, term in enumerate(sorted({term for count in counts for term in count}))}
        rows = [self.terms[term] for count in counts for term in count]
        columns = [column for column, count in enumerate(counts) for _ in count]
        frequency = np.array([n for count in counts for n in count.values()], dtype=np.float32)
        lengths = np.array([sum(count.values()) for count in counts], dtype=np.float32)
        in_documents = np.bincount(rows, minlength=len(self.terms))
        idf = np.log(1 + (len(counts) - in_documents + 0.5) / (in_documents + 0.5))
        norm = k1 * (1 - b + b * lengths / lengths.mean())
        weights = idf[rows] * frequency / (frequency + norm[columns])
        shape = (len(self.terms), len(counts))
        self.weights = csr_matrix((weights.astype(np.float32), (rows, columns)), shape=shape)

    def scores(self, query: Iterable[str]) -> Scores:
        """One score a document; each distinct term of the query counts once."""
        rows = [self.terms[term] for term in set(query) if term in self.terms]
        total: Scores = np.asarray(self.weights[rows].sum(axis=0), dtype=np.float32).ravel()
        return total

    def contributions(self, query: Sequence[str], document: int) -> list[float]:
        """What each term of the query, in order, adds to one document's score."""
        column = {int(row): float(weight) for row, weight in self._column(document)}
        return [column.get(self.terms.get(term, -1), 0.0) for term in query]

    def _column(self, document: int) -> list[tuple[int, float]]:
        start, end = self._by_document.indptr[document : document + 2]
        return list(zip(self._by_document.indices[start:end], self._by_document.data[start:end], strict=True))

    @property
    def _by_document(self) -> csr_matrix:
        if not hasattr(self, "_transposed"):
            self._transposed = self.weights.T.tocsr()
        return self._transposed
