"""Fitting which descriptors a text develops."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from tagging.analysis import segments
from tagging.candidates.skills import SkillFinder
from tagging.fitting.corpus import LabelledProgram, halves
from tagging.fitting.occupations import Arrays, reading
from tagging.model import Floats, Model, Quantized, tf_idf
from tagging.records import Language
from vocabulary import load

_C, _FEWEST, _NEVER = 10.0, 3, -6.0


def fit(language: Language, training: Sequence[LabelledProgram], model: Model, occupations: Sequence[Floats]) -> Arrays:
    """The classifiers, and the weights that join their scores with cues and ratings, learnt on held-out scores.

    `occupations` are the chances of each program's unit groups by a ranker that did not see it.
    """
    right = labels(training)
    parts = halves(training)
    features, targets = [], []
    for part in (0, 1):
        seen = [at for at in range(len(training)) if parts[at] != part]
        finder = _finder(language, model, _classifiers(model, [training[at] for at in seen], right[seen]))
        for at in np.flatnonzero(parts == part).tolist():
            labelled = training[at]
            found = finder.cues(segments(labelled.program, language))
            features.append(finder.features(reading(model, labelled), found, occupations[at]))
            targets.append(right[at])
    joined = LogisticRegression(C=1.0).fit(np.concatenate(features), np.concatenate(targets))
    stack = np.append(joined.coef_[0], joined.intercept_[0]).astype(np.float32)
    return _classifiers(model, training, right) | {"skill.stack": stack}


def labels(training: Sequence[LabelledProgram]) -> Floats:
    """A row a program, a column a descriptor, 1 where it is labelled."""
    codes = [concept.code for concept in load("oasis").concepts.values() if concept.level == "descriptor"]
    at = {code: column for column, code in enumerate(codes)}
    table = np.zeros((len(training), len(codes)), dtype=np.float32)
    for row, labelled in enumerate(training):
        table[row, [at[code] for code in labelled.skill if code in at]] = 1
    return table


def _finder(language: Language, model: Model, arrays: Arrays) -> SkillFinder:
    placeholder = {"skill.stack": np.zeros(5, dtype=np.float32)}
    return SkillFinder(load("oasis"), Model({**model.arrays, **arrays, **placeholder}), language)


def _classifiers(model: Model, training: Sequence[LabelledProgram], right: Floats) -> Arrays:
    idf = model.floats("idf")
    table = np.zeros((len(idf), right.shape[1]), dtype=np.float32)
    offsets = np.full(right.shape[1], _NEVER, dtype=np.float32)
    texts = _matrix(model, training, idf)
    for column in np.flatnonzero(right.sum(axis=0) >= _FEWEST):
        fitted = LogisticRegression(C=_C, solver="liblinear").fit(texts, right[:, column])
        table[:, column], offsets[column] = fitted.coef_[0], fitted.intercept_[0]
    packed = Quantized.of(table)
    return {"skill.values": packed.values, "skill.scales": packed.scales, "skill.offsets": offsets}


def _matrix(model: Model, training: Sequence[LabelledProgram], idf: Floats) -> csr_matrix:
    indptr, indices, values = [0], [], []
    for labelled in training:
        rows, weights = tf_idf(reading(model, labelled).whole, idf)
        indices.append(rows)
        values.append(weights)
        indptr.append(indptr[-1] + len(rows))
    return csr_matrix((np.concatenate(values), np.concatenate(indices), indptr), shape=(len(training), len(idf)))
