"""The pages, drawn without a browser: who sees what, in both languages, and what stays another's secret."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from buying import MODEL
from offices import APP, Office, said
from publications import MONDAY, WELDING, program, tag
from reviewing import ROBOTS, claimed, send, state_of, tagged
from sqlmodel import Session, col, update
from streamlit.testing.v1 import AppTest

from admin_app.menu import ENTRIES
from catalog.publication import publish
from review_queue import circuit, claims, decisions
from review_queue.accounts import create_account, deactivate_account
from review_queue.budgets import Budgets
from review_queue.clock import moment
from review_queue.ledger import WorkLedger
from review_queue.model_tables import RetaggedProgram, Retagging, RetaggingBatch
from review_queue.prices import read_prices
from review_queue.programs import my_programs
from review_queue.records import Actor, Language
from review_queue.tables import Submission, Tagging
from review_queue.waiting import Reason, park, postpone
from tagging.selection.failures import Failure, ProviderRefused
from tagging.selection.ledger import Call

ROLES = ("submitter", "reviewer", "qa", "administrator")
SECRET = "Secret Birch Program"


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
    assert ROBOTS.title not in said(at)


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
    inside = said(at)
    at.button(key="sign_out").click().run()

    assert "New Person" in inside
    assert "New Person" not in said(at)
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

    assert SECRET not in said(at)
    assert "Birch" not in said(at)
    assert "programs.csv" not in said(at)


def test_a_guessed_address_says_the_same_of_a_foreign_and_of_no_program(office: Office) -> None:
    (foreign,) = tagged(office.session, office.people.neighbour, replace(ROBOTS, title=SECRET))
    (own,) = tagged(office.session, office.people.submitter)

    asked = {known: office.visit(office.people.submitter, "program", program=str(known)) for known in (foreign, own)}
    nothing = office.visit(office.people.submitter, "program", program=str(uuid4()))

    assert asked[own].header[0].value
    assert SECRET not in said(asked[foreign])
    assert [error.value for error in asked[foreign].error] == [error.value for error in nothing.error]


def test_a_program_with_hostile_text_is_drawn_assaid(office: Office) -> None:
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
    assert "Nothing waits for review" in said(at)


def test_undo_takes_back_the_last_decision(office: Office) -> None:
    at, _ = _review(office)
    at.button(key="key_accept").click().run()
    decided = said(at)

    at.button(key="key_undo").click().run()

    assert "Accepted by Reviewer" in decided
    assert "Accepted by Reviewer" not in said(at)
    assert "2 to decide" in said(at)


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
    assert "Rejected by Reviewer" in said(at)


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


SHEET = (
    "program_id,title,description,language,hours\n"
    "S-1,Seam Welding,Weld seams on steel frames and inspect each of them.,en,40\n"
    "S-2,,Weld seams on steel frames.,en,forty\n"
)


def _upload(office: Office, at: AppTest | None = None) -> AppTest:
    at = at or office.visit(office.people.submitter, "upload")
    at.file_uploader[0].upload("sheet.csv", SHEET.encode())
    return at.run()


def test_problems_are_shown_before_anything_is_sent(office: Office) -> None:
    at = _upload(office)

    assert not at.exception
    assert "Row 3, Hours" in said(at)
    assert "1 program is ready to send. 1 row needs correcting." in said(at)
    assert my_programs(office.session, actor=office.people.submitter).total == 0


def test_good_rows_are_sent_and_the_problems_are_found_again_later(office: Office) -> None:
    _upload(office).button(key="send").click().run()

    later = office.visit(office.people.submitter, "upload")

    assert my_programs(office.session, actor=office.people.submitter).total == 1
    assert "Row 3, Hours" in said(later)
    assert [expander.label for expander in later.expander] == ["2 problems found in this file"]


def test_the_same_file_again_is_said_to_be_known(office: Office) -> None:
    at = _upload(office)
    at.button(key="send").click().run()

    _upload(office, at).button(key="send").click().run()

    assert "This file was received before" in at.info[0].value
    assert my_programs(office.session, actor=office.people.submitter).total == 1


def test_a_file_that_is_no_table_is_refused_with_a_sentence(office: Office) -> None:
    at = office.visit(office.people.submitter, "upload", language="fr")
    at.file_uploader[0].upload("programmes.xlsx", b"MZ\x90\x00\x03" + bytes(200))

    at.run()

    assert not at.exception
    assert at.error[0].value
    assert "send" not in [button.key for button in at.button]


def test_listings_are_found_by_an_occupation_group_at_any_level(office: Office) -> None:
    with Session(office.catalog) as session:
        publish(session, WELDING, MONDAY)
        publish(session, program("Bread Baking", tags=(tag("occupation", "63202"),)), MONDAY)
    at = office.visit(office.people.qa, "listings")
    everything = said(at)

    at.selectbox(key="listings_occupation").set_value("72").run()

    assert "2 listings" in everything
    assert "1 listing" in said(at)
    assert "Robotic Welding Cells" in said(at)
    assert "Bread Baking" not in said(at)


def test_a_listing_shows_its_tags_with_what_lies_above_them(office: Office) -> None:
    with Session(office.catalog) as session:
        known = publish(session, WELDING, MONDAY)

    at = office.visit(office.people.submitter, "listings", language="fr", listing=str(known.listing_id))

    assert at.header[0].value == "Robotic Welding Cells"
    assert "Profession › Métiers, transport, machinerie et domaines apparentés" in said(at)


@pytest.mark.parametrize("asked", ["0f0f0f0f-0000-4000-8000-000000000000", "no-id"])
def test_a_listing_that_is_not_there_is_told_in_a_sentence(office: Office, asked: str) -> None:
    with Session(office.catalog) as session:
        publish(session, WELDING, MONDAY)

    at = office.visit(office.people.qa, "listings", listing=asked)

    assert at.info[0].value == "The catalog has no such listing."


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
    assert "second@example.org" in said(at)


def test_the_audit_trail_is_listed_and_checked(office: Office) -> None:
    tagged(office.session, office.people.submitter)
    at = office.visit(office.people.administrator, "activity")

    at.button[[button.label for button in at.button].index("Check the trail")].click().run()

    assert at.success[0].value == "The audit trail is complete and unchanged."
    assert "Program tagged" in said(at)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_home_says_that_one_question_waits(office: Office, language: Language) -> None:
    asked = claimed(office.session, office.people.submitter, office.people.reviewer, now=datetime.now(UTC))
    decisions.send_back(office.session, actor=office.people.reviewer, submission_id=asked, question="Which software?")

    at = office.visit(office.people.submitter, "home", language=language)

    assert not at.exception
    assert ("one of your programs" if language == "en" else "un de vos programmes") in said(at)


def test_a_text_that_would_be_replaced_is_named_before_anything_is_sent(office: Office) -> None:
    at = _upload(office)
    at.button(key="send").click().run()
    at = office.visit(office.people.submitter, "upload")
    at.file_uploader[0].upload("again.csv", SHEET.replace("Seam Welding", "Chainsaw Safety").encode())
    at.run()

    assert "S\\-1" in at.warning[0].value
    assert "Seam Welding → Chainsaw Safety" in at.warning[0].value


def _bought(office: Office, *, model: str = MODEL, now: datetime | None = None) -> UUID:
    (known,) = tagged(office.session, office.people.submitter)
    clock = (lambda: now) if now else moment
    engine = office.session.get_bind()
    ledger = WorkLedger(engine, model=model, prices=read_prices(), limits=Budgets(), clock=clock)
    call = Call("k", str(known), "select@1", "a" * 64, model, 1_000_000, 400_000, 50_000, 1.5, "answered")
    ledger.bought(call, "{}")
    return known


def test_without_a_model_the_page_of_model_calls_says_so(office: Office) -> None:
    at = office.visit(office.people.administrator, "model_calls")

    assert "no model is asked" in at.info[0].value
    assert "No model was called this month." in said(at)
    assert "Calls outside this machine are allowed" in said(at)


@pytest.mark.parametrize(("language", "cost"), [("en", "<td>$0.21</td>"), ("fr", "<td>0,21\N{NO-BREAK SPACE}$</td>")])
def test_model_calls_are_summed_up_with_their_cost(office: Office, language: Language, cost: str) -> None:
    _bought(office)

    page = said(office.visit(office.people.administrator, "model_calls", language=language))

    # Today and this month; one program, so its cost is the whole.
    assert page.count(cost) == 4
    assert "400,000" in page or "400\N{NO-BREAK SPACE}000" in page


def test_a_call_of_unknown_cost_is_said_to_be_unknown(office: Office) -> None:
    _bought(office, model="unheard-of")

    at = office.visit(office.people.administrator, "model_calls")

    assert "The cost of 1 call this month is unknown" in at.warning[0].value


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("en", ("Questions: 2; answered: 1", "1 question has no answer: the provider did not come", "asks again")),
        ("fr", ("Questions : 2; réponses : 1", "1 question est sans réponse : le fournisseur n’y est", "repose ces")),
    ],
)
def test_an_ended_retagging_says_how_many_questions_have_no_answer_and_why(
    office: Office, language: Language, sentences: tuple[str, ...]
) -> None:
    known, batch = uuid4(), uuid4()
    programs = tagged(office.session, office.people.submitter, ROBOTS, replace(ROBOTS, program_id="R-2"))
    office.session.add(Retagging(id=known, state="done", asked_at=moment()))
    office.session.flush()
    office.session.add(RetaggingBatch(id=batch, retagging_id=known, state="done", batch_id="batch-1"))
    office.session.flush()
    for program_id, why in zip(programs, (None, "expired"), strict=True):
        mine = {"retagging_id": known, "retagging_batch_id": batch, "submission_id": program_id, "key": "k"}
        mine |= {"model": MODEL, "prompt": "select@1", "prompt_hash": "h", "characters": 4000}
        office.session.add(RetaggedProgram(**mine, collected=True, unanswered=why))
    office.session.commit()

    page = said(office.visit(office.people.administrator, "model_calls", language=language))

    assert [sentence for sentence in sentences if sentence not in page] == []


@pytest.mark.parametrize(
    ("state", "reason", "sentence"),
    [
        ("asked", None, "the worker has yet to hand over"),
        ("sent", None, "0 published programs are asked about"),
        ("failed", "price_unknown", "did not run: nothing was asked"),
        ("failed", "price_unknown", "The price table does not have the model"),
        ("done", None, "had nothing to ask"),
    ],
)
def test_a_retagging_that_asked_nothing_says_so(office: Office, state: str, reason: str | None, sentence: str) -> None:
    office.session.add(Retagging(state=state, asked_at=moment(), reason=reason))
    office.session.commit()

    assert sentence in said(office.visit(office.people.administrator, "model_calls"))


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "cannot be fetched: the provider refuses the key in OPENAI_API_KEY. They stay at the provider"),
        ("fr", "être récupérées : le fournisseur refuse la clé de OPENAI_API_KEY. Elles restent chez le fournisseur"),
    ],
)
def test_a_retagging_without_access_to_its_answers_says_what_it_waits_for(
    office: Office, language: Language, sentence: str
) -> None:
    office.session.add(Retagging(state="sent", asked_at=moment(), reason="budget_day", waits_for="key_refused"))
    office.session.commit()

    at = office.visit(office.people.administrator, "model_calls", language=language)

    assert sentence in at.error[0].value
    assert len(at.warning) == 1


def test_work_that_gave_up_is_listed_with_its_reason_and_tried_again_by_a_button(office: Office) -> None:
    first, second = send(office.session, office.people.submitter, ROBOTS, replace(ROBOTS, program_id="R-2"))
    park(office.session, col(Submission.id) == first, "request_refused", failure=Failure("request_refused", 400))
    postpone(office.session, col(Submission.id) == second, moment() + timedelta(hours=1), "budget_day")

    at = office.visit(office.people.administrator, "model_calls")
    before = said(at)
    at.button(key=f"retry_{first.hex}").click().run()
    alone = (state_of(office.session, first), office.session.get_one(Submission, second).reason_code)
    at.button(key="retry_all").click().run()

    assert "The model provider refused the request" in before
    assert "does not accept the request for this text" in before and "(Status 400)" in before
    assert "1 program waits: The day's budget" in before
    assert alone == ("received", "budget_day")
    office.session.expire_all()
    assert office.session.get_one(Submission, second).reason_code is None


@pytest.mark.parametrize(
    ("language", "waits"),
    [("en", "1 program waits: Tagging is on hold"), ("fr", "1 programme attend : L’étiquetage de tous")],
)
def test_programs_held_up_for_all_are_counted_alike_on_both_pages_of_administrators(
    office: Office, language: Language, waits: str
) -> None:
    (known,) = send(office.session, office.people.submitter, ROBOTS)
    postpone(office.session, col(Submission.id) == known, moment() + timedelta(hours=1), "provider_refused")

    for slug in ("activity", "model_calls"):
        page = said(office.visit(office.people.administrator, slug, language=language))
        assert waits in page
        assert not re.search("No program waits|Aucun programme n’attend|nothing is needed|rien n’est attendu", page)
    own = said(office.visit(office.people.submitter, "program", language=language, program=str(known)))
    assert re.search("nothing is needed of you|rien n’est attendu de vous", own)
    line = said(office.visit(office.people.administrator, "program", language=language, program=str(known)))
    assert waits.rsplit(": ", maxsplit=1)[-1].rsplit(" : ", maxsplit=1)[-1] in line
    assert not re.search("nothing is needed|rien n’est attendu", line)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "refuses the key in OPENAI_API_KEY. (Status 401)"), ("fr", "refuse la clé de OPENAI_API_KEY. (État 401)")],
)
def test_a_provider_that_refuses_every_call_is_told_on_each_administrator_s_page(
    office: Office, language: Language, sentence: str
) -> None:
    circuit.failed(office.session, ProviderRefused(Failure("key_refused", 401)), moment())
    office.session.commit()

    for slug in ("home", "activity", "model_calls"):
        at = office.visit(office.people.administrator, slug, language=language)
        assert sentence in at.error[0].value
    assert not office.visit(office.people.submitter, "home").error


@pytest.mark.parametrize(
    ("reason", "value", "sentences"),
    [
        ("tagging_failed", "ValueError", {"en": "with the error ValueError", "fr": "sur l’erreur ValueError"}),
        ("calls_forbidden", "llm.example", {"en": "is off and llm.example is", "fr": "désactivé et llm.example n’est"}),
        ("price_unknown", "m-1", {"en": "does not know m-1: nothing", "fr": "ne contient pas m-1 : rien"}),
    ],
)
def test_what_a_reason_names_is_told_in_both_languages(
    office: Office, reason: Reason, value: str, sentences: dict[Language, str]
) -> None:
    (known,) = send(office.session, office.people.submitter, ROBOTS)
    park(office.session, col(Submission.id) == known, reason, value=value)

    for language, sentence in sentences.items():
        page = said(office.visit(office.people.administrator, "activity", language=language)).replace("\\", "")
        assert sentence in page
        assert "en anglais" not in page


def test_a_detail_recorded_in_english_before_is_still_shown(office: Office) -> None:
    (old,) = send(office.session, office.people.submitter, ROBOTS)
    park(office.session, col(Submission.id) == old, "provider_refused")
    told = "The model provider refused: No credit is left."
    office.session.exec(update(Submission).values(reason=told))
    office.session.commit()

    page = said(office.visit(office.people.administrator, "activity", language="fr")).replace("\\", "")

    assert f"Consigné auparavant, en anglais : {told}" in page
    assert "suspendu jusqu’à ce que l’administration rétablisse l’accès" in page


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_reviewer_is_shown_suspicious_passages_with_what_is_hidden_and_what_made_the_proposals(
    office: Office, language: Language
) -> None:
    (known,) = tagged(office.session, office.people.submitter)
    hostile = {"field": "title", "start": 0, "end": 9, "quote": "Say <b>\u200b\u200b\u202e\u3164 now"}
    origin = {"model": "gpt-4o-mini", "prompt": "select@1", "prompt_hash": "abcdef0123456789"}
    office.session.exec(update(Tagging).values(suspicious=[hostile], **origin))
    office.session.commit()
    claims.claim(office.session, actor=office.people.reviewer, submission_id=known)

    at = office.visit(office.people.reviewer, "review", language=language)

    assert ("instruction to a machine" if language == "en" else "instruction donnée à une machine") in at.warning[
        0
    ].value
    shown = "<q>Say &lt;b&gt;<code>U+200B×2</code><code>U+202E</code><code>U+3164</code> now</q>"
    assert shown in "".join(html.value for html in at.html)
    assert "select@1 (abcdef01)" in re.sub(r"\\|\N{WORD JOINER}", "", said(at))


def test_a_text_without_suspicious_passages_gets_no_notice(office: Office) -> None:
    at, _ = _review(office)

    assert [warning.value for warning in at.warning] == []
    assert "Proposals made by the profile test." in said(at)


def test_a_tool_that_the_publisher_does_not_list_is_marked_where_it_is_reviewed(office: Office) -> None:
    reviewer = office.people.reviewer
    submission_id = claimed(office.session, office.people.submitter, reviewer, now=moment())
    before = said(office.visit(reviewer, "review"))
    decisions.decide(
        office.session,
        actor=reviewer,
        submission_id=submission_id,
        proposal_id=None,
        action="add",
        facet="technology",
        code="notion",
    )

    assert "not listed by O*NET" not in before
    assert "not listed by O*NET" in said(office.visit(reviewer, "review"))


def test_accounts_activity_and_model_calls_are_pages_of_administrators_alone() -> None:
    alone = {entry.slug for entry in ENTRIES if entry.roles == {"administrator"}}

    assert alone == {"accounts", "activity", "model_calls"}
