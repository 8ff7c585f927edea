"""Fitting the occupation ranker: classifiers, retrieval tables, and the weights that join them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, diags, vstack
from sklearn.linear_model import LogisticRegression, SGDClassifier

from tagging.analysis import segments, stems
from tagging.candidates.lexical import Bm25
from tagging.candidates.occupations import OccupationRanker, Reading
from tagging.fitting.corpus import Document, LabelledProgram, documents, halves, synopses, unit_groups
from tagging.model import Floats, Model, Quantized, packed, tf_idf, unpacked_sparse
from tagging.records import Language

Arrays = dict[str, NDArray[np.generic]]
# Chosen on the development sets: regularization of the two classifiers, passes over the data, seed.
_ALPHA, _PASSES, _C, _SEED = 5e-6, 12, 30.0, 0
_LEAST_BACKGROUND = 0.05
# What each of FEATURES counts, standardized; set by hand and kept because it did better on the development sets than
# weights learnt on our own programs (docs/decisions/0002-occupation-ranker.md).
WEIGHTS = np.array([0.2, 0.2, 0.4, 0.4, 0.4, 0.2, 0.1, 0.2, 0.1])


@dataclass(frozen=True, slots=True)
class Vectors:
    """Word vectors by stem, a row a stem, of unit length."""

    rows: Mapping[str, int]
    matrix: Floats


def tables(language: Language, training: Sequence[LabelledProgram], vectors: Vectors) -> Arrays:
    """All but the dense classifier, which both languages share, and the ranker."""
    texts = documents(language, training)
    known = sorted({stem for document in texts for stem in document.stems})
    extra = sorted(vectors.rows.keys() - set(known))
    in_programs = Counter(stem for labelled in training for stem in set(labelled.stems()))
    count = len(training)
    rarity = {stem: float(np.log((count + 1) / (in_programs[stem] + 0.5))) for stem in (*known, *extra)}
    frequency = Counter(stem for document in texts for stem in set(document.stems))
    idf = np.array([np.log(1 + len(texts) / frequency[stem]) for stem in known], dtype=np.float32)
    width = vectors.matrix.shape[1]
    blank = np.zeros(width, dtype=np.float32)
    table = np.array([vectors.matrix[vectors.rows[s]] if s in vectors.rows else blank for s in (*known, *extra)])
    packed_vectors = Quantized.of(np.asarray(table, dtype=np.float32))
    arrays: Arrays = {
        "terms": packed((*known, *extra)),
        "unit_groups": packed(concept.code for concept in unit_groups()),
        "idf": idf,
        "vector_weight": np.array([rarity[stem] for stem in (*known, *extra)], dtype=np.float32),
        "vectors.values": packed_vectors.values,
        "vectors.scales": packed_vectors.scales,
    }
    background = np.array([max(_LEAST_BACKGROUND, rarity[s] / np.log(count + 1)) for s in known], dtype=np.float32)
    arrays |= unpacked_sparse("bm25", _bm25(language, texts, known, background))
    model = Model(arrays)
    return arrays | _titles(language, model, idf) | _linear(texts, model, idf)


def dense(models: Sequence[Model], texts: Sequence[Sequence[Document]]) -> Arrays:
    """The classifier over word vectors, fitted on the documents of all languages together."""
    points = [
        model.point(model.bag(document.stems)) for model, each in zip(models, texts, strict=True) for document in each
    ]
    owners = [document.unit_group for each in texts for document in each]
    weights = [document.weight for each in texts for document in each]
    fitted = LogisticRegression(C=_C, max_iter=40, tol=1e-7)
    fitted.fit(np.array(points), owners, sample_weight=weights)
    return {"dense": fitted.coef_.T.astype(np.float32), "dense.offsets": fitted.intercept_.astype(np.float32)}


def sharpened(features: Sequence[Floats], right: Sequence[Floats]) -> Arrays:
    """The ranker with WEIGHTS, whose scale alone is learnt: our own programs overrate what they share."""
    everything = np.concatenate(features)
    mean, deviation = everything.mean(axis=0), everything.std(axis=0) + 1e-9
    joined = [((each - mean) / deviation @ WEIGHTS)[:, None] for each in features]
    scale = listwise("scale", joined, right)
    weights = WEIGHTS * scale["scale.weights"][0] / scale["scale.deviation"][0]
    found = {"mean": mean, "deviation": deviation, "weights": weights}
    return {f"ranker.{part}": values.astype(np.float32) for part, values in found.items()}


def listwise(name: str, features: Sequence[Floats], right: Sequence[Floats], decay: float = 1.0) -> Arrays:
    """Weights of a conditional logit (ListNet's top-one cross entropy, Cao et al. 2007), features standardized."""
    everything = np.concatenate(features)
    mean, deviation = everything.mean(axis=0), everything.std(axis=0) + 1e-9
    lists = [(each - mean) / deviation for each in features]

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, slope = 0.0, np.zeros_like(weights)
        for each, target in zip(lists, right, strict=True):
            scores = each @ weights
            scores -= scores.max()
            chances = np.exp(scores) / np.exp(scores).sum()
            total -= float(target @ np.log(chances + 1e-12))
            slope -= (target - chances) @ each
        penalty = decay * float(weights @ weights) / 2
        return (total + penalty) / len(lists), (slope + decay * weights) / len(lists)

    best = minimize(loss, np.zeros(everything.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 200})
    found = {"mean": mean, "deviation": deviation, "weights": best.x}
    return {f"{name}.{part}": values.astype(np.float32) for part, values in found.items()}


def held_out_features(
    training: Mapping[Language, Sequence[LabelledProgram]], vectors: Mapping[Language, Vectors]
) -> dict[Language, list[Floats]]:
    """Features of each program by tables fitted on the other half of the programs of both languages."""
    parts = {language: halves(each) for language, each in training.items()}
    features = {language: [np.zeros((0, 0), dtype=np.float32)] * len(each) for language, each in training.items()}
    for part in (0, 1):
        rest = {
            language: [labelled for labelled, its in zip(each, parts[language], strict=True) if its != part]
            for language, each in training.items()
        }
        arrays = {language: tables(language, rest[language], vectors[language]) for language in training}
        texts = [documents(language, rest[language]) for language in training]
        shared = dense([Model(arrays[language]) for language in training], texts)
        for language, each in training.items():
            model = Model(arrays[language] | shared | _no_ranker())
            found = OccupationRanker(model)
            for at in np.flatnonzero(parts[language] == part).tolist():
                features[language][at] = found.features(reading(model, each[at]))
    return features


def reading(model: Model, labelled: LabelledProgram) -> Reading:
    return Reading.of(model, segments(labelled.program, labelled.language))


def targets(training: Sequence[LabelledProgram]) -> list[Floats]:
    """What share of being right each unit group has: the first named most."""
    codes = {concept.code: at for at, concept in enumerate(unit_groups())}
    found = []
    for labelled in training:
        share = np.zeros(len(codes), dtype=np.float32)
        for rank, code in enumerate(labelled.occupation):
            share[codes[code]] = 1 / (rank + 1)
        found.append(share / share.sum())
    return found


def _no_ranker() -> Arrays:
    return {f"ranker.{name}": np.ones(1, dtype=np.float32) for name in ("mean", "deviation", "weights")}


def _linear(texts: Sequence[Document], model: Model, idf: Floats) -> Arrays:
    rows = [_tf_idf_row(model, document.stems, idf) for document in texts]
    fitted = SGDClassifier(loss="log_loss", alpha=_ALPHA, max_iter=_PASSES, tol=None, random_state=_SEED, n_jobs=2)
    fitted.fit(vstack(rows).tocsr(), [d.unit_group for d in texts], sample_weight=[d.weight for d in texts])
    weights = Quantized.of(np.asarray(fitted.coef_.T, dtype=np.float32))
    offsets = fitted.intercept_.astype(np.float32)
    return {"linear.values": weights.values, "linear.scales": weights.scales, "linear.offsets": offsets}


def _titles(language: Language, model: Model, idf: Floats) -> Arrays:
    rows, owners = [], []
    for at, concept in enumerate(unit_groups()):
        for name in dict.fromkeys((concept.label(language), *concept.terms(language))):
            rows.append(_tf_idf_row(model, stems(name, language), idf))
            owners.append(at)
    return unpacked_sparse("titles", vstack(rows).T.tocsr()) | {"titles.owners": np.array(owners)}


def _tf_idf_row(model: Model, text: Sequence[str], idf: Floats) -> csr_matrix:
    rows, weights = tf_idf(model.bag(text), idf)
    return csr_matrix((weights, (np.zeros(len(rows), dtype=np.int64), rows)), shape=(1, len(idf)))


def _bm25(language: Language, texts: Sequence[Document], known: Sequence[str], background: Floats) -> csr_matrix:
    """One long document a unit group, the synopsis twice; a word of every program weighs little."""
    about: list[list[str]] = [[] for _ in unit_groups()]
    for document in texts:
        about[document.unit_group] += document.stems
    for at, concept in enumerate(unit_groups()):
        about[at] += stems(synopses(language)[concept.code], language)
    index = Bm25(about, k1=2.5)
    order = [index.terms[stem] for stem in known]
    return (diags(background) @ index.weights[order]).tocsr()
