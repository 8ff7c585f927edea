"""The offline profile as a whole: proposals, evidence, abstentions."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tagging import evidence, facets, purposes
from tagging.profiles import UnknownProfile, load_profile
from tagging.records import Program, Suggestion
from tagging.tagger import MOST_PROPOSED, Tagger, parent_group
from vocabulary import SUPPLEMENT, load

WELDING = Program(
    "w",
    "Welding fundamentals",
    "Learners weld steel plate and pipe. They read blueprints and prepare joints for a welder's apprenticeship.",
    ("Set up GMAW equipment", "Inspect welds"),
    "en",
)
SOUDAGE = Program(
    "s",
    "Soudage de base",
    "Apprenez à souder l'acier avec le procédé GMAW. Le cours prépare au métier de soudeuse ou de soudeur.",
    ("Lire des plans", "Inspecter des soudures"),
)


@cache
def tagger() -> Tagger:
    return load_profile("offline")


def proposed(program: Program, facet: str) -> list[Suggestion]:
    return [s for s in tagger().suggest(program).suggestions if s.facet == facet and s.proposed]


@pytest.mark.parametrize("program", [WELDING, SOUDAGE])
def test_a_plain_program_gets_its_unit_group_in_either_language(program: Program) -> None:
    assert "72106" in [suggestion.code for suggestion in proposed(program, "occupation")]


def test_passages_in_the_other_language_count_in_their_own() -> None:
    mixed = Program(
        "m",
        "Service de garde",
        "Ce cours vous prépare à travailler dans un service de garde auprès des jeunes enfants. Vous observez le "
        "développement et vous planifiez des activités. Students also learn bookkeeping: they keep the accounts of a "
        "small business, prepare its payroll and reconcile its bank statements.",
    )

    codes = {suggestion.code: suggestion for suggestion in proposed(mixed, "occupation")}

    assert {"42202", "12200"} <= codes.keys()
    assert codes["42202"].evidence[0].quote.startswith("Ce cours")
    assert codes["12200"].evidence[0].start >= mixed.description.index("Students")
    assert tagger().suggest(mixed).language == "fr"


def test_a_text_declared_in_the_wrong_language_is_read_in_the_one_it_is_written_in() -> None:
    told = tagger().suggest(replace(SOUDAGE, language="en"))

    assert "72106" in [s.code for s in told.suggestions if s.facet == "occupation" and s.proposed]


def test_a_tool_that_the_publisher_does_not_list_is_proposed_and_marked() -> None:
    (tool,) = proposed(replace(WELDING, outcomes=("Document a joint in Notion software",)), "technology")

    assert (tool.label_en, tool.scheme) == ("Notion", SUPPLEMENT)
    assert tool.evidence[0].quote == "Notion"


def test_every_proposal_of_every_facet_has_verbatim_evidence() -> None:
    for program in (WELDING, SOUDAGE):
        for suggestion in tagger().suggest(program).suggestions:
            assert suggestion.evidence or not suggestion.proposed
            assert all(evidence.is_verbatim(program, quote) for quote in suggestion.evidence)


def test_suggestions_are_ranked_within_their_facet_and_within_the_limits() -> None:
    result = tagger().suggest(WELDING, limit=7)

    for facet in ("occupation", "skill", "technology", "industry"):
        scores = [s.score for s in result.suggestions if s.facet == facet]
        assert scores == sorted(scores, reverse=True)
        assert len(scores) <= 7
        assert len(proposed(WELDING, facet)) <= MOST_PROPOSED[facet]


def test_each_facet_without_a_proposal_abstains_with_a_reason_in_the_language_of_the_program() -> None:
    result = tagger().suggest(SOUDAGE)
    with_proposal = {suggestion.facet for suggestion in result.suggestions if suggestion.proposed}

    assert {abstention.facet for abstention in result.abstentions} == {
        "occupation",
        "skill",
        "technology",
        "industry",
    } - with_proposal
    assert [a.reason for a in result.abstentions if a.facet == "technology"] == [
        "Le texte ne nomme aucun outil, langage ou plateforme."
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Este curso enseña a los estudiantes los principios de la soldadura y el corte.", "no_language"),
        ("lorem ipsum dolor sit amet", "no_language"),
        ("", "too_little_text"),
    ],
)
def test_a_text_that_says_nothing_is_an_abstention_on_every_facet(text: str, code: str) -> None:
    result = tagger().suggest(Program("x", "", text))

    assert result.suggestions == ()
    assert [abstention.code for abstention in result.abstentions] == [code] * 4


def test_two_words_are_ranked_but_nothing_beyond_a_named_technology_is_proposed() -> None:
    result = tagger().suggest(Program("x", "Python programming", ""))

    assert [(s.facet, s.code) for s in result.suggestions if s.proposed] == [("technology", "python")]
    assert [s for s in result.suggestions if s.facet == "occupation"]
    assert {abstention.code for abstention in result.abstentions} == {"too_little_text"}


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=400), st.text(max_size=60), st.sampled_from(["en", "fr", None]))
def test_any_text_gets_an_answer_whose_quotes_are_verbatim(text: str, title: str, language: None) -> None:
    program = Program("x", title, text + " welding and Python", (title,), language)

    for suggestion in tagger().suggest(program).suggestions:
        assert 0 <= suggestion.probability <= 1
        assert all(evidence.is_verbatim(program, quote) for quote in suggestion.evidence)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("<p>Learners <b>weld</b> steel &amp; read <i>blueprints</i>.</p><ul><li>GMAW</li></ul>", "en"),
        ("# Welding\n* **GMAW** on plate\n* inspection of welds", "en"),
        ("LEARNERS WELD STEEL PLATE AND PIPE WITH GMAW.", "en"),
        ("🔥 Weld steel plate with GMAW 👍🏽", "en"),
        ("Learners weld\u202e steel \u200fand\u200e pipe with\x00 GMAW\x07", "en"),
        ("Souder l'acier avec le procédé GMAW • lire des plans • inspecter des soudures", "fr"),
        ("Learners weld steel and read blueprints. " * 1200, "en"),
    ],
)
def test_marks_symbols_capitals_and_length_do_not_hide_what_is_taught(text: str, language: str) -> None:
    result = tagger().suggest(Program("x", "", text))

    assert result.language == language
    assert "72106" in [s.code for s in result.suggestions if s.facet == "occupation"][:2]


@pytest.mark.parametrize("text", ["a" * 50_000, "weld," * 10_000, "本课程教授焊接基础知识", "\x00" * 300])
def test_texts_that_say_nothing_get_reasons(text: str) -> None:
    result = tagger().suggest(Program("x", "", text))

    assert not [s for s in result.suggestions if s.proposed]
    assert len(result.abstentions) == 4


def test_a_short_title_is_read_in_the_language_that_knows_its_words() -> None:
    assert tagger().suggest(Program("x", "Coiffure", "couper, colorer et coiffer les cheveux")).language == "fr"
    assert tagger().suggest(Program("x", "Hairstyling", "cut, colour and style hair")).language == "en"


def suggestion(code: str, probability: float) -> Suggestion:
    quote = evidence.Evidence("title", 0, 1, "T")
    return Suggestion("occupation", "noc-2021", code, "", "", probability, probability, False, (quote,))


def test_an_unsure_occupation_falls_back_to_the_nearest_likely_group() -> None:
    noc = load("noc")
    close, scattered = ("21231", "21232", "21234"), ("21231", "31301", "72106")

    (group,) = parent_group([suggestion(code, 0.3) for code in close], noc)
    assert (group.code, group.proposed, group.probability) == ("2123", True, 0.9)
    assert group.label_en == noc.get("2123").label_en
    (wider,) = parent_group([suggestion("21231", 0.35), suggestion("21311", 0.35)], noc)
    assert wider.code == "21"
    assert parent_group([suggestion(code, 0.3) for code in scattered], noc) == []
    assert parent_group([], noc) == []


def test_an_unknown_profile_is_named_with_those_there_are() -> None:
    with pytest.raises(UnknownProfile, match="offline"):
        load_profile("oracle")


def test_a_tagger_that_got_ready_reads_no_table_for_the_first_program_of_a_language() -> None:
    for table in (facets.model, facets.ranker, purposes.reader):
        table.cache_clear()
    tagger = load_profile("offline")
    tagger.get_ready()
    assert facets.model.cache_info().misses == facets.ranker.cache_info().misses == 2
    assert purposes.reader.cache_info().misses == 1

    for language, title in (("en", "Bookkeeping for small shops"), ("fr", "Tenue de livres pour petits commerces")):
        assert tagger.suggest(Program("", title, "", (), language)).suggestions  # type: ignore[arg-type]
    assert facets.model.cache_info().misses == facets.ranker.cache_info().misses == 2
