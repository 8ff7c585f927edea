"""Fitting which descriptors a text develops, on the programs of both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from tagging.analysis import segments
from tagging.candidates.skills import FEATURES, SkillFinder
from tagging.fitting.corpus import LabelledProgram, halves, unit_groups
from tagging.fitting.occupations import Arrays, reading
from tagging.model import Floats, Model, Quantized, tf_idf
from tagging.records import Language
from vocabulary import load

Training = Mapping[Language, Sequence[LabelledProgram]]
# Regularization of the classifiers over words and over word vectors; a descriptor needs so many programs for one.
_C, _DENSE_C, _FEWEST, _NEVER = 10.0, 30.0, 3, -6.0
# What the programs of the minor, sub-major and major group count beside those of the unit group itself, and how many
# programs of average labels are added to each.
_NEARBY, _PRIOR = ((4, 0.3), (3, 0.1), (2, 0.03)), 2.0


def fit(
    training: Training, models: Mapping[Language, Model], occupations: Mapping[Language, Sequence[Floats]]
) -> dict[Language, Arrays]:
    """Classifiers, affinity to occupations, and the weights that join them, learnt on held-out scores.

    `occupations` are the chances of each program's unit groups by a ranker that did not see it.
    """
    parts = {language: halves(each) for language, each in training.items()}
    features: dict[Language, list[Floats]] = {language: [] for language in training}
    right: dict[Language, list[Floats]] = {language: [] for language in training}
    for part in (0, 1):
        seen = {
            language: [labelled for labelled, its in zip(each, parts[language], strict=True) if its != part]
            for language, each in training.items()
        }
        for language, arrays in _tables(seen, models).items():
            finder = _finder(language, models[language], arrays)
            for at in np.flatnonzero(parts[language] == part).tolist():
                labelled = training[language][at]
                cues = finder.cues(segments(labelled.program, language))
                read = reading(models[language], labelled)
                features[language].append(finder.features(read, cues, occupations[language][at]))
                right[language].append(labels([labelled])[0])
    return {
        language: arrays | _stack(features[language], right[language])
        for language, arrays in _tables(training, models).items()
    }


def labels(training: Sequence[LabelledProgram]) -> Floats:
    """A row a program, a column a descriptor, 1 where it is labelled."""
    codes = [concept.code for concept in load("oasis").concepts.values() if concept.level == "descriptor"]
    at = {code: column for column, code in enumerate(codes)}
    table = np.zeros((len(training), len(codes)), dtype=np.float32)
    for row, labelled in enumerate(training):
        table[row, [at[code] for code in labelled.skill if code in at]] = 1
    return table


def _tables(training: Training, models: Mapping[Language, Model]) -> dict[Language, Arrays]:
    points = [
        models[each].point(reading(models[each], labelled).whole) for each in training for labelled in training[each]
    ]
    everything = [labelled for each in training.values() for labelled in each]
    right = labels(everything)
    dense, offsets = _classifiers(np.array(points), right, _DENSE_C)
    shared: Arrays = {
        "skill.dense": dense.astype(np.float16),
        "skill.dense_offsets": offsets,
        "skill.affinity": affinity(everything, right).astype(np.float16),
    }
    return {language: shared | _linear(each, models[language]) for language, each in training.items()}


def affinity(training: Sequence[LabelledProgram], right: Floats) -> Floats:
    """A row a unit group: the share of its programs that develop each descriptor; near groups count a little."""
    groups = [concept.code for concept in unit_groups()]
    at = {code: row for row, code in enumerate(groups)}
    counts, programs = np.zeros((len(groups), right.shape[1])), np.zeros(len(groups))
    for labelled, row in zip(training, right, strict=True):
        for rank, code in enumerate(labelled.occupation):
            counts[at[code]] += row / (rank + 1)
            programs[at[code]] += 1 / (rank + 1)
    total, size = counts.copy(), programs.copy()
    for digits, weight in _NEARBY:
        group = np.unique([code[:digits] for code in groups], return_inverse=True)[1]
        sums = np.zeros((group.max() + 1, counts.shape[1]))
        np.add.at(sums, group, counts)
        total += weight * sums[group]
        size += weight * np.bincount(group, programs)[group]
    average = _share(right)
    return np.asarray((total + _PRIOR * average) / (size[:, None] + _PRIOR), dtype=np.float32)


def _share(right: Floats) -> Floats:
    return np.asarray((right.sum(axis=0) + 1) / (len(right) + 2), dtype=np.float32)


def _stack(features: Sequence[Floats], right: Sequence[Floats]) -> Arrays:
    joined = LogisticRegression(C=1.0, max_iter=500).fit(np.concatenate(features), np.concatenate(right))
    return {"skill.stack": np.append(joined.coef_[0], joined.intercept_[0]).astype(np.float32)}


def _finder(language: Language, model: Model, arrays: Arrays) -> SkillFinder:
    placeholder = {"skill.stack": np.zeros(len(FEATURES) + 1, dtype=np.float32)}
    return SkillFinder(load("oasis"), Model({**model.arrays, **arrays, **placeholder}), language)


def _linear(training: Sequence[LabelledProgram], model: Model) -> Arrays:
    right = labels(training)
    table, offsets = _classifiers(_matrix(model, training), right, _C)
    packed = Quantized.of(table)
    return {
        "skill.values": packed.values,
        "skill.scales": packed.scales,
        "skill.offsets": offsets,
        "skill.share": _share(right),
    }


def _classifiers(texts: csr_matrix | Floats, right: Floats, strength: float) -> tuple[Floats, Floats]:
    table = np.zeros((texts.shape[1], right.shape[1]), dtype=np.float32)
    offsets = np.full(right.shape[1], _NEVER, dtype=np.float32)
    for column in np.flatnonzero(right.sum(axis=0) >= _FEWEST):
        fitted = LogisticRegression(C=strength, solver="liblinear").fit(texts, right[:, column])
        table[:, column], offsets[column] = fitted.coef_[0], fitted.intercept_[0]
    return table, offsets


def _matrix(model: Model, training: Sequence[LabelledProgram]) -> csr_matrix:
    idf = model.floats("idf")
    indptr, indices, values = [0], [], []
    for labelled in training:
        rows, weights = tf_idf(reading(model, labelled).whole, idf)
        indices.append(rows)
        values.append(weights)
        indptr.append(indptr[-1] + len(rows))
    return csr_matrix((np.concatenate(values), np.concatenate(indices), indptr), shape=(len(training), len(idf)))
