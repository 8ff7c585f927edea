"""The report opened from disk in Chromium, without network."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from evals import baseline
from evals.__main__ import main

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("language", "width"), [("en", 1400), ("fr", 420)])
def test_the_report_opens_without_network_and_fits_the_screen(
    chromium: Browser, tmp_path: Path, language: str, width: int
) -> None:
    target = tmp_path / "report.html"
    # The run beside itself, so that it is compared, too.
    runs = [str(baseline.FOLDER)] * 2
    assert main(["report", *runs, "--output", str(target), "--language", language]) == 0
    context = chromium.new_context(viewport={"width": width, "height": 900}, offline=True)
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))

    page.goto(target.as_uri())

    assert asked == [target.as_uri()]
    assert complaints == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("h2").count() >= 10
    box = page.locator("svg.square circle").first.bounding_box()
    assert box is not None
    assert box["width"] > 2
    context.close()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_comparison_scrolls_in_its_box_on_a_narrow_screen_and_the_page_stays(
    chromium: Browser, tmp_path: Path, language: str
) -> None:
    target = tmp_path / "report.html"
    runs = [str(baseline.FOLDER)] * 2
    assert main(["report", *runs, "--output", str(target), "--language", language]) == 0
    page = chromium.new_page(viewport={"width": 420, "height": 900})
    page.goto(target.as_uri())
    box = page.locator(".wide").first
    last = box.locator("th").last

    box.focus()
    for _ in range(20):
        box.press("ArrowRight")
    page.wait_for_function("document.querySelector('.wide').scrollLeft > 100")

    expect(last).to_be_in_viewport()
    assert page.evaluate("[scrollX, document.documentElement.scrollWidth]") == [0, 420]
    page.close()
