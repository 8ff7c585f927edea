"""The pages, drawn without a browser: who sees what, in both languages, and what stays another's secret."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import streamlit as st
from people import People, enrol
from reviewing import ROBOTS, claimed, send, state_of, tagged
from sqlmodel import Session
from streamlit.testing.v1 import AppTest

import review_queue.database
from admin_app.menu import ENTRIES
from review_queue import claims, decisions
from review_queue.accounts import create_account, deactivate_account
from review_queue.records import Actor, Language
from review_queue.sessions import open_session
from settings import Settings

APP = Path(__file__).parents[1] / "admin_app" / "app.py"
ROLES = ("submitter", "reviewer", "qa", "administrator")
SECRET = "Secret Birch Program"


@dataclass(frozen=True)
class Office:
    """The databases the panel will open, and the people in them."""

    session: Session
    people: People

    def visit(self, actor: Actor, slug: str = "home", *, language: Language = "en", **query: str) -> AppTest:
        """The page as the person sees it after signing in."""
        at = AppTest.from_file(str(APP), default_timeout=20)
        at.session_state["token"] = open_session(self.session, actor)
        at.session_state["language"] = language
        at.run()
        if slug != "home":
            at.query_params.update(query)
            at.switch_page(f"app_pages/{slug}.py").run()
        assert not at.exception
        return at


@pytest.fixture
def office(tmp_path: Path, _sqlite_templates: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    for name, template in _sqlite_templates.items():
        shutil.copy(template, tmp_path / f"{name}.db")
    st.cache_resource.clear()
    engine = review_queue.database.open_engine(Settings(data_dir=tmp_path).database_url("work"))
    with Session(engine) as session:
        yield Office(session, enrol(session))
    engine.dispose()
    st.cache_resource.clear()


def _text(at: AppTest) -> str:
    """Everything that the page says."""
    kinds = ("title", "header", "subheader", "markdown", "caption", "html", "info", "error", "success", "warning")
    said = [str(element.value) for kind in kinds for element in getattr(at, kind)]
    return "\n".join([*said, *(button.label for button in at.button)])


def _stranger(language: Language = "en") -> AppTest:
    """Somebody who has signed out: the browser's cookies are not to be had without a browser."""
    at = AppTest.from_file(str(APP), default_timeout=20)
    at.session_state["signed_out"] = True
    at.session_state["language"] = language
    return at.run()


def test_a_stranger_sees_the_sign_in_form_and_nothing_else(office: Office) -> None:
    tagged(office.session, office.people.submitter)

    at = _stranger()

    assert not at.exception
    assert [field.label for field in at.text_input] == ["E-mail address", "Password"]
    assert ROBOTS.title not in _text(at)


def test_a_person_signs_in_and_out(office: Office) -> None:
    create_account(
        office.session,
        actor=None,
        email="new@example.org",
        name="New Person",
        role="qa",
        institution_name=None,
        password="a long password",
    )
    at = _stranger()

    at.text_input(key="sign_in_email").set_value(" New@example.org ")
    at.text_input(key="sign_in_password").set_value("a long password")
    at.form_submit_button[0].click().run()
    inside = _text(at)
    at.button(key="sign_out").click().run()

    assert "New Person" in inside
    assert "New Person" not in _text(at)
    assert at.text_input(key="sign_in_email").value == ""


def test_a_wrong_password_is_refused_in_the_reader_s_language(office: Office) -> None:
    at = _stranger("fr")

    at.text_input(key="sign_in_email").set_value("nobody@example.org")
    at.text_input(key="sign_in_password").set_value("wrong")
    at.form_submit_button[0].click().run()

    assert at.error[0].value == "L’adresse courriel ou le mot de passe n’est pas juste."


def test_a_closed_account_is_out_at_its_next_click(office: Office) -> None:
    at = office.visit(office.people.reviewer)

    deactivate_account(office.session, actor=office.people.administrator, account_id=office.people.reviewer.account_id)
    at.run()

    assert [field.label for field in at.text_input] == ["E-mail address", "Password"]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_a_role_can_be_drawn_empty_and_with_programs(
    office: Office, role: str, language: Language
) -> None:
    person: Actor = getattr(office.people, role)
    slugs = [entry.slug for entry in ENTRIES if role in entry.roles]

    for slug in slugs:
        assert office.visit(person, slug, language=language).title[0].value
    tagged(office.session, office.people.submitter)
    for slug in slugs:
        assert office.visit(person, slug, language=language).title[0].value


@pytest.mark.parametrize("role", ROLES)
def test_a_page_of_another_role_is_not_there(office: Office, role: str) -> None:
    others = [entry.slug for entry in ENTRIES if role not in entry.roles]
    at = office.visit(getattr(office.people, role))

    assert others
    for slug in others:
        with pytest.raises(ValueError, match="registered"):
            at.switch_page(f"app_pages/{slug}.py")


@pytest.mark.parametrize("slug", ["home", "my_programs", "upload", "listings"])
def test_no_page_shows_a_submitter_another_institution_s_programs(office: Office, slug: str) -> None:
    tagged(office.session, office.people.neighbour, replace(ROBOTS, title=SECRET))

    at = office.visit(office.people.submitter, slug)

    assert SECRET not in _text(at)
    assert "Birch" not in _text(at)
    assert "programs.csv" not in _text(at)


