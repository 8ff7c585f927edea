"""Technologies named in a text, and words that only look like one."""

from __future__ import annotations

from functools import cache

import pytest

from tagging.candidates.phrases import Phrases
from tagging.candidates.technologies import TechnologyFinder
from tagging.records import Language, Program
from vocabulary import load


@cache
def finder() -> TechnologyFinder:
    return TechnologyFinder(load("onet"))


def named(text: str, language: Language = "en") -> set[str]:
    return {found.code for found in finder().find(Program("p", "", text), language) if found.certainty >= 0.5}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Build dashboards in MS Excel and Power BI Desktop.", {"microsoft-excel", "microsoft-power-bi"}),
        ("Draft in AutoCAD 2024 and SOLIDWORKS.", {"autodesk-autocad", "dassault-systemes-solidworks"}),
        ("React.js front ends with Node.js", {"react", "node-js"}),
        ("Scripts in R and Python", {"r", "python"}),
        ("The languages C, C++ and C#", {"c", "c-plus-plus", "c-sharp"}),
        ("Tableurs Excel et bases de données Access", {"microsoft-excel", "microsoft-access"}),
        ("Microsoft Word, Excel and Outlook", {"microsoft-word", "microsoft-excel", "microsoft-outlook"}),
        ("Watch the logs in Splunk.", {"splunk-enterprise"}),
        ("ASP.NET on .NET", {"microsoft-asp-net", "microsoft-net-framework"}),
    ],
)
def test_named_technologies_are_found_in_both_languages(text: str, codes: set[str]) -> None:
    assert named(text) == codes


@pytest.mark.parametrize(
    "text",
    [
        "Learners go far, excel at work and gain access to jobs by word of mouth.",
        "Vitamin C, group R, and a swift response.",
        "Teams that slack off; zoom in on sage advice.",
        "A spark of flash photography.",
        "Le cours s'adresse aux équipes qui veulent exceller.",
    ],
)
def test_everyday_words_are_not_technologies(text: str) -> None:
    assert named(text) == set()


def test_an_english_word_in_a_french_text_is_the_product_of_that_name() -> None:
    assert named("Facturation, classement, Excel. Bases requises.", "fr") == {"microsoft-excel"}
    assert named("Billing, filing, Excel. Basics needed.", "en") == set()
    assert named("PAIE, CLASSEMENT, EXCEL, TENUE DE LIVRES", "fr") == set()


def test_a_word_listed_beside_a_sure_name_is_a_name() -> None:
    assert named("Illustrations in Photoshop, Illustrator or Sketch") >= {"adobe-illustrator", "sketch"}
    assert named("A sketch, then Photoshop.") == {"adobe-photoshop"}
    assert "global-positioning-system-gps-software" not in named("Tablets with AutoCAD/GPS")


def test_a_short_form_of_two_products_stands_for_the_more_used_one() -> None:
    assert named("Surveys go out on Qualtrics.") == {"qualtrics-research-suite"}
    assert named("Samples are logged in LIMS.") == set()


def test_the_quote_of_a_technology_is_its_name_as_written() -> None:
    text = "We teach MS  Excel, daily 📈 in Excel spreadsheets."
    (excel,) = [found for found in finder().find(Program("p", "", text), "en") if found.code == "microsoft-excel"]

    assert [(e.quote, text[e.start : e.end]) for e in excel.evidence] == [
        ("MS  Excel", "MS  Excel"),
        ("Excel", "Excel"),
    ]


def test_a_general_kind_of_software_is_a_candidate_but_not_certain() -> None:
    found = finder().find(Program("p", "", "Learners use inventory management software every day."), "en")

    assert [(technology.code, technology.certainty) for technology in found] == [("inventory-management-software", 0.2)]


def test_the_longest_phrase_wins_and_a_phrase_cut_by_the_end_is_no_match() -> None:
    phrases = Phrases([(("a", "b", "c"), 3), (("a", "b"), 2), (("b",), 1)])

    assert [match.meaning for match in phrases.find(["a", "b", "c", "a", "b"])] == [3, 2]
    assert [match.meaning for match in phrases.find(["b", "a"])] == [1]
