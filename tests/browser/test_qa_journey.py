"""The journey of quality assurance in a real browser, in English and in French: from a run to a label from scratch."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from browser.conftest import Open, Visit

pytestmark = pytest.mark.browser
RUN_SECONDS = 90_000


@dataclass(frozen=True)
class Said:
    """What the screen says in one language."""

    evaluation: str
    offline: str
    programs: str
    gold: str
    first_right: str
    beside: str
    closed: str
    worse: str
    right: str
    welder: str


SAID = {
    "en": Said(
        evaluation="Evaluation",
        offline="Offline tagger",
        programs="Programs, all facets",
        gold="Gold",
        first_right="First code right",
        beside="Beside it",
        closed="The new run should not be released",
        worse="▼ worse",
        right="Right according to gold",
        welder="Welders",
    ),
    "fr": Said(
        evaluation="Évaluation",
        offline="Étiqueteur hors ligne",
        programs="Programmes, toutes les facettes",
        gold="Référence",
        first_right="Premier code juste",
        beside="À côté",
        closed="La nouvelle exécution ne devrait pas être mise en production",
        worse="▼ moins bien",
        right="Juste selon la référence",
        welder="Soudeurs",
    ),
}


@pytest.mark.parametrize(("language", "baseline"), [("en", "BM25"), ("fr", "TF-IDF")])
def test_quality_assurance_measures_compares_looks_and_labels(browse: Open, language: str, baseline: str) -> None:
    said = SAID[language]
    visit = browse(language)
    visit.sign_in("qa")
    visit.go(said.evaluation)
    _run(visit, said, said.offline)
    _run(visit, said, baseline)
    _figures(visit, said, baseline)
    _compare(visit, said)
    _error(visit, said)
    visit.go(said.gold)
    _label(visit, said)
    assert visit.outside == []


def _run(visit: Visit, said: Said, profile: str) -> None:
    """Start it and see it finish without touching anything."""
    page = visit.page
    page.locator(".st-key-run_profile").get_by_role("combobox").click()
    page.get_by_role("option", name=re.compile(rf"^{profile}")).click()
    page.locator(".st-key-order_run button").click()
    named = re.compile(rf"^{profile}.* · {said.programs}")
    finished = page.locator("[class*=st-key-line_]").get_by_role("button", name=named)
    expect(finished).to_be_visible(timeout=RUN_SECONDS)


def _figures(visit: Visit, said: Said, baseline: str) -> None:
    """The offline run with the baseline beside it, its charts, and its report as a file."""
    page = visit.page
    page.get_by_role("button", name=re.compile(f"^{said.offline} · {said.programs}")).first.click()
    row = page.get_by_role("row", name=said.first_right)
    expect(row).to_be_visible()
    expect(row.locator("td strong")).to_have_count(2)
    expect(page.get_by_text(said.beside, exact=True)).to_be_visible()
    expect(page.get_by_role("columnheader", name=baseline)).to_be_visible()
    expect(page.locator("[data-testid=stVegaLiteChart]")).to_have_count(3)
    with page.expect_download() as downloading:
        page.locator(".st-key-report button").click()
    report = downloading.value.path().read_text(encoding="utf-8")
    assert baseline.lower().replace("-", "") in report
    assert "http" not in re.sub(r'xmlns="[^"]+"', "", report)


def _compare(visit: Visit, said: Said) -> None:
    """The baseline as the new run: the gate is closed, in words, and a worse program opens."""
    page = visit.page
    visit.go(said.evaluation)
    page.locator(".st-key-go_comparison button").click()
    page.locator("[class*=st-key-compare_base_]").get_by_role("combobox").click()
    page.get_by_role("option", name=re.compile(f"^{said.offline}")).click()
    expect(page.get_by_text(said.closed)).to_be_visible(timeout=RUN_SECONDS)
    expect(page.get_by_text(said.worse).first).to_be_visible(timeout=RUN_SECONDS)
    expect(page.locator(".change").first).to_contain_text("→")
    page.locator("[class*=st-key-open_worsened_] button").first.click()


def _error(visit: Visit, said: Said) -> None:
    """Text, gold, candidates, and the right tag marked in the ranking or told as lost."""
    page = visit.page
    expect(page.get_by_role("heading", name=said.right)).to_be_visible()
    expect(page.locator(".program-text")).to_be_visible()
    expect(page.locator("tr.is-right, .tag-tree small").first).to_be_visible()
    page.locator(".st-key-all_errors button").click()
    expect(page.locator(".st-key-errors_kind")).to_be_visible()


def _label(visit: Visit, said: Said) -> None:
    """By keyboard: search a tag, choose it, say of a facet that none is right, save."""
    page = visit.page
    page.locator(".st-key-next_gold button").click()
    expect(page.locator(".st-key-save_label button")).to_be_disabled()
    page.locator(".st-key-add_button_occupation button").press("Enter")
    search = page.get_by_role("combobox").last
    expect(search).to_be_focused()
    search.press_sequentially("72106", delay=20)
    expect(page.get_by_role("option").first).to_contain_text(said.welder)
    search.press("Enter")
    expect(page.locator(".st-key-label_occupation .tag")).to_contain_text(said.welder)
    page.locator(".st-key-none_technology button").press("Enter")
    expect(page.locator(".st-key-undo_none_technology")).to_be_visible()
    title = page.get_by_role("heading", level=2).inner_text()
    page.locator(".st-key-save_label button").press("Enter")
    expect(page.get_by_role("heading", level=2, name=title)).to_have_count(0)
    visit.go(said.gold)
    # The other language's journey may have labelled one on this panel too.
    expect(page.locator("[data-testid=stMetricValue]").last).to_have_text(re.compile("^[12]$"))
