"""Loading, hierarchy and search of the vocabularies."""

from __future__ import annotations

from collections import Counter

import pytest

from vocabulary import FACETS, SUPPLEMENT, VOCABULARY_OF, UnknownConcept, UnknownVocabulary, load


def test_noc_has_all_five_levels_of_the_classification() -> None:
    levels = Counter(concept.level for concept in load("noc").concepts.values())

    assert levels == {
        "broad_category": 10,
        "major_group": 45,
        "sub_major_group": 89,
        "minor_group": 162,
        "unit_group": 516,
    }


def test_each_facet_has_one_default_vocabulary_that_says_its_edition() -> None:
    assert FACETS == ("occupation", "skill", "technology", "industry")
    for facet, name in VOCABULARY_OF.items():
        assert load(name).facet == facet
        assert load(name).edition


def test_ancestors_run_from_the_minor_group_to_the_broad_category() -> None:
    assert [concept.code for concept in load("noc").ancestors("21232")] == ["2123", "212", "21", "2"]


def test_naics_sectors_given_as_ranges_are_the_parents_of_their_subsectors() -> None:
    assert [concept.code for concept in load("naics").ancestors("3366")] == ["336", "31-33"]


def test_narrower_concepts_are_those_one_level_below() -> None:
    assert [concept.code for concept in load("noc").narrower("2123")] == [
        "21230",
        "21231",
        "21232",
        "21233",
        "21234",
    ]


@pytest.mark.parametrize("name", ["noc", "oasis", "onet", "naics", "esco"])
def test_every_concept_has_both_labels_and_a_known_broader_concept(name: str) -> None:
    vocabulary = load(name)

    for concept in vocabulary.concepts.values():
        assert concept.label_en
        assert concept.label_fr
        assert concept.broader is None or concept.broader in vocabulary.concepts


def test_supplementary_technologies_are_marked_and_are_none_of_the_publishers() -> None:
    technologies = load("onet").concepts.values()
    ours = [concept for concept in technologies if concept.scheme == SUPPLEMENT]
    listed = {concept.label_en.lower() for concept in technologies if concept.scheme != SUPPLEMENT}

    assert len(ours) > 400
    assert len(listed) == 8768
    assert not {concept.label_en.lower() for concept in ours} & listed


def test_no_unit_group_has_more_than_forty_job_titles_a_language() -> None:
    for concept in load("noc").concepts.values():
        assert len(concept.terms_en) <= 40
        assert len(concept.terms_fr) <= 40


@pytest.mark.parametrize(
    ("query", "language", "code"),
    [
        ("31301", "en", "31301"),
        ("software devel", "en", "21232"),
        ("infirmière auxil", "fr", "32101"),
        ("INFIRMIERE AUXILIAIRE", "en", "32101"),
        ("pastry chef", "en", "62200"),
    ],
)
def test_search_finds_by_code_title_or_job_title_in_either_language(query: str, language: str, code: str) -> None:
    assert code in [concept.code for concept in load("noc").search(query, language=language, limit=5)]


def test_a_word_that_occurs_whole_comes_before_words_that_only_begin_like_it() -> None:
    found = [concept.code for concept in load("noc").search("nurse", limit=6)]

    assert "31301" in found
    assert "85101" not in found[:3]


def test_search_for_nothing_or_for_unknown_words_finds_nothing() -> None:
    assert load("noc").search("   ") == []
    assert load("noc").search("zzzyx") == []


def test_an_unknown_code_or_vocabulary_is_named_in_the_error() -> None:
    with pytest.raises(UnknownConcept, match="99999"):
        load("noc").get("99999")
    with pytest.raises(UnknownVocabulary, match="esco"):
        load("nope")
