"""The main job in a real browser, in English and in French: from an upload to a listing in the catalog."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect

from browser.conftest import Open, Visit

pytestmark = pytest.mark.browser
HEADER = "program_id,title,description,learning_outcomes,language,hours"


@dataclass(frozen=True)
class Said:
    """What the screen says in one language."""

    program: tuple[str, str]
    title: str
    upload: str
    where: str
    tagged: str
    my_programs: str
    review: str
    listings: str
    decided: str
    queue: str
    review_this: str


SAID = {
    "en": Said(
        program=(
            "Learners build web applications. They write code in Python and JavaScript, keep data in PostgreSQL, draw "
            "diagrams in Microsoft Visio, and present their work to a client.",
            "Write programs in Python; Query a database with SQL",
        ),
        title="Web Application Studio",
        upload="Upload programs",
        where="Row 3",
        tagged="All programs of this file are tagged",
        my_programs="My programs",
        review="Review",
        listings="Listings",
        decided="Everything is decided",
        queue="Queue",
        review_this="Review this program",
    ),
    "fr": Said(
        program=(
            "Les personnes inscrites créent des applications Web. Elles écrivent du code en Python et en JavaScript, "
            "gardent les données dans PostgreSQL, dessinent avec Microsoft Visio et présentent leur travail.",
            "Écrire des programmes en Python; Interroger une base de données en SQL",
        ),
        title="Atelier d’applications Web",
        upload="Envoi de programmes",
        where="Ligne 3",
        tagged="Tous les programmes de ce fichier sont étiquetés",
        my_programs="Mes programmes",
        review="Révision",
        listings="Catalogue",
        decided="Tout est décidé",
        queue="File d’attente",
        review_this="Réviser ce programme",
    ),
}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_program_goes_from_upload_to_listing(browse: Open, language: str, tmp_path: Path) -> None:
    said = SAID[language]
    file = tmp_path / f"programs_{language}.csv"
    description, outcomes = said.program
    good = f'WEB-{language},{said.title},"{description}",{outcomes},{language},42'
    file.write_text(f'{HEADER}\n{good}\nBAD-{language},,"{description}",,{language},forty\n', encoding="utf-8")

    submitter = browse(language)
    submitter.sign_in("submitter")
    submitter.go(said.upload)
    _upload(submitter, file, said)
    reviewer = browse(language)
    reviewer.sign_in("reviewer")
    _claim(reviewer, said)
    _decide_and_publish(reviewer, said)

    _find_listing(reviewer, said)
    assert submitter.outside == []
    assert reviewer.outside == []


def _upload(visit: Visit, file: Path, said: Said) -> None:
    """The problems are seen before anything is sent; the good rows are sent and tagged."""
    page = visit.page
    page.locator("[data-testid=stFileUploaderDropzoneInput]").set_input_files(file)
    expect(page.get_by_role("cell", name=re.compile(f"^{said.where}\\b")).first).to_be_visible()
    page.locator(".st-key-send button").click()
    expect(page.get_by_text(said.tagged)).to_be_visible(timeout=60_000)
    visit.go(said.my_programs)
    expect(page.locator("[class*=st-key-line_]").first).to_be_visible()


def _claim(visit: Visit, said: Said) -> None:
    """Find the program in the queue, and take it."""
    page = visit.page
    visit.go(said.queue)
    page.locator(".st-key-queue_search input").fill(said.title)
    page.locator("[class*=st-key-open_]").get_by_role("button", name=said.title).click()
    page.get_by_role("button", name=said.review_this).click()
    page.get_by_role("heading", level=1, name=said.review).wait_for()
    page.get_by_role("heading", level=2, name=said.title).wait_for()


def _decide_and_publish(visit: Visit, said: Said) -> None:
    """Add and replace through the search, reject by mouse, undo, accept and publish by key."""
    page = visit.page
    undecided = page.locator("[class*=st-key-accept_] button")
    expect(undecided.nth(2)).to_be_visible()
    expect(page.locator(".program-text mark.is-focused").first).to_be_visible()
    _add(visit, "technology", "apache kafka")
    _replace(visit)
    count = undecided.count()
    page.locator("[class*=st-key-reject_] button").last.click()
    expect(undecided).to_have_count(count - 1)
    page.keyboard.press("z")
    expect(undecided).to_have_count(count)
    for left in range(count - 1, -1, -1):
        page.keyboard.press("a")
        expect(undecided).to_have_count(left)
    expect(page.locator(".where")).to_contain_text(said.decided)
    page.keyboard.press("p")
    expect(page.get_by_role("heading", level=2, name=said.title)).to_have_count(0)


def _add(visit: Visit, facet: str, typed: str) -> None:
    page = visit.page
    page.locator(f".st-key-add_button_{facet} button").click()
    search = page.get_by_role("combobox").last
    expect(search).to_be_focused()
    search.press_sequentially(typed, delay=20)
    expect(page.get_by_role("option").first).to_contain_text(re.compile(typed, re.I))
    search.press("Enter")
    expect(search).to_have_count(0)


def _replace(visit: Visit) -> None:
    """By key, with another occupation, skill or technology that the search gives second."""
    page = visit.page
    before = page.locator("[class*=st-key-accept_] button").count()
    expect(page.locator(".st-key-key_replace kbd")).to_be_visible()
    page.keyboard.press("e")
    search = page.get_by_role("combobox").last
    expect(search).to_be_focused()
    search.press_sequentially("an", delay=20)
    expect(page.get_by_role("option").nth(1)).to_be_visible()
    search.press("ArrowDown")
    expect(page.get_by_role("option").nth(1)).to_have_attribute("aria-selected", "true")
    search.press("Enter")
    expect(page.locator("[class*=st-key-accept_] button")).to_have_count(before - 1)


def _find_listing(visit: Visit, said: Said) -> None:
    """Publication takes a moment; then the listing is found by keyword, with its tags."""
    page = visit.page
    found = page.locator("[class*=st-key-listing_]").filter(has_text=said.title)
    visit.go(said.listings)
    for _ in range(40):
        if found.count():
            break
        page.wait_for_timeout(250)
        page.reload()
        page.get_by_role("heading", level=1, name=said.listings).wait_for()
    page.locator(".st-key-listings_keyword input").fill(f"{said.title} kafka")
    expect(page.locator("[class*=st-key-listing_]")).to_have_count(1)
    page.get_by_role("button", name=said.title).click()
    expect(page.get_by_role("heading", level=2, name=said.title)).to_be_visible()
    expect(page.locator(".tag-tree")).to_contain_text("Apache Kafka")
