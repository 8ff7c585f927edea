"""Fitting what a sentence is there for, on labelled sentences and on those of the programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from tagging.analysis import segments, stems
from tagging.fitting.corpus import LabelledProgram, LabelledSentence, sentences
from tagging.fitting.occupations import Arrays
from tagging.model import Model, packed
from tagging.purposes import PURPOSES, PurposeReader, points, words
from tagging.records import Language

# Regularization; terms of fewer sentences are left out.
_C, _FEWEST = 20.0, 2
# A sentence of a program that a first fit takes for anything but content with this chance is left out of the second,
# and in the first all of them count this little: nobody labelled them.
_DOUBTFUL, _LIGHT = 0.3, 0.2


def fit(training: Mapping[Language, Sequence[LabelledProgram]]) -> Arrays:
    """The arrays of `PurposeReader`."""
    labelled = sentences()
    told = [LabelledSentence(text, language, "content", _LIGHT) for language, text in _of_programs(training)]
    first = PurposeReader(Model(fitted([*labelled, *told])))
    kept: list[LabelledSentence] = []
    for language in training:
        of_language = [each for each in told if each.language == language]
        chances = first.chances([each.text for each in of_language], language)
        kept += [
            LabelledSentence(each.text, language, "content")
            for each, (content, *_) in zip(of_language, chances.tolist(), strict=True)
            if content > 1 - _DOUBTFUL
        ]
    return fitted([*labelled, *kept])


def _of_programs(training: Mapping[Language, Sequence[LabelledProgram]]) -> Iterable[tuple[Language, str]]:
    for language, programs in training.items():
        for labelled in programs:
            for segment in segments(labelled.program, language):
                yield language, labelled.program.text(segment.field)[segment.start : segment.end]


def fitted(training: Sequence[LabelledSentence]) -> Arrays:
    said = [set(words(each.text)) for each in training]
    counts = Counter(term for terms in said for term in terms)
    known = sorted(term for term, count in counts.items() if count >= _FEWEST)
    sparse = _matrix(said, {term: column for column, term in enumerate(known)})
    dense = np.concatenate([points([stems(each.text, each.language)], each.language) for each in training])
    joined = LogisticRegression(C=_C, max_iter=400).fit(
        hstack([sparse, csr_matrix(dense)]).tocsr(),
        [PURPOSES.index(each.purpose) for each in training],
        sample_weight=[each.weight for each in training],
    )
    weights = joined.coef_.T
    return {
        "terms": packed(known),
        "weights": weights[: len(known)].astype(np.float16),
        "dense": weights[len(known) :].astype(np.float32),
        "offsets": joined.intercept_.astype(np.float32),
    }


def _matrix(said: Sequence[set[str]], columns: Mapping[str, int]) -> csr_matrix:
    indptr, indices, values = [0], list[int](), list[float]()
    for terms in said:
        found = sorted(columns[term] for term in terms if term in columns)
        indices += found
        values += [len(terms) ** -0.5] * len(found)
        indptr.append(len(indices))
    return csr_matrix((values, indices, indptr), shape=(len(said), len(columns)))
