"""A panel of its own with a worker, on fresh databases and a free port, and a Chromium to use it with."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from panels import RunningPanel, start
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


class Visit:
    """One person at the panel, with what they do in a word each; `outside` has every request to elsewhere."""

    def __init__(self, chromium: Browser, panel: RunningPanel, language: str, width: int) -> None:
        self.panel = panel
        self.outside: list[str] = []
        locale = "fr-CA" if language == "fr" else "en-CA"
        context = chromium.new_context(viewport={"width": width, "height": 900}, locale=locale)
        context.set_default_timeout(20_000)
        self.page: Page = context.new_page()
        self.page.on("request", lambda request: self._note(request.url))

    def _note(self, address: str) -> None:
        if not address.startswith((self.panel.address, "ws://127.0.0.1", "data:", "blob:")):
            self.outside.append(address)

    def open(self, slug: str) -> None:
        self.page.goto(f"{self.panel.address}/{slug}")

    def sign_in(self, role: str, *, at: str = "") -> None:
        email, password = self.panel.accounts[role]
        self.open(at)
        fields = self.page.locator(".st-key-sign_in input")
        fields.nth(0).fill(email)
        fields.nth(1).fill(password)
        fields.nth(1).press("Enter")
        self.page.locator(".st-key-sign_out").wait_for(state="attached")

    def go(self, label: str) -> None:
        """By the menu at the side, as a person would."""
        self.page.locator(".st-key-side_pages").get_by_role("link", name=label, exact=True).click()
        self.page.get_by_role("heading", level=1, name=label).wait_for()


Open = Callable[..., Visit]


@pytest.fixture(scope="module")
def panel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPanel]:
    running = start(tmp_path_factory.mktemp("panel") / "data")
    yield running
    assert running.stop() == 0


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"No Chromium at {CHROMIUM}; install it or name another with CHROMIUM.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def browse(chromium: Browser, panel: RunningPanel) -> Iterator[Open]:
    """Opens visits, each with cookies of its own, closed at the end of the test."""
    opened: list[Visit] = []

    def visit(language: str = "en", *, width: int = 1400) -> Visit:
        opened.append(Visit(chromium, panel, language, width))
        return opened[-1]

    yield visit
    for one in opened:
        one.page.context.close()
