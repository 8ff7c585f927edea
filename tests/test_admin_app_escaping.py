"""Uploaded text can change nothing on the page it is drawn on."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from admin_app.widgets.escaping import in_html, in_markdown
from admin_app.widgets.program_text import marked
from admin_app.widgets.revision_diff import difference

HOSTILE = "<img src=x onerror=alert(1)> **bold** :red[x] [a](javascript:b) $x^2$ `c`"


def test_no_markdown_sign_is_left_unescaped() -> None:
    unescaped = re.findall(r"(?<!\\)[<>*_`\[\]()#$:|~]", in_markdown(HOSTILE))

    assert unescaped == []


def test_markdown_stays_on_one_line_so_that_no_block_can_begin() -> None:
    assert "\n" not in in_markdown("Title\n\n# heading\n---")


@pytest.mark.parametrize("address", ["https://bad.example", "www.bad.example", "someone@bad.example"])
def test_addresses_do_not_become_links(address: str) -> None:
    shown = in_markdown(address).replace("\\", "")

    assert not re.search(r"://|www\.|\w@", shown)
    assert shown.replace("\N{WORD JOINER}", "") == address


def test_html_is_shown_and_not_run() -> None:
    assert in_html('<b onclick="x">') == "&lt;b onclick=&quot;x&quot;&gt;"


@given(st.text(alphabet="ab<>&\" '\n", max_size=40), st.data())
def test_marked_text_is_the_text_with_marks_and_nothing_else(text: str, data: st.DataObject) -> None:
    places = st.integers(0, len(text))
    spans = [
        (*sorted((data.draw(places), data.draw(places))), facet, focused)
        for facet, focused in data.draw(
            st.lists(st.tuples(st.sampled_from(["skill", "industry"]), st.booleans()), max_size=4)
        )
    ]

    html = marked(text, spans)

    assert re.sub(r"</?mark[^>]*>", "", html) == in_html(text)
    assert html.count("<mark") == html.count("</mark>")


def test_overlapping_evidence_is_nested_and_keeps_both_facets() -> None:
    crossing = marked("teach Python well", [(0, 12, "skill", False), (6, 17, "technology", True)])
    within = marked("teach Python", [(6, 12, "technology", False), (0, 12, "skill", True)])

    assert crossing == (
        "<mark class='facet-skill'>teach <mark class='facet-technology is-focused'>Python</mark></mark>"
        "<mark class='facet-technology is-focused'> well</mark>"
    )
    assert within == ("<mark class='facet-skill is-focused'>teach <mark class='facet-technology'>Python</mark></mark>")


def test_a_stretch_that_two_proposals_quote_is_marked_once_and_focused_for_either() -> None:
    assert marked("Go", [(0, 2, "skill", False), (0, 2, "skill", True)]).count("<mark") == 1
    assert "is-focused" in marked("Go", [(0, 2, "skill", True), (0, 2, "skill", False)])


def test_a_difference_shows_words_gone_and_words_come_escaped() -> None:
    assert difference("learn old <b>", "learn new <b>") == "learn <del>old</del><ins>new</ins> &lt;b&gt;"


@given(st.text(alphabet="ab <&\n", max_size=30), st.text(alphabet="ab <&\n", max_size=30))
def test_a_difference_without_its_deletions_is_the_new_text(before: str, after: str) -> None:
    html = re.sub(r"<del>.*?</del>", "", difference(before, after), flags=re.DOTALL)

    assert re.sub(r"</?ins>", "", html) == in_html(after)
