"""The fitted tables of the offline profile for one language, as one file of arrays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

Floats = NDArray[np.float32]
_LETTERS = np.uint8


@dataclass(frozen=True, slots=True)
class Bag:
    """Distinct known terms of a text as rows of the tables, with how often each occurs."""

    rows: NDArray[np.int64]
    counts: Floats


@dataclass(frozen=True)
class Quantized:
    """A matrix in eight bits a number: row r is `values[r] * scales[r]`."""

    values: NDArray[np.int8]
    scales: Floats

    @classmethod
    def of(cls, matrix: Floats) -> Quantized:
        scales = np.maximum(np.abs(matrix).max(axis=1), 1e-12) / 127
        return cls(np.round(matrix / scales[:, None]).astype(np.int8), scales.astype(np.float32))

    def rows(self, at: NDArray[np.int64]) -> Floats:
        return np.asarray(self.values[at] * self.scales[at, None], dtype=np.float32)


class Model:
    """Arrays by name; the first `len(idf)` terms are those of the training texts, the others have vectors only."""

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        self.arrays = arrays

    @classmethod
    def read(cls, path: Path) -> Model:
        with np.load(path) as file:
            return cls({name: file[name] for name in file.files})

    def write(self, path: Path) -> None:
        """Uncompressed and without dates, so that the same fit gives the same bytes."""
        with path.open("wb") as file:
            np.savez(file, **dict(sorted(self.arrays.items())))  # type: ignore[arg-type]

    @cached_property
    def terms(self) -> dict[str, int]:
        return {term: row for row, term in enumerate(self.strings("terms"))}

    def strings(self, name: str) -> list[str]:
        return bytes(self.arrays[name].astype(_LETTERS)).decode().split("\n")

    def floats(self, name: str) -> Floats:
        return np.asarray(self.arrays[name], dtype=np.float32)

    def quantized(self, name: str) -> Quantized:
        return Quantized(self.arrays[f"{name}.values"].astype(np.int8, copy=False), self.floats(f"{name}.scales"))

    def sparse(self, name: str) -> csr_matrix:
        parts = tuple(self.arrays[f"{name}.{part}"] for part in ("data", "indices", "indptr"))
        return csr_matrix(parts, shape=tuple(self.arrays[f"{name}.shape"]))

    def point(self, bag: Bag) -> Floats:
        """Where the bag lies among the word vectors: the mean of its terms' by rarity, of unit length."""
        vectors, weight = self._vectors
        total = weight[bag.rows] @ vectors.rows(bag.rows)
        return np.asarray(total / (np.linalg.norm(total) or 1.0), dtype=np.float32)

    @cached_property
    def _vectors(self) -> tuple[Quantized, Floats]:
        return self.quantized("vectors"), self.floats("vector_weight")

    def bag(self, stems: Iterable[str]) -> Bag:
        counts = Counter(self.terms[stem] for stem in stems if stem in self.terms)
        rows = np.fromiter(counts, dtype=np.int64, count=len(counts))
        return Bag(rows, np.fromiter(counts.values(), dtype=np.float32, count=len(counts)))


def packed(strings: Iterable[str]) -> NDArray[np.uint8]:
    """Strings without line breaks as one array of UTF-8 bytes."""
    return np.frombuffer("\n".join(strings).encode(), dtype=_LETTERS)


def unpacked_sparse(name: str, matrix: csr_matrix) -> dict[str, NDArray[np.generic]]:
    """The arrays under which `Model.sparse` finds the matrix."""
    return {
        f"{name}.data": matrix.data.astype(np.float32),
        f"{name}.indices": matrix.indices.astype(np.int32),
        f"{name}.indptr": matrix.indptr.astype(np.int32),
        f"{name}.shape": np.array(matrix.shape),
    }


def tf_idf(bag: Bag, idf: Floats) -> tuple[NDArray[np.int64], Floats]:
    """Rows with a place in `idf` and their (1 + log tf) · idf weights, of unit length."""
    known = bag.rows < len(idf)
    rows = bag.rows[known]
    weights = (1 + np.log(bag.counts[known])) * idf[rows]
    return rows, np.asarray(weights / (np.linalg.norm(weights) or 1.0), dtype=np.float32)
