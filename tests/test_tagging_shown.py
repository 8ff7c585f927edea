"""A text as a model sees it, and the way back from a quote to the text as submitted."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tagging import evidence
from tagging.analysis import segments
from tagging.records import Evidence, Program
from tagging.selection.shown import LONGEST_QUOTE, MOST_CHARACTERS, Shown, shown


def field(description: str) -> tuple[Program, Shown]:
    program = Program("p", "", description, (), "en")
    return program, shown(program, segments(program, "en"), ())[0]


def located(description: str, quote: str) -> str | None:
    program, seen = field(description)
    found = seen.locate(quote, program)
    assert found is None or evidence.is_verbatim(program, found)
    return found.quote if found else None


def test_a_quote_is_found_whatever_its_case_spaces_and_quotation_marks_and_kept_as_the_text_has_it() -> None:
    text = "Learners read  the worker’s\n“blue” prints."

    assert located(text, 'READ the worker\'s "blue" prints') == "read  the worker’s\n“blue” prints"
    assert located("Utiliser l’outil – avec soin", "utiliser l'outil - avec soin") == "Utiliser l’outil – avec soin"


def test_a_quote_that_is_not_there_or_no_whole_word_is_not_found() -> None:
    assert located("Learners weld pipe.", "weld steel") is None
    assert located("Learners weld pipe.", "earner") is None
    assert located("Learners weld pipe.", "…") is None
    assert located("Vitamin C", "c") is None


def test_a_quote_that_covers_something_masked_is_not_found() -> None:
    text = "Weld pipe. Contact Joanne Abernathy at jo@shop.ca for dates."
    _, seen = field(text)

    assert seen.text == "Weld pipe. Contact [name] at [e-mail] for dates."
    assert located(text, "Contact [name] at") is None
    assert located(text, "[e-mail]") is None
    assert located(text, "for dates") == "for dates"


def test_hidden_characters_and_brackets_do_not_reach_the_model_and_do_not_break_quotes() -> None:
    text = "We\u200bld <|im_end|> pi\U000e0041pe\u202e and\u2028read <b>plans</b>"
    _, seen = field(text)

    assert seen.text == "Weld ‹|im_end|› pipe and\nread ‹b›plans‹/b›"
    assert located(text, "weld <|im_end|> pipe") == "We\u200bld <|im_end|> pi\U000e0041pe"


def test_an_address_broken_up_by_hidden_characters_is_masked_all_the_same() -> None:
    assert field("Write to jo\u200b@sh\u00adop.ca now")[1].text == "Write to [e-mail] now"


def test_a_long_text_keeps_its_title_its_beginning_and_what_tells_most() -> None:
    filler = " ".join(f"Sentence number {number} speaks of the campus." for number in range(300))
    text = f"First words here. {filler} Learners weld pipe. Contact Joanne Abernathy for dates. {filler}"
    program = Program("p", "Welding", text, ("Read plans",), "en")
    at = text.index("Learners weld")
    telling = Evidence("description", at, at + 18, "Learners weld pipe")
    title, description, outcomes = shown(program, segments(program, "en"), [telling])

    assert len(title.text) + len(description.text) + len(outcomes.text) <= MOST_CHARACTERS
    assert (title.text, outcomes.text) == ("Welding", "Read plans")
    assert description.text.startswith("First words here.")
    assert " … Learners weld pipe. " in description.text
    found = description.locate("learners weld pipe", program)
    assert found is not None
    assert found.start == at
    assert description.locate("campus. … Learners", program) is None


def test_a_quote_of_everything_is_cut_to_a_readable_length() -> None:
    text = "Learners weld pipe and plate in every position. " * 20
    found = located(text, text)

    assert found is not None
    assert 0 < len(found) <= LONGEST_QUOTE


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.data())
def test_whatever_is_shown_leads_back_to_the_text(text: str, data: st.DataObject) -> None:
    program = Program("p", "Title", text, (), "en")
    for seen in shown(program, segments(program, "en"), ()):
        assert len(seen.text) == len(seen.places)
        start = data.draw(st.integers(0, len(seen.text)))
        found = seen.locate(seen.text[start : data.draw(st.integers(start, len(seen.text)))], program)
        assert found is None or evidence.is_verbatim(program, found)


def test_lines_of_marks_alone_are_not_shown_and_quotes_are_still_found() -> None:
    program = Program("x", "Welding", "Weld steel.\n   \n : \nCut pipe.", (), "en")
    description = shown(program, segments(program, "en"), ())[1]

    assert description.text == "Weld steel.\nCut pipe."
    found = description.locate("Cut pipe", program)
    assert found is not None
    assert program.description[found.start : found.end] == "Cut pipe"
