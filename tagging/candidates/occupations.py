"""Unit groups a text could prepare for, ranked by a listwise model over nine retrieval features."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tagging.analysis import Segment
from tagging.model import Bag, Floats, Model, tf_idf

FEATURES = (
    "linear classifier, whole text",
    "linear classifier, title",
    "word vectors, whole text",
    "word vectors, title",
    "BM25, whole text",
    "BM25, title",
    "closest job title to the title",
    "minor group",
    "sub-major group",
)
# Weights below these are taken for nothing when groups are summed on a logarithmic scale.
_LEAST = 1e-6
# What a BM25 weight counts beside a classifier weight when evidence is chosen.
_LEXICAL = 0.5


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as bags of terms: the title, and the whole with the title counted twice."""

    whole: Bag
    title: Bag

    @classmethod
    def of(cls, model: Model, segments: Sequence[Segment]) -> Reading:
        title = [token.stem for segment in segments if segment.field == "title" for token in segment.tokens]
        rest = [token.stem for segment in segments if segment.field != "title" for token in segment.tokens]
        return cls(model.bag(title * 2 + rest), model.bag(title))


@dataclass(frozen=True, slots=True)
class Contributions:
    """Terms of a text as rows of the model, and a table with a row a term and a column a concept."""

    rows: NDArray[np.int64]
    table: Floats


class OccupationRanker:
    """Features of every unit group for a text, and their probabilities by the fitted ranker."""

    def __init__(self, model: Model) -> None:
        self.codes = model.strings("unit_groups")
        self._model = model
        self._idf = model.floats("idf")
        self._linear = model.quantized("linear")
        self._linear_offsets = model.floats("linear.offsets")
        self._dense = model.floats("dense")
        self._dense_offsets = model.floats("dense.offsets")
        self._bm25 = model.sparse("bm25")
        self._titles = model.sparse("titles")
        self._title_owners = np.asarray(model.arrays["titles.owners"])
        self._groups = [_positions(self.codes, digits) for digits in (4, 3)]
        self._ranker = {name: model.floats(f"ranker.{name}") for name in ("mean", "deviation", "weights")}

    def probabilities(self, reading: Reading) -> Floats:
        """The softmax over all unit groups, in the order of `codes`; not yet calibrated."""
        return self.joined(self.features(reading))

    def joined(self, features: Floats) -> Floats:
        """The softmax of the weighted features."""
        standard = (features - self._ranker["mean"]) / self._ranker["deviation"]
        return softmax(np.asarray(standard @ self._ranker["weights"], dtype=np.float32))

    def features(self, reading: Reading) -> Floats:
        """A row a unit group, a column for each of FEATURES."""
        linear = [self._linear_scores(bag) for bag in (reading.whole, reading.title)]
        dense = [log_softmax(self._dense_scores(bag)) for bag in (reading.whole, reading.title)]
        mass = np.exp(dense[0]) + _normalized(np.asarray(1 / (1 + np.exp(-linear[0])), dtype=np.float32))
        grouped = [np.log(np.bincount(group, mass)[group] + _LEAST) for group in self._groups]
        lexical = [self._bm25_scores(bag) for bag in (reading.whole, reading.title)]
        columns = [*linear, *dense, *lexical, self._closest_title(reading.title), *grouped]
        return np.asarray(np.stack(columns, axis=1), dtype=np.float32)

    def contributions(self, reading: Reading) -> Contributions:
        """What each term of the text says for each unit group: classifier and BM25 weight together."""
        rows, weights = tf_idf(reading.whole, self._idf)
        linear = np.maximum(self._linear.rows(rows) * weights[:, None], 0)
        lexical = self._bm25[rows].toarray() / max(len(rows), 1) ** 0.5
        return Contributions(rows, np.asarray(linear + _LEXICAL * lexical, dtype=np.float32))

    def _linear_scores(self, bag: Bag) -> Floats:
        rows, weights = tf_idf(bag, self._idf)
        return np.asarray(weights @ self._linear.rows(rows) + self._linear_offsets, dtype=np.float32)

    def _dense_scores(self, bag: Bag) -> Floats:
        return np.asarray(self._model.point(bag) @ self._dense + self._dense_offsets, dtype=np.float32)

    def _bm25_scores(self, bag: Bag) -> Floats:
        rows = bag.rows[bag.rows < len(self._idf)]
        total = np.asarray(self._bm25[rows].sum(axis=0), dtype=np.float32).ravel()
        return np.asarray(total / max(len(rows), 1) ** 0.5, dtype=np.float32)

    def _closest_title(self, bag: Bag) -> Floats:
        rows, weights = tf_idf(bag, self._idf)
        similarity = (
            np.asarray(self._titles[rows].T @ weights).ravel() if len(rows) else np.zeros(len(self._title_owners))
        )
        closest = np.zeros(len(self.codes), dtype=np.float32)
        np.maximum.at(closest, self._title_owners, similarity)
        return closest


def softmax(scores: Floats) -> Floats:
    return np.asarray(np.exp(log_softmax(scores)), dtype=np.float32)


def log_softmax(scores: Floats) -> Floats:
    shifted = scores - scores.max()
    return np.asarray(shifted - np.log(np.exp(shifted).sum()), dtype=np.float32)


def _normalized(values: Floats) -> Floats:
    return np.asarray(values / values.sum(), dtype=np.float32)


def _positions(codes: Sequence[str], digits: int) -> NDArray[np.int64]:
    return np.unique([code[:digits] for code in codes], return_inverse=True)[1]
