from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from people import People
from reviewing import NOON
from sqlmodel import Session, select

from review_queue import accounts, attempts
from review_queue.records import Actor
from review_queue.refusals import (
    EmailTaken,
    Forbidden,
    InstitutionNeeded,
    InstitutionNotAllowed,
    InvalidEmail,
    LastAdministrator,
    NotFound,
    SessionEnded,
    SignInRefused,
    TooManyAttempts,
    WeakPassword,
)
from review_queue.sessions import open_session, resume_session
from review_queue.tables import Account, Institution

PASSWORD = "correct horse battery"


def create(session: Session, actor: Actor | None = None, **changes: str | None) -> None:
    given = {"email": "Qa@Example.org", "name": "Qa", "role": "qa", "institution_name": None, "password": PASSWORD}
    accounts.create_account(session, actor=actor, now=NOON, **(given | changes))


def test_an_account_signs_in_whatever_the_case_of_its_address(work_session: Session) -> None:
    create(work_session)

    actor = accounts.sign_in(work_session, email=" qa@example.ORG ", password=PASSWORD, now=NOON)

    assert (actor.name, actor.role, actor.institution_id) == ("Qa", "qa", None)
    account = work_session.exec(select(Account)).one()
    assert account.last_signed_in_at == NOON
    assert account.password_hash.startswith("$argon2id$")


@pytest.mark.parametrize("email", ["qa@example.org", "nobody@example.org"])
def test_a_wrong_password_and_an_unknown_address_are_refused_alike(work_session: Session, email: str) -> None:
    create(work_session)

    with pytest.raises(SignInRefused, match="The e-mail address or the password is not right"):
        accounts.sign_in(work_session, email=email, password="wrong", now=NOON)


@pytest.mark.parametrize("email", ["qa@example.org", "nobody@example.org"])
def test_after_five_failures_even_the_right_password_waits(work_session: Session, email: str) -> None:
    create(work_session)
    for _ in range(attempts.FAILURES):
        with pytest.raises(SignInRefused):
            accounts.sign_in(work_session, email=email, password="wrong", now=NOON)

    with pytest.raises(TooManyAttempts) as refused:
        accounts.sign_in(work_session, email=email, password=PASSWORD, now=NOON + timedelta(minutes=5))

    assert refused.value.wait_seconds == 600
    assert refused.value.values == {"wait_seconds": "600"}


def test_the_limit_ends_with_its_window_and_counts_from_there(work_session: Session) -> None:
    create(work_session)
    for _ in range(attempts.FAILURES):
        with pytest.raises(SignInRefused):
            accounts.sign_in(work_session, email="qa@example.org", password="wrong", now=NOON)
    after = NOON + attempts.WINDOW

    assert accounts.sign_in(work_session, email="qa@example.org", password=PASSWORD, now=after).role == "qa"


def test_signing_in_forgets_the_failures_before_it(work_session: Session) -> None:
    create(work_session)
    for _ in range(2):
        for _ in range(attempts.FAILURES - 1):
            with pytest.raises(SignInRefused):
                accounts.sign_in(work_session, email="qa@example.org", password="wrong", now=NOON)
        accounts.sign_in(work_session, email="qa@example.org", password=PASSWORD, now=NOON)


def test_attempts_in_parallel_share_the_places_of_the_limit(work_session: Session) -> None:
    with Session(work_session.get_bind()) as other:
        for session in (work_session, other, work_session, other, work_session):
            attempts.reserve(session, "qa@example.org", now=NOON)
        with pytest.raises(TooManyAttempts):
            attempts.reserve(other, "qa@example.org", now=NOON)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"email": "QA@example.org"}, EmailTaken),
        ({"email": "qa at example.org"}, InvalidEmail),
        ({"password": "elevenchars"}, WeakPassword),
        ({"email": "s@example.org", "role": "submitter"}, InstitutionNeeded),
        ({"email": "s@example.org", "role": "submitter", "institution_name": " "}, InstitutionNeeded),
        ({"email": "r@example.org", "role": "reviewer", "institution_name": "Maple"}, InstitutionNotAllowed),
    ],
)
def test_an_account_that_cannot_be_is_refused_and_leaves_nothing(
    work_session: Session, changes: dict[str, str], refusal: type[Exception]
) -> None:
    create(work_session)

    with pytest.raises(refusal):
        create(work_session, **changes)

    assert len(work_session.exec(select(Account)).all()) == 1
    assert work_session.exec(select(Institution)).all() == []


def test_two_submitters_of_one_institution_share_it_however_it_is_spelled(work_session: Session) -> None:
    create(work_session, email="a@example.org", role="submitter", institution_name="Collège  Érable")
    create(work_session, email="b@example.org", role="submitter", institution_name="COLLEGE ERABLE")

    assert [institution.name for institution in work_session.exec(select(Institution))] == ["Collège Érable"]


