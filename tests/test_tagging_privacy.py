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
        ("Joanne Abernathy, Program Coordinator", "[name], Program Coordinator"),
        ("Yours: Joanne McAbernathy, our lead instructor, first.", "Yours: [name], our lead instructor, first."),
        ("Éloïse Dubreuil-Roy, coordonnatrice", "[name], coordonnatrice"),
        ("Jean de Brébeuf, chargé de cours", "[name], chargé de cours"),
        ("Joanne Abernathy\nProgram Coordinator\njoanne@college.ca", "[name]\nProgram Coordinator\n[e-mail]"),
        ("Questions?\nJoanne Q. Abernathy\n416-555-0199", "Questions?\n[name]\n[phone]"),
        ("info@college.ca\nÉloïse Dubreuil", "[e-mail]\n[name]"),
        ("Inscription : Éloïse Dubreuil, eloise@college.ca", "Inscription : [name], [e-mail]"),
        ("Call 416-555-0199 (Joanne O'Abernathy)", "Call [phone] ([name])"),
        ("Joanne Abernathy - room 4, 416-555-0199", "[name] - room 4, [phone]"),
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
        "Small classes for Sous Chefs. Adobe Photoshop, instructor of your choice",
        "Early Childhood Educator, program coordinator or Human Resources, Course Lead",
        "Gestion de Projet, formateur en entreprise; Soins Infirmiers, enseignante",
        "Joanne Abernathy founded the school.\n\nIt has moved twice since.",
        "The prize of Joanne Abernathy is given to learners of all ages.",
        "Cours offert du 2024-01-15 au 2024-03-30, 45 heures",
    ],
)
def test_what_only_looks_like_them_stays(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize(
    "words", ["Digital Marketing", "Continuing Education", "Soudage de Base Niveau", "Maple College"]
)
def test_what_courses_and_offices_are_called_stays_beside_an_address(words: str) -> None:
    assert masked(f"{words}\ninfo@college.ca") == f"{words}\n[e-mail]"
    assert masked(f"{words}: 416-555-0199") == f"{words}: [phone]"


def test_a_name_apart_from_addresses_by_a_sentence_or_many_characters_stays() -> None:
    far = (
        "Joanne Abernathy, " + "who has led the school for many years and still greets each learner, " + "416-555-0199"
    )

    assert masked("Joanne Abernathy\nIt is free. Write to info@college.ca").startswith("Joanne Abernathy")
    assert masked(far).startswith("Joanne Abernathy")


def test_in_a_title_a_capitalized_word_after_contact_is_no_name() -> None:
    assert personal("Contact Dermatitis Basics", "title") == []
    assert [each.placeholder for each in personal("Leadership with Dr. Abernathy", "title")] == ["[name]"]
