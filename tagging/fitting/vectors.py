"""Word vectors by stem, from a file of word vectors or from the tables already fitted."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tagging.analysis import stems
from tagging.fitting.occupations import Vectors
from tagging.model import Model
from tagging.records import Language


def from_words(path: Path, language: Language) -> Vectors:
    """A stem's vector is the mean of its words'; the file says in which languages each word occurs."""
    with np.load(path) as file:
        words = bytes(file["words"]).decode().split("\n")
        vectors, spoken = np.asarray(file["vectors"], dtype=np.float32), file[language]
    sums: dict[str, np.ndarray[tuple[int], np.dtype[np.float32]]] = {}
    for word, vector, counts in zip(words, vectors, spoken, strict=True):
        if counts:
            for stem in stems(word, language):
                sums[stem] = sums[stem] + vector if stem in sums else vector
    matrix = np.array(list(sums.values()), dtype=np.float32)
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    return Vectors({stem: row for row, stem in enumerate(sums)}, matrix)


def from_model(path: Path) -> Vectors:
    """The vectors of an earlier fit."""
    model = Model.read(path)
    table = model.quantized("vectors")
    held = np.flatnonzero(table.scales > 1e-9)
    terms = model.strings("terms")
    matrix = table.rows(held)
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    return Vectors({terms[at]: row for row, at in enumerate(held)}, matrix)