def test_a_guessed_address_says_the_same_of_a_foreign_and_of_no_program(office: Office) -> None:
    (foreign,) = tagged(office.session, office.people.neighbour, replace(ROBOTS, title=SECRET))
    (own,) = tagged(office.session, office.people.submitter)

    asked = {known: office.visit(office.people.submitter, "program", program=str(known)) for known in (foreign, own)}
    nothing = office.visit(office.people.submitter, "program", program=str(uuid4()))

    assert asked[own].header[0].value
    assert SECRET not in _text(asked[foreign])
    assert [error.value for error in asked[foreign].error] == [error.value for error in nothing.error]


def test_a_program_with_hostile_text_is_drawn_as_text(office: Office) -> None:
    hostile = replace(ROBOTS, title="<script>x</script> :red[t]", description="<img src=x onerror=y>")
    (known,) = send(office.session, office.people.submitter, hostile)

    at = office.visit(office.people.submitter, "program", program=str(known))

    assert "<img" not in "".join(html.value for html in at.html)
    assert "&lt;img src=x onerror=y&gt;" in "".join(html.value for html in at.html)
    assert ":red[" not in at.header[0].value.replace("\\", "~")


def test_an_institution_answers_a_question_and_the_program_goes_back(office: Office) -> None:
    known = claimed(office.session, office.people.submitter, office.people.reviewer)
    claims.claim(office.session, actor=office.people.reviewer, submission_id=known)
    decisions.send_back(
        office.session, actor=office.people.reviewer, submission_id=known, question="Which *robots* are meant?"
    )

    at = office.visit(office.people.submitter, "program", program=str(known))
    at.text_area(key=f"answer_{known.hex}").set_value("Those that weld.")
    at.form_submit_button[0].click().run()

    assert not at.exception
    assert state_of(office.session, known) == "tagged"


def _review(office: Office) -> tuple[AppTest, UUID]:
    (known,) = tagged(office.session, office.people.submitter)
    claims.claim(office.session, actor=office.people.reviewer, submission_id=known)
    return office.visit(office.people.reviewer, "review"), known


def test_a_reviewer_decides_by_the_toolbar_and_publishes(office: Office) -> None:
    at, known = _review(office)

    at.button(key="key_accept").click().run()
    at.button(key="key_reject").click().run()
    at.button(key="key_approve").click().run()

    assert not at.exception
    assert state_of(office.session, known) == "approved"
    assert "Nothing waits for review" in _text(at)


def test_undo_takes_back_the_last_decision(office: Office) -> None:
    at, _ = _review(office)
    at.button(key="key_accept").click().run()
    decided = _text(at)

    at.button(key="key_undo").click().run()

    assert "Accepted by Reviewer" in decided
    assert "Accepted by Reviewer" not in _text(at)
    assert "2 to decide" in _text(at)


def test_publishing_with_proposals_undecided_is_refused_and_says_how_many(office: Office) -> None:
    at, known = _review(office)

    at.button(key="key_approve").click().run()

    assert at.error[0].value == "Decide every proposal first; still open: 2."
    assert state_of(office.session, known) == "tagged"


def test_a_decision_somebody_else_took_meanwhile_is_told_and_not_overwritten(office: Office) -> None:
    at, known = _review(office)
    from review_queue.reviews import review_view

    first = review_view(office.session, actor=office.people.reviewer, submission_id=known).proposals[0]
    decisions.decide(
        office.session,
        actor=office.people.reviewer,
        submission_id=known,
        proposal_id=first.proposal_id,
        action="reject",
    )

    at.button(key="key_accept").click().run()

    assert "decided in the meantime" in at.error[0].value
    assert "Rejected by Reviewer" in _text(at)


def test_the_question_is_prefilled_from_what_the_tagger_would_ask(office: Office) -> None:
    at, known = _review(office)

    at.button(key="key_question").click().run()
    asked = at.text_area(key=f"question_{known.hex}")
    prefilled = asked.value
    asked.set_value("For which industry is it?").run()
    at.button(key="settling_send").click().run()

    assert prefilled == "Is it for one industry?"
    assert state_of(office.session, known) == "sent_back"


def test_the_previous_text_is_shown_as_a_difference(office: Office) -> None:
    tagged(office.session, office.people.submitter)
    changed = replace(ROBOTS, description="Write software that lets a robot follow written orders.")
    (known,) = tagged(office.session, office.people.submitter, changed)
    claims.claim(office.session, actor=office.people.reviewer, submission_id=known)

    at = office.visit(office.people.reviewer, "review")

    assert "<del>spoken</del><ins>written</ins>" in "".join(html.value for html in at.html)


def test_an_administrator_makes_an_account_and_is_told_its_password_once(office: Office) -> None:
    at = office.visit(office.people.administrator, "accounts")

    at.text_input[0].set_value("Second Reviewer")
    at.text_input[1].set_value("second@example.org")
    at.selectbox[0].set_value("reviewer")
    at.form_submit_button[0].click().run()
    told = [code.value for code in at.code]
    at.run()

    assert len(told) == 1
    assert len(told[0]) >= 12
    assert [code.value for code in at.code] == []
    assert "second@example.org" in _text(at)


def test_the_audit_trail_is_listed_and_checked(office: Office) -> None:
    tagged(office.session, office.people.submitter)
    at = office.visit(office.people.administrator, "activity")

    at.button[[button.label for button in at.button].index("Check the trail")].click().run()

    assert at.success[0].value == "The audit trail is complete and unchanged."
    assert "Program tagged" in _text(at)
