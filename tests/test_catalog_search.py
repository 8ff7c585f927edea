"""Finding published listings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from time import perf_counter
from uuid import uuid4

import pytest
from publications import MONDAY, TUESDAY, WELDING, program, tag
from sqlmodel import Session

from catalog.publication import publish
from catalog.records import Page, Tag
from catalog.refusals import UnknownFacet
from catalog.search import facets, find, institutions

SOFTWARE = program(
    "Développement Web accessible",
    institution="Collège de la Baie",
    language="fr",
    description="Créer des pages qu'une personne aveugle peut lire. C++ et R en complément.",
    outcomes=("Vérifier le contraste",),
    tags=(tag("occupation", "21234"), tag("skill", "F01a01")),
)
CODE = program("Secure Coding", description="Find faults in programs.", tags=(tag("occupation", "21232"),))


@pytest.fixture
def three_listings(catalog_session: Session) -> Session:
    for publication in (WELDING, SOFTWARE, CODE):
        publish(catalog_session, publication, MONDAY)
    return catalog_session


def titles(page: Page) -> list[str]:
    return [view.publication.title for view in page.listings]


def test_without_conditions_every_listing_comes_by_title(three_listings: Session) -> None:
    page = find(three_listings)

    assert titles(page) == ["Développement Web accessible", "Robotic Welding Cells", "Secure Coding"]
    assert (page.total, page.number, page.size) == (3, 1, 20)


@pytest.mark.parametrize("code", ["21232", "2123", "212", "21", "2"])
def test_an_occupation_is_found_at_every_level_above_it(three_listings: Session, code: str) -> None:
    assert "Secure Coding" in titles(find(three_listings, occupation=code))
    assert "Robotic Welding Cells" not in titles(find(three_listings, occupation=code))


def test_a_group_finds_all_that_lies_below_it(three_listings: Session) -> None:
    assert titles(find(three_listings, occupation="2123")) == ["Développement Web accessible", "Secure Coding"]
    assert titles(find(three_listings, occupation="21234")) == ["Développement Web accessible"]


def test_the_other_facets_climb_their_own_hierarchy(three_listings: Session) -> None:
    assert titles(find(three_listings, industry="31-33")) == ["Robotic Welding Cells"]
    assert titles(find(three_listings, industry="332")) == ["Robotic Welding Cells"]
    assert find(three_listings, skill="F01").total == 2
    assert find(three_listings, skill="72106").total == find(three_listings, technology="72106").total == 0


def test_a_facet_that_does_not_exist_is_refused(three_listings: Session) -> None:
    with pytest.raises(UnknownFacet, match="colour"):
        find(three_listings, colour="red")


@pytest.mark.parametrize(
    "keyword",
    ["developpement", "DÉVELOPPEMENT web", "contraste", "créer, lire", "qu'une", "vérif", "oral communication", "C++"],
)
def test_a_keyword_is_found_in_text_and_labels_without_accents_or_case(three_listings: Session, keyword: str) -> None:
    assert "Développement Web accessible" in titles(find(three_listings, keyword=keyword))


def test_every_word_of_a_keyword_must_occur(three_listings: Session) -> None:
    assert find(three_listings, keyword="robot frames").total == 1
    assert find(three_listings, keyword="robot contraste").total == 0


def test_a_short_word_is_not_taken_for_the_beginning_of_a_longer_one(three_listings: Session) -> None:
    assert titles(find(three_listings, keyword="r")) == ["Développement Web accessible"]
    assert find(three_listings, keyword="c").total == 0


@pytest.mark.parametrize(
    "keyword", ["x " * 9_000, " ".join(map(str, range(5_000))), "%", "_", "'; drop table listing; --", "  ", "\\", "🙂"]
)
def test_signs_in_a_keyword_are_only_signs(three_listings: Session, keyword: str) -> None:
    assert find(three_listings, keyword=keyword).total in (0, 3)
    assert find(three_listings).total == 3


def test_a_keyword_in_the_title_comes_first(catalog_session: Session) -> None:
    publish(catalog_session, program("Apiary Work", description="Keep bees in a northern climate."), MONDAY)
    publish(catalog_session, program("Northern Gardens", description="Vegetables."), MONDAY)

    assert titles(find(catalog_session, keyword="northern")) == ["Northern Gardens", "Apiary Work"]


def test_conditions_narrow_each_other(three_listings: Session) -> None:
    assert titles(find(three_listings, occupation="2", language="en")) == ["Secure Coding"]
    assert titles(find(three_listings, skill="F01", institution="Collège de la Baie")) == [SOFTWARE.title]
    assert find(three_listings, language="fr", keyword="robot").total == 0


def test_a_new_version_is_found_only_by_what_it_says(three_listings: Session) -> None:
    reworded = replace(WELDING, submission_id=uuid4(), title="Seams", description="x", outcomes=(), tags=CODE.tags)
    reworded = replace(reworded, language="fr")
    publish(three_listings, reworded, TUESDAY)

    assert find(three_listings, keyword="robotic").total == find(three_listings, industry="332").total == 0
    assert titles(find(three_listings, occupation="21232")) == ["Seams", "Secure Coding"]
    assert "Seams" in titles(find(three_listings, language="fr"))


def test_pages_divide_the_listings_without_overlap(three_listings: Session) -> None:
    first, second = (find(three_listings, page=number, page_size=2) for number in (1, 2))

    assert titles(first) + titles(second) == titles(find(three_listings))
    assert (first.total, second.total, find(three_listings, page=9, page_size=2).listings) == (3, 3, ())


def test_facets_count_the_tags_of_the_listings_found(three_listings: Session) -> None:
    everything = facets(three_listings)
    french = facets(three_listings, language="fr")

    assert [(count.tag.code, count.listings) for count in everything["skill"]] == [("F01a01", 2)]
    assert {count.tag.code for count in everything["occupation"]} == {"72106", "21234", "21232"}
    assert [count.tag for count in french["occupation"]] == [tag("occupation", "21234")]
    assert everything["technology"] == ()


def test_facets_give_the_most_frequent_tags_up_to_a_limit(three_listings: Session) -> None:
    publish(three_listings, program("Ethical Hacking", tags=CODE.tags), MONDAY)

    assert [(c.tag.code, c.listings) for c in facets(three_listings, limit=1)["occupation"]] == [("21232", 2)]


def test_institutions_are_listed_with_their_listings(three_listings: Session) -> None:
    assert [(found.institution, found.listings) for found in institutions(three_listings)] == [
        ("Collège de la Baie", 1),
        ("Spruce Lake College", 2),
    ]


def test_a_vocabulary_beside_the_default_one_is_found_by_its_own_code(catalog_session: Session) -> None:
    esco = Tag("skill", "esco-1.1", "ESCO 1.1", "http://data.europa.eu/esco/skill/x", "weld metal", "souder")
    publish(catalog_session, program("Metal", tags=(esco,)), MONDAY)

    assert find(catalog_session, skill=esco.code).total == find(catalog_session, keyword="souder").total == 1
    assert facets(catalog_session)["skill"][0].tag == esco


def test_a_page_of_a_few_hundred_listings_is_found_at_once(catalog_session: Session) -> None:
    for number in range(150):
        publish(catalog_session, program(f"Program {number}", tags=WELDING.tags), MONDAY)

    assert fastest(lambda: find(catalog_session, keyword="program", occupation="7")) < 0.1
    assert find(catalog_session, keyword="program", occupation="7").total == 150


def fastest(question: Callable[[], object]) -> float:
    """Seconds of the quickest of three runs."""
    times = []
    for _ in range(3):
        start = perf_counter()
        question()
        times.append(perf_counter() - start)
    return min(times)