@pytest.mark.parametrize("role", ["submitter", "reviewer", "qa"])
def test_only_administrators_run_accounts(work_session: Session, people: People, role: str) -> None:
    actor: Actor = getattr(people, role)
    other = people.neighbour.account_id

    for use_case in (
        lambda: create(work_session, actor),
        lambda: accounts.list_accounts(work_session, actor=actor),
        lambda: accounts.deactivate_account(work_session, actor=actor, account_id=other),
        lambda: accounts.reset_password(work_session, actor=actor, account_id=other, password=PASSWORD),
    ):
        with pytest.raises(Forbidden, match=role):
            use_case()


def test_administrators_see_every_account_with_its_institution(work_session: Session, people: People) -> None:
    create(work_session, people.administrator, email="Second@Example.org")

    listed = accounts.list_accounts(work_session, actor=people.administrator)

    assert [view.email for view in listed if view.role == "qa"] == ["qa@example.org", "Second@Example.org"]
    assert {view.institution for view in listed} == {None, "Maple College", "Birch College"}


def test_a_deactivated_account_can_neither_sign_in_nor_go_on(work_session: Session, people: People) -> None:
    create(work_session, email="gone@example.org")
    gone = accounts.operator(work_session, email="gone@example.org")
    token = open_session(work_session, gone, now=NOON)

    accounts.deactivate_account(work_session, actor=people.administrator, account_id=gone.account_id)

    with pytest.raises(SignInRefused):
        accounts.sign_in(work_session, email="gone@example.org", password=PASSWORD, now=NOON)
    with pytest.raises(SessionEnded):
        resume_session(work_session, token, now=NOON)
    with pytest.raises(NotFound):
        accounts.deactivate_account(work_session, actor=people.administrator, account_id=gone.account_id)
    with pytest.raises(NotFound):
        accounts.operator(work_session, email="gone@example.org")


def test_the_last_administrator_stays(work_session: Session, people: People) -> None:
    with pytest.raises(LastAdministrator):
        accounts.deactivate_account(
            work_session, actor=people.administrator, account_id=people.administrator.account_id
        )
    with pytest.raises(NotFound):
        accounts.deactivate_account(work_session, actor=people.administrator, account_id=uuid4())

    assert len(accounts.list_accounts(work_session, actor=people.administrator)) == 6
    assert all(view.active for view in accounts.list_accounts(work_session, actor=people.administrator))


def test_a_changed_password_ends_every_session_and_the_old_one_no_longer_fits(work_session: Session) -> None:
    create(work_session)
    actor = accounts.sign_in(work_session, email="qa@example.org", password=PASSWORD, now=NOON)
    token = open_session(work_session, actor, now=NOON)

    accounts.change_password(work_session, actor=actor, current=PASSWORD, new="another long password", now=NOON)

    with pytest.raises(SessionEnded):
        resume_session(work_session, token, now=NOON)
    with pytest.raises(SignInRefused):
        accounts.sign_in(work_session, email="qa@example.org", password=PASSWORD, now=NOON)
    assert accounts.sign_in(work_session, email="qa@example.org", password="another long password", now=NOON) == actor


def test_changing_a_password_needs_the_present_one_and_counts_wrong_ones(work_session: Session) -> None:
    create(work_session)
    actor = accounts.operator(work_session, email="qa@example.org")

    with pytest.raises(WeakPassword):
        accounts.change_password(work_session, actor=actor, current=PASSWORD, new="short", now=NOON)
    for _ in range(attempts.FAILURES):
        with pytest.raises(SignInRefused):
            accounts.change_password(work_session, actor=actor, current="wrong", new="x" * 12, now=NOON)
    with pytest.raises(TooManyAttempts):
        accounts.change_password(work_session, actor=actor, current=PASSWORD, new="x" * 12, now=NOON)


def test_an_administrator_resets_a_password(work_session: Session, people: People) -> None:
    accounts.reset_password(
        work_session, actor=people.administrator, account_id=people.reviewer.account_id, password=PASSWORD
    )

    assert accounts.sign_in(work_session, email="reviewer@example.org", password=PASSWORD) == people.reviewer


def test_the_first_start_makes_one_account_a_role_and_the_second_none(work_session: Session) -> None:
    first = accounts.ensure_first_accounts(work_session, now=NOON)

    assert [account.role for account in first] == ["submitter", "reviewer", "qa", "administrator"]
    assert len({account.password for account in first}) == 4
    signed_in = accounts.sign_in(work_session, email=first[0].email, password=first[0].password, now=NOON)
    assert signed_in.institution_id is not None
    assert accounts.ensure_first_accounts(work_session) == []
