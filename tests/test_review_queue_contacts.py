"""Contact data taken out of a text."""

from __future__ import annotations

import pytest

from review_queue.contacts import without_contacts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Write to ann.lee+pro@college.on.ca.", "Write to …."),
        ("Call 416-555-0199 today", "Call … today"),
        ("Call (416) 555-0199, ext. 12", "Call …"),
        ("Composez le 1 800 555-0199, poste 4321", "Composez le …"),
        ("+1.416.555.0199", "…"),
        ("Contact: Dr. Ann Lee for details.", "Contact: … for details."),
    ],
)
def test_addresses_and_numbers_are_taken_out(text: str, expected: str) -> None:
    assert without_contacts(text) == expected


@pytest.mark.parametrize(
    "text", ["NOC 21231 and 2021-2025", "120 hours for $1,250.00", "ISO 9001:2015", "C++ @ work", "code 123-456-78901"]
)
def test_everything_else_stays(text: str) -> None:
    assert without_contacts(text) == text
