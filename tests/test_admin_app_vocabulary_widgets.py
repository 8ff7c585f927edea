"""Search and filters of vocabularies: why a concept was found, and which levels are offered."""

from __future__ import annotations

from admin_app.widgets.concept_filter import concepts
from admin_app.widgets.concept_search import other_name
from admin_app.widgets.tags import name
from catalog.records import Tag, TagCount
from vocabulary import load

ENGINEERS = load("noc").get("21231")


def _counted(*codes: str) -> list[TagCount]:
    noc = load("noc")
    return [
        TagCount(Tag("occupation", noc.scheme, noc.edition, code, noc.get(code).label_en, noc.get(code).label_fr), 1)
        for code in codes
    ]


def test_a_concept_found_by_its_label_or_code_needs_no_other_name() -> None:
    assert other_name(ENGINEERS, "software eng") is None
    assert other_name(ENGINEERS, "2123") is None


def test_a_concept_found_by_a_job_title_says_which_in_either_language() -> None:
    found = load("noc").search("aéronautique ingénieur", limit=1)[0]
    hit = other_name(found, "AERONAUTIQUE ingenieur")

    assert hit is not None
    assert hit in (*found.terms_fr, *found.terms_en, found.label_fr)


def test_a_filter_offers_the_levels_above_the_tags_that_occur_broad_before_narrow() -> None:
    offered = list(concepts("occupation", _counted("21231", "31301")))

    assert offered == ["2", "21", "212", "2123", "21231", "3", "31", "313", "3130", "31301"]


def test_a_tag_that_the_edition_does_not_have_is_left_out_of_the_filter() -> None:
    gone = TagCount(Tag("occupation", "noc-2016", "NOC 2016", "2173", "Software engineers", "Ingénieurs"), 1)

    assert list(concepts("occupation", [gone])) == []


def test_codes_stand_before_names_only_where_people_say_them() -> None:
    python = load("onet").search("python", limit=1)[0]

    assert name(ENGINEERS, "en") == "21231 Software engineers and designers"
    assert name(python, "en") == python.label_en
