"""The frame in a real browser: sign-in that survives a reload, the language, other people's pages, keys alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Cookie, Page, expect

from browser.conftest import Open

pytestmark = pytest.mark.browser


def test_sign_in_survives_a_reload_and_ends_at_sign_out(browse: Open) -> None:
    visit = browse()
    visit.sign_in("reviewer", at="queue")
    page = visit.page
    expect(page.get_by_role("heading", level=1, name="Queue")).to_be_visible()
    _has_cookie(page)

    page.reload()
    expect(page.get_by_role("heading", level=1, name="Queue")).to_be_visible()
    cookie = _has_cookie(page)
    page.locator(".st-key-sign_out button").click()
    expect(page.locator(".st-key-sign_in")).to_be_visible()
    page.reload()

    expect(page.locator(".st-key-sign_in")).to_be_visible()
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Strict"
    assert "panel_session" not in page.evaluate("document.cookie")


def _has_cookie(page: Page) -> Cookie:
    """The sign-in cookie, once the browser has fetched it."""
    for _ in range(100):
        for known in page.context.cookies():
            if known.get("name") == "panel_session":
                return known
        page.wait_for_timeout(50)
    raise AssertionError("the browser never got its cookie")


def test_a_stolen_cookie_is_worthless_after_sign_out(browse: Open) -> None:
    visit, thief = browse(), browse()
    visit.sign_in("qa")
    cookie = _has_cookie(visit.page)
    visit.page.locator(".st-key-sign_out button").click()
    expect(visit.page.locator(".st-key-sign_in")).to_be_visible()

    thief.page.context.add_cookies([{"name": cookie["name"], "value": cookie["value"], "url": visit.panel.address}])
    thief.open("")

    expect(thief.page.locator(".st-key-sign_in")).to_be_visible()


def test_the_chosen_language_is_kept_and_declared_to_the_browser(browse: Open) -> None:
    visit = browse("en")
    visit.open("")
    page = visit.page
    expect(page.get_by_role("heading", name="Micro-credential tagging")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")

    page.get_by_role("button", name="Français").click()
    expect(page.get_by_role("heading", name="Étiquetage des microcertifications")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page.wait_for_timeout(500)
    page.reload()

    expect(page.get_by_role("heading", name="Étiquetage des microcertifications")).to_be_visible()


@pytest.mark.parametrize("slug", ["accounts", "activity", "queue", "review"])
def test_a_submitter_who_types_another_role_s_address_is_told_so(browse: Open, slug: str) -> None:
    visit = browse()

    visit.sign_in("submitter", at=slug)

    expect(visit.page.get_by_text("This page belongs to another role")).to_be_visible()


def test_the_menu_opens_on_a_phone(browse: Open) -> None:
    visit = browse("fr", width=420)
    visit.sign_in("submitter")
    page = visit.page

    page.get_by_test_id("stExpandSidebarButton").click()
    visit.go("Mes programmes")

    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_everything_is_done_by_keys_from_sign_in_to_the_first_decision(browse: Open) -> None:
    visit = browse()
    visit.open("review")
    page = visit.page
    email, password = visit.panel.accounts["reviewer"]
    page.locator(".st-key-sign_in input").last.wait_for()

    for _ in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.autocomplete") == "username":
            break
    page.keyboard.type(email)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")
    page.locator(".st-key-claim").wait_for(timeout=60_000)
    page.keyboard.press("n")
    page.locator(".where").wait_for()
    search = page.get_by_role("combobox", name=re.compile("find by"))
    page.keyboard.press("t")
    page.keyboard.type("forklift", delay=20)  # faster than the field appears: no letter may decide anything
    expect(page.get_by_role("option").first).to_be_visible()
    expect(search).to_have_value("forklift")
    expect(page.locator(".decided")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(search).to_have_count(0)
    expect(page.locator(".st-key-key_question kbd")).to_be_visible()
    page.keyboard.press("q")
    expect(page.locator(".st-key-settling textarea")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".st-key-settling")).to_have_count(0)


def test_keys_do_nothing_once_they_are_switched_off(browse: Open) -> None:
    visit = browse()
    visit.sign_in("reviewer", at="review")
    page = visit.page
    _claim_when_tagged(page)
    cards = page.locator(".proposal:not(.considered)")
    expect(cards.nth(3)).to_be_attached()

    for at in range(1, cards.count()):
        page.keyboard.press("j")
        concept = cards.nth(at).locator("strong").inner_text()
        expect(page.locator(".where span")).to_contain_text(concept)
        page.wait_for_function(_CLEAR_OF_THE_BAR, arg=at)


# Whether the card starts on the screen and its first 150 pixels end above the bar of keys.
_CLEAR_OF_THE_BAR = """at => {
    const card = document.querySelectorAll(".proposal:not(.considered)")[at].getBoundingClientRect();
    const bar = document.querySelector(".st-key-toolbar").getBoundingClientRect();
    return card.top >= 0 && card.top + Math.min(card.height, 150) <= bar.top;
}"""


def _claim_when_tagged(page: Page) -> None:
    """Claim a program unless one is at hand already; the worker may still be tagging the samples."""
    for _ in range(60):
        expect(page.locator("h1")).to_be_visible()
        page.wait_for_timeout(500)
        if page.locator(".where").count():
            return
        if page.locator(".st-key-claim button:enabled").count():
            page.locator(".st-key-claim button").click()
            expect(page.locator(".where").first).to_be_visible()
            return
        page.reload()
    raise AssertionError("No program was tagged in time.")
