from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from people import People
from reviewing import LATER, LISTENING, NOON, ROBOTS, SOFTWARE_ENGINEERS, approved, program_row, state_of, tagged
from sqlalchemy import Engine
from sqlmodel import Session, select

from catalog.publication import publish
from catalog.search import find
from catalog.tables import ListingRow, VersionRow
from review_queue import publishing
from review_queue.programs import program
from review_queue.publishing import postpone, publish_submission

OTHER = replace(ROBOTS, title="Other")


Publish = Callable[..., bool]


@pytest.fixture
def publish_now(work_engine: Engine, catalog_engine: Engine) -> Publish:
    """What the worker does with one approved program."""
    return partial(publish_submission, work_engine, catalog_engine)


def listed(session: Session) -> list[str]:
    session.expire_all()
    return [view.publication.title for view in find(session).listings]


def test_an_approved_program_becomes_a_listing_with_its_tags_and_no_contact(
    work_session: Session, catalog_session: Session, people: People, publish_now: Publish
) -> None:
    draft = replace(ROBOTS, contact_email="contact@example.org", outcomes=("Listen",), hours=40.0)
    submission_id = approved(work_session, people.submitter, people.reviewer, draft)

    assert publish_now(submission_id, NOON)

    (listing,) = find(catalog_session).listings
    published = listing.publication
    assert (published.title, published.institution, published.hours) == (draft.title, "Maple College", 40.0)
    assert {tag.code for tag in published.tags} == {SOFTWARE_ENGINEERS, LISTENING}
    assert "contact@example.org" not in repr(listing)
    view = program(work_session, actor=people.submitter, submission_id=submission_id)
    assert (view.state, view.history[-1].verb) == ("published", "submission.published")


def test_publishing_again_does_nothing(
    work_session: Session, catalog_session: Session, people: People, publish_now: Publish
) -> None:
    submission_id = approved(work_session, people.submitter, people.reviewer)

    assert publish_now(submission_id, NOON)
    assert not publish_now(submission_id, NOON)

    assert len(catalog_session.exec(select(VersionRow)).all()) == 1
    assert state_of(work_session, submission_id) == "published"


def test_a_crash_after_the_catalogs_commit_ends_in_one_version(
    work_session: Session,
    catalog_session: Session,
    people: People,
    publish_now: Publish,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    submission_id = approved(work_session, people.submitter, people.reviewer)

    def crash(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    # The audit entry comes after the catalog's commit and before the work database's.
    monkeypatch.setattr(publishing, "append", crash)
    with pytest.raises(KeyboardInterrupt):
        publish_now(submission_id, NOON)
    assert (listed(catalog_session), state_of(work_session, submission_id)) == ([ROBOTS.title], "approved")

    monkeypatch.undo()
    assert publish_now(submission_id, LATER)

    catalog_session.expire_all()
    assert len(catalog_session.exec(select(VersionRow)).all()) == 1
    assert state_of(work_session, submission_id) == "published"


def test_a_newer_revision_is_the_next_version_and_supersedes_the_one_before(
    work_session: Session, catalog_session: Session, people: People, publish_now: Publish
) -> None:
    first = approved(work_session, people.submitter, people.reviewer)
    publish_now(first, NOON)
    second = approved(work_session, people.submitter, people.reviewer, OTHER)
    assert state_of(work_session, first) == "published"

    publish_now(second, LATER)

    assert (state_of(work_session, first), state_of(work_session, second)) == ("superseded", "published")
    assert listed(catalog_session) == ["Other"]
    assert len(catalog_session.exec(select(ListingRow)).all()) == 1
    assert program_row(work_session, second).published_revision == 2


def test_an_older_revision_that_comes_late_never_overwrites_a_newer_one(
    work_session: Session, catalog_session: Session, people: People, publish_now: Publish
) -> None:
    first = approved(work_session, people.submitter, people.reviewer)
    second = approved(work_session, people.submitter, people.reviewer, OTHER)
    publish_now(second, NOON)

    assert not publish_now(first, LATER)

    assert listed(catalog_session) == ["Other"]
    assert (state_of(work_session, first), state_of(work_session, second)) == ("superseded", "published")


def test_a_program_that_is_not_approved_is_not_published(
    work_session: Session, catalog_session: Session, people: People, publish_now: Publish
) -> None:
    (submission_id,) = tagged(work_session, people.submitter)

    assert not publish_now(submission_id, NOON)

    assert (listed(catalog_session), state_of(work_session, submission_id)) == ([], "tagged")
    assert program_row(work_session, submission_id).published_revision is None


def test_a_catalog_that_refuses_leaves_the_program_approved(
    work_session: Session, catalog_session: Session, people: People, publish_now: Publish
) -> None:
    submission_id = approved(work_session, people.submitter, people.reviewer)
    clashing = publishing._publication(work_session, work_session.get_one(publishing.Submission, submission_id))
    work_session.commit()
    publish(catalog_session, replace(clashing, title="Something else"), NOON)

    with pytest.raises(Exception, match="other content"):
        publish_now(submission_id, NOON)

    assert state_of(work_session, submission_id) == "approved"
    assert program_row(work_session, submission_id).published_revision is None


def test_a_publication_that_failed_is_postponed_once_with_a_reason(work_session: Session, people: People) -> None:
    submission_id = approved(work_session, people.submitter, people.reviewer)

    assert postpone(work_session, submission_id, 1, NOON)
    assert not postpone(work_session, submission_id, 1, NOON)

    view = program(work_session, actor=people.submitter, submission_id=submission_id)
    assert (view.state, view.reason_code, view.reason) == ("approved", publishing.FAILED, publishing.REASON)
