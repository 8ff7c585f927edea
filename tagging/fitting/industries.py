"""Fitting which industry a text is aimed at, or none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from tagging.analysis import segments
from tagging.candidates.industries import IndustryFinder
from tagging.fitting.corpus import LabelledProgram, halves, unit_groups
from tagging.fitting.occupations import Arrays, listwise
from tagging.model import Floats, Model, packed
from tagging.records import Language
from vocabulary import load

# What the programs of the minor and of the sub-major group count beside those of the unit group itself.
_NEARBY = ((4, 0.3), (3, 0.1))


def fit(
    language: Language,
    training: Sequence[LabelledProgram],
    others: Sequence[LabelledProgram],
    model: Model,
    occupations: Sequence[Floats],
) -> Arrays:
    """Affinity of unit groups to industries by the labels of both languages, and the weights of the features."""
    codes = industries()
    parts = halves(training)
    features, targets = [], []
    for part in (0, 1):
        seen = [labelled for labelled, its in zip(training, parts, strict=True) if its != part]
        arrays = _placeholder(codes, affinity((*seen, *others), codes))
        finder = IndustryFinder(load("naics"), Model({**model.arrays, **arrays}), language)
        for at in np.flatnonzero(parts == part).tolist():
            features.append(finder.features(finder.cues(segments(training[at].program, language)), occupations[at]))
            targets.append(_target(training[at], codes))
    return _placeholder(codes, affinity((*training, *others), codes)) | listwise("industry", features, targets)


def industries() -> list[str]:
    levels = ("subsector", "industry_group")
    return [concept.code for concept in load("naics").concepts.values() if concept.level in levels]


def affinity(training: Iterable[LabelledProgram], codes: Sequence[str]) -> Floats:
    """A row a unit group, its shares of the industries and, last, of none; near groups count a little."""
    groups = [concept.code for concept in unit_groups()]
    at = {code: row for row, code in enumerate(groups)}
    counts = np.zeros((len(groups), len(codes) + 1))
    for labelled in training:
        target = _target(labelled, codes)
        for rank, code in enumerate(labelled.occupation):
            counts[at[code]] += target / (rank + 1)
    total = counts.copy()
    for digits, weight in _NEARBY:
        group = np.unique([code[:digits] for code in groups], return_inverse=True)[1]
        sums = np.zeros((group.max() + 1, counts.shape[1]))
        np.add.at(sums, group, counts)
        total += weight * (sums / np.maximum(sums.sum(axis=1, keepdims=True), 1e-9))[group]
    return np.asarray(total / np.maximum(total.sum(axis=1, keepdims=True), 1e-9), dtype=np.float32)


def _target(labelled: LabelledProgram, codes: Sequence[str]) -> Floats:
    share = np.zeros(len(codes) + 1, dtype=np.float32)
    known = [codes.index(code) for code in labelled.industry if code in codes]
    share[known or [len(codes)]] = 1
    return np.asarray(share / share.sum(), dtype=np.float32)


def _placeholder(codes: Sequence[str], table: Floats) -> Arrays:
    ones = np.ones(1, dtype=np.float32)
    return {
        "industries": packed(codes),
        "industry.affinity": table.astype(np.float16),
        **{f"industry.{name}": ones for name in ("mean", "deviation", "weights")},
    }
