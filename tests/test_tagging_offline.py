"""The fitted tables: in step with the corpus, quick to read, small."""

from __future__ import annotations

import numpy as np
import pytest

from tagging import facets
from tagging.fitting import corpus, occupations, vectors
from tagging.fitting.occupations import Vectors
from tagging.model import Bag, Model, Quantized, tf_idf
from tagging.records import Language, Program


@pytest.mark.parametrize("language", corpus.LANGUAGES)
def test_the_tables_know_every_unit_group_and_the_words_of_the_corpus(language: Language) -> None:
    model = facets.model(language)
    stems = {stem for document in corpus.documents(language, corpus.programs(language)) for stem in document.stems}

    assert model.strings("unit_groups") == [concept.code for concept in corpus.unit_groups()]
    assert len(stems - model.terms.keys()) < 0.02 * len(stems), "refit: python -m tagging fit"


@pytest.mark.parametrize("language", corpus.LANGUAGES)
def test_every_unit_group_has_a_synopsis_and_at_least_four_programs(language: Language) -> None:
    counts: dict[str, int] = {}
    for labelled in corpus.programs(language):
        for code in labelled.occupation[:1]:
            counts[code] = counts.get(code, 0) + 1

    assert corpus.synopses(language).keys() == {concept.code for concept in corpus.unit_groups()}
    assert min(counts.get(concept.code, 0) for concept in corpus.unit_groups()) >= 4


def test_eight_bits_keep_a_matrix_within_a_hundredth_of_its_rows_largest_value() -> None:
    matrix = np.random.default_rng(0).normal(size=(7, 50)).astype(np.float32)
    rows = np.arange(7)

    error = np.abs(Quantized.of(matrix).rows(rows) - matrix).max(axis=1)
    assert (error <= np.abs(matrix).max(axis=1) / 100).all()


def test_tf_idf_is_of_unit_length_and_leaves_out_terms_without_a_place() -> None:
    bag = Bag(np.array([0, 1, 9]), np.array([1, 3, 2], dtype=np.float32))

    rows, weights = tf_idf(bag, np.array([2.0, 1.0, 1.0], dtype=np.float32))

    assert rows.tolist() == [0, 1]
    assert np.linalg.norm(weights) == pytest.approx(1)
    assert weights[0] / weights[1] == pytest.approx(2 / (1 + np.log(3)))


def test_the_learnt_scale_sharpens_features_that_are_right() -> None:
    rng = np.random.default_rng(1)
    right = [np.eye(5, dtype=np.float32)[at % 5] for at in range(40)]
    good = [np.tile(each[:, None], (1, 9)) * 3 + rng.normal(size=(5, 9)).astype(np.float32) for each in right]

    found = occupations.sharpened(good, right)

    assert (found["ranker.weights"].astype(float) > 0).all()
    assert found["ranker.mean"].shape == (9,)


def test_a_small_fit_from_two_halves_ranks_a_text_it_did_not_see() -> None:
    training = corpus.programs("en")[:60]
    terms = ["weld", "nurs"]
    known = Vectors({term: row for row, term in enumerate(terms)}, np.eye(2, dtype=np.float32))

    arrays = occupations.tables("en", training, known)

    model = Model(arrays)
    assert model.terms.keys() >= set(terms)
    assert model.quantized("linear").values.shape == (len(arrays["idf"]), 516)


def test_vectors_of_an_earlier_fit_are_found_again_of_unit_length() -> None:
    found = vectors.from_model(facets.model_path("en"))

    assert len(found.rows) > 10_000
    assert np.linalg.norm(found.matrix, axis=1) == pytest.approx(1, abs=0.01)


def test_word_vectors_bring_words_that_training_never_saw() -> None:
    model = facets.model("en")
    unseen = len(model.strings("terms")) - len(model.floats("idf"))

    assert unseen > 500
    (part,) = facets.read(Program("x", "Phlebotomy", "Draw blood samples and label the tubes."), "en")
    assert facets.ranker("en").codes[int(part.text.occupations.argmax())] in ("33101", "32120", "33103")
