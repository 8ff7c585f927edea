"""Publishing, taking down and reverting listings."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import uuid4

import pytest
from publications import MONDAY, TUESDAY, WEDNESDAY, WELDING, program, tag
from sqlalchemy import Engine
from sqlmodel import Session

from catalog.publication import publish, revert, unpublish
from catalog.records import ListingVersionView, Publication
from catalog.refusals import (
    ConflictingPublication,
    ListingNotFound,
    NothingToRevert,
    NotPublished,
    NotRevertible,
    VersionNotFound,
)
from catalog.search import find, listing, versions
from vocabulary import UnknownConcept

CHANGED = replace(WELDING, submission_id=uuid4(), title="Robot Welding", tags=(tag("occupation", "72106"),))


def test_a_publication_is_read_back_as_it_was_given(catalog_session: Session) -> None:
    view = publish(catalog_session, WELDING, MONDAY)

    assert view == listing(catalog_session, view.listing_id)
    assert view.publication == WELDING
    assert (view.version, view.action, view.created_at) == (1, "published", MONDAY)


def test_publishing_a_submission_twice_gives_one_version(catalog_session: Session) -> None:
    first = publish(catalog_session, WELDING, MONDAY)
    second = publish(catalog_session, WELDING, TUESDAY)

    assert second == first
    assert len(versions(catalog_session, first.listing_id)) == 1
    assert find(catalog_session).listings == (first,)
    assert publish(catalog_session, CHANGED, TUESDAY).version == 2


def test_the_order_of_tags_is_no_other_content(catalog_session: Session) -> None:
    first = publish(catalog_session, WELDING, MONDAY)

    assert publish(catalog_session, replace(WELDING, tags=WELDING.tags[::-1]), TUESDAY) == first


def test_a_submission_is_never_published_with_other_content(catalog_session: Session) -> None:
    publish(catalog_session, WELDING, MONDAY)

    with pytest.raises(ConflictingPublication, match="already published as version 1"):
        publish(catalog_session, replace(WELDING, tags=WELDING.tags[:1]), TUESDAY)
    with pytest.raises(ConflictingPublication):
        publish(catalog_session, replace(WELDING, program_id="W-2"), TUESDAY)
    assert find(catalog_session).total == 1


def test_a_newer_submission_of_the_program_is_the_next_version(catalog_session: Session) -> None:
    first = publish(catalog_session, WELDING, MONDAY)
    second = publish(catalog_session, CHANGED, TUESDAY)

    assert (second.listing_id, second.version) == (first.listing_id, 2)
    assert [view.publication for view in versions(catalog_session, first.listing_id)] == [CHANGED, WELDING]
    assert [view.publication for view in find(catalog_session).listings] == [CHANGED]


def test_the_same_program_id_at_another_institution_is_another_listing(catalog_session: Session) -> None:
    first = publish(catalog_session, WELDING, MONDAY)
    other = publish(catalog_session, replace(WELDING, submission_id=uuid4(), institution="Otter College"), MONDAY)

    assert other.listing_id != first.listing_id
    assert other.version == 1


def test_a_tag_outside_its_vocabulary_publishes_nothing(catalog_session: Session) -> None:
    wrong = replace(WELDING, tags=(replace(tag("occupation", "72106"), code="99999"),))

    with pytest.raises(UnknownConcept, match="99999"):
        publish(catalog_session, wrong, MONDAY)
    assert find(catalog_session).total == 0
    assert publish(catalog_session, WELDING, MONDAY).version == 1


def test_a_listing_taken_down_is_found_by_nothing(catalog_session: Session) -> None:
    published = publish(catalog_session, WELDING, MONDAY)
    taken_down = unpublish(catalog_session, listing_id=published.listing_id, now=TUESDAY)

    assert (taken_down.version, taken_down.action, taken_down.is_published) == (2, "unpublished", False)
    assert taken_down.publication == WELDING
    assert find(catalog_session).total == find(catalog_session, keyword="robot").total == 0
    assert listing(catalog_session, published.listing_id) == taken_down


def test_taking_down_twice_is_refused(catalog_session: Session) -> None:
    published = publish(catalog_session, WELDING, MONDAY)
    unpublish(catalog_session, listing_id=published.listing_id, now=TUESDAY)

    with pytest.raises(NotPublished):
        unpublish(catalog_session, listing_id=published.listing_id, now=WEDNESDAY)
    assert len(versions(catalog_session, published.listing_id)) == 2


def test_the_worker_running_again_does_not_bring_back_what_was_taken_down(catalog_session: Session) -> None:
    published = publish(catalog_session, WELDING, MONDAY)
    unpublish(catalog_session, listing_id=published.listing_id, now=TUESDAY)

    assert publish(catalog_session, WELDING, WEDNESDAY) == published
    assert find(catalog_session).total == 0


def test_reverting_publishes_the_earlier_content_as_a_new_version(catalog_session: Session) -> None:
    published = publish(catalog_session, WELDING, MONDAY)
    publish(catalog_session, CHANGED, TUESDAY)
    reverted = revert(catalog_session, listing_id=published.listing_id, version=1, now=WEDNESDAY)

    assert (reverted.version, reverted.action, reverted.publication) == (3, "reverted", WELDING)
    assert find(catalog_session, industry="332").listings == (reverted,)
    assert [view.version for view in versions(catalog_session, published.listing_id)] == [3, 2, 1]


def test_reverting_brings_back_a_listing_that_was_taken_down(catalog_session: Session) -> None:
    published = publish(catalog_session, WELDING, MONDAY)
    unpublish(catalog_session, listing_id=published.listing_id, now=TUESDAY)
    revert(catalog_session, listing_id=published.listing_id, version=1, now=WEDNESDAY)

    assert find(catalog_session, keyword="seam").total == 1


def test_only_another_published_version_can_be_reverted_to(catalog_session: Session) -> None:
    listing_id = publish(catalog_session, WELDING, MONDAY).listing_id
    with pytest.raises(NothingToRevert):
        revert(catalog_session, listing_id=listing_id, version=1, now=TUESDAY)
    unpublish(catalog_session, listing_id=listing_id, now=TUESDAY)

    with pytest.raises(NotRevertible):
        revert(catalog_session, listing_id=listing_id, version=2, now=WEDNESDAY)
    with pytest.raises(VersionNotFound, match="no version 7"):
        revert(catalog_session, listing_id=listing_id, version=7, now=WEDNESDAY)
    assert len(versions(catalog_session, listing_id)) == 2


def test_an_unknown_listing_is_said_to_be_unknown(catalog_session: Session) -> None:
    with pytest.raises(ListingNotFound):
        unpublish(catalog_session, listing_id=uuid4(), now=MONDAY)
    with pytest.raises(ListingNotFound):
        revert(catalog_session, listing_id=uuid4(), version=1, now=MONDAY)
    with pytest.raises(ListingNotFound):
        listing(catalog_session, uuid4())


def test_two_sessions_publishing_in_turn_count_on(catalog_session: Session) -> None:
    with Session(catalog_session.get_bind()) as other:
        first = publish(catalog_session, program("Bees", program_id="B"), MONDAY)
        second = publish(other, program("More Bees", program_id="B"), MONDAY)
        third = publish(catalog_session, program("Even More Bees", program_id="B"), MONDAY)

    assert [first.version, second.version, third.version] == [1, 2, 3]
    assert first.listing_id == second.listing_id == third.listing_id


def test_workers_publishing_one_submission_at_once_make_one_version(catalog_engine: Engine) -> None:
    with ThreadPoolExecutor(6) as workers:
        views = list(workers.map(lambda _: _published(catalog_engine, WELDING), range(6)))

    assert {view.version for view in views} == {1}
    with Session(catalog_engine) as session:
        assert len(versions(session, views[0].listing_id)) == 1


def test_workers_publishing_submissions_of_one_program_at_once_count_on(catalog_engine: Engine) -> None:
    submissions = [replace(WELDING, submission_id=uuid4(), title=f"Welding {number}") for number in range(6)]
    with ThreadPoolExecutor(6) as workers:
        views = list(workers.map(lambda publication: _published(catalog_engine, publication), submissions))

    assert sorted(view.version for view in views) == [1, 2, 3, 4, 5, 6]
    with Session(catalog_engine) as session:
        newest = max(views, key=lambda view: view.version)
        assert find(session, industry="332").listings == (newest,)


def _published(engine: Engine, publication: Publication) -> ListingVersionView:
    with Session(engine) as session:
        return publish(session, publication, MONDAY)
