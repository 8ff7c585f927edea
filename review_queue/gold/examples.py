"""Programs with what people settled about them, ready to leave the work database without personal data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlmodel import Session, col, select

from review_queue import tags
from review_queue.access import require
from review_queue.audit import Act, append
from review_queue.clock import moment
from review_queue.contacts import without_contacts
from review_queue.database import transaction
from review_queue.gold.programs import QUEUE, text_key
from review_queue.gold.records import Example, Judged, Provenance
from review_queue.gold.standing import labels_of, standing
from review_queue.gold.tables import GoldLabel, GoldProgram
from review_queue.records import Actor, Language, State
from review_queue.tables import Account, Institution, Submission

_SETTLED: tuple[State, ...] = ("approved", "published")
Pseudonyms = Mapping[UUID, str]


def examples(session: Session, *, actor: Actor | None, now: datetime | None = None) -> tuple[Example, ...]:
    """All that can become gold, each text once: labels from scratch before reviews, newer reviews before older ones.

    `actor` is None only from the command line. Raises Forbidden.
    """
    if actor is not None:
        require(actor, "see_quality")
    people = _pseudonyms(session)
    found: dict[str, Example] = {}
    for example in (*_labelled(session, people), *_reviewed(session, people)):
        found.setdefault(text_key((example.title, example.description, *example.outcomes)), example)
    with transaction(session):
        append(session, [Act("gold.harvested", details={"programs": str(len(found))})], actor=actor, now=moment(now))
    return tuple(sorted(found.values(), key=lambda example: example.id))


def _pseudonyms(session: Session) -> Pseudonyms:
    """a1, a2 … in the order in which accounts were made, which are never removed: a person keeps the pseudonym."""
    accounts = session.exec(select(Account.id).order_by(col(Account.created_at), col(Account.id)))
    return {account_id: f"a{number}" for number, account_id in enumerate(accounts, 1)}


def _labelled(session: Session, people: Pseudonyms) -> Iterator[Example]:
    labels = labels_of(session)
    rows = select(GoldProgram, Submission, Institution.name).outerjoin(
        Submission, col(Submission.id) == col(GoldProgram.submission_id)
    )
    of_institution = col(Institution.id) == col(Submission.institution_id)
    for program, sent, institution in session.exec(rows.outerjoin(Institution, of_institution)):
        judged = _judged(labels.get(program.id, []))
        if judged is None:
            continue
        right, provenance = judged
        said = labels[program.id]
        yield Example(
            id=program.name,
            origin=program.origin,
            language=cast(Language, program.language),
            title=program.title,
            description=program.description,
            outcomes=tuple(program.outcomes),
            institution=institution,
            is_declared=bool(sent and sent.declared_noc),
            right=right,
            editions={facet: label.editions[facet] for label in said for facet in label.editions if facet in right},
            provenance=provenance,
            annotators=tuple(sorted({people[label.account_id] for label in said})),
        )


def _judged(labels: Sequence[GoldLabel]) -> tuple[Judged, Provenance] | None:
    """What holds of a program's labels; None when nothing does yet."""
    found = standing(labels)
    if found.settled and (found.is_adjudicated or all(label.blind for label in labels)):
        return found.settled, "adjudicated" if found.is_adjudicated else "labelled_twice"
    own = [label for label in labels if label.kind == "label"]
    if found.is_single and own:
        return {facet: tuple(codes) for facet, codes in own[0].judged.items()}, "labelled_once"
    return (found.settled, "labelled_once") if found.settled else None


def _reviewed(session: Session, people: Pseudonyms) -> Iterator[Example]:
    rows = (
        select(Submission, Institution.name)
        .join(Institution, col(Institution.id) == col(Submission.institution_id))
        .where(col(Submission.state).in_(_SETTLED))
        .order_by(col(Submission.changed_at).desc(), col(Submission.id))
    )
    for sent, institution in session.exec(rows).all():
        decided = [(proposal, decision) for proposal, decision in tags.in_force(session, sent.id) if decision]
        right, editions = dict[str, tuple[str, ...]](), dict[str, str]()
        for proposal, decision in decided:
            kept = (decision.code,) if decision.action in tags.TAGGING_ACTIONS else ()
            right[proposal.facet] = tuple(dict.fromkeys((*right.get(proposal.facet, ()), *kept)))
            editions[proposal.facet] = decision.edition
        clean = [without_contacts(part) for part in (sent.title, sent.description, *sent.outcomes)]
        yield Example(
            id=f"h-{text_key(clean)[:12]}",
            origin=QUEUE,
            language=cast(Language, sent.language),
            title=clean[0],
            description=clean[1],
            outcomes=tuple(clean[2:]),
            institution=institution,
            is_declared=bool(sent.declared_noc),
            right=right,
            editions=editions,
            provenance="reviewed",
            annotators=tuple(sorted({people[decision.account_id] for _, decision in decided})),
        )
