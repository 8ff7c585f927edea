"""What stays on the machine, and what only looks like it."""

from __future__ import annotations

import pytest

from tagging.selection.privacy import personal


def masked(text: str) -> str:
    for each in reversed(personal(text, "description")):
        text = text[: each.start] + each.placeholder + text[each.end :]
    return text


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("Write to info@college.ca.", "Write to [e-mail]."),
        ("info (at) college.on.ca", "[e-mail]"),
        ("Call 416-555-0199 or (905) 555 0100.", "Call [phone] or [phone]."),
        ("Composez le 1 819 555-0123, poste 4", "Composez le [phone]"),
        ("Abroad: +33 1 99 00 12 34", "Abroad: [phone]"),
        ("Contact Joanne Abernathy for details", "Contact [name] for details"),
        ("contact Joanne at reception", "contact [name] at reception"),
        ("taught by Dr. O. Featherstonehaugh", "taught by [name]"),
        ("Communiquez avec Mme Éloïse Dubreuil-Roy.", "Communiquez avec [name]."),
        ("Personne-ressource : Éloïse Dubreuil", "Personne-ressource : [name]"),
        ("responsable : Éloïse Dubreuil", "responsable : [name]"),
        ("M. de la Tour", "M. de la Tour"),
    ],
)
def test_addresses_numbers_and_names_are_replaced_by_what_they_are(text: str, sent: str) -> None:
    assert masked(text) == sent


@pytest.mark.parametrize(
    "text",
    [
        "Contact Centre Agent: call Python functions in 2021.",
        "Contact Lens Fitting and Call Centre Operations",
        "Call Us Today",
        "Learn MS Word, Ms Excel and M365",
        "Tuition $1,250.00, NOC 21231, 120 hours, ISO 9001:2015, CSA Z462-21",
        "Twitter @college, C++ and C# at 3.5 GPA",
        "Cours offert du 2024-01-15 au 2024-03-30, 45 heures",
    ],
)
def test_what_only_looks_like_them_stays(text: str) -> None:
    assert masked(text) == text


def test_in_a_title_a_capitalized_word_after_contact_is_no_name() -> None:
    assert personal("Contact Dermatitis Basics", "title") == []
    assert [each.placeholder for each in personal("Leadership with Dr. Abernathy", "title")] == ["[name]"]
