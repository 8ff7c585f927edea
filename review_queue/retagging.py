"""Retagging the catalog: published programs are asked about in one batch, and what changed is a new round of review."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, col, delete, insert, select, update

from review_queue.batches import Suggest
from review_queue.budgets import day_of, spent_since
from review_queue.clock import moment
from review_queue.database import transaction
from review_queue.drafts import program_of
from review_queue.ledger import WorkLedger
from review_queue.model_tables import RetaggedProgram, Retagging
from review_queue.prices import MICROS
from review_queue.rounds import open_round
from review_queue.tables import Program, Proposal, Submission
from tagging import records
from tagging.selection.answer import REFUSED, read
from tagging.selection.ask import Ask
from tagging.selection.batch import BatchAnswer, BatchDesk, Question
from tagging.selection.failures import CallsForbidden, ProviderRefused, ProviderUnavailable, RequestRefused
from tagging.selection.ledger import Call, Outcome

State = Literal["asked", "sent", "done", "failed"]
OPEN: tuple[State, ...] = ("asked", "sent")
# For what a batch will cost, before the provider has counted: characters of a token, and tokens of an answer.
_CHARACTERS_A_TOKEN, _TOKENS_OUT = 4, 300
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Retagger:
    """What retagging needs of a model profile."""

    question: Callable[[records.Program], Question | None]
    suggest: Suggest
    desk: Callable[[], BatchDesk]
    ledger: WorkLedger
    model: str
    day_budget: Decimal


def ask_for_retagging(session: Session, now: datetime | None = None) -> bool:
    """Have the worker retag the catalog; False when that is under way already."""
    with transaction(session):
        if session.exec(select(Retagging.id).where(col(Retagging.state).in_(OPEN))).first():
            return False
        session.add(Retagging(state="asked", asked_at=moment(now)))
    return True


def advance(engine: Engine, retagger: Retagger, retagging_id: UUID) -> bool:
    """Take the next step that can be taken now; True when there is none left. Safe to run again after a crash."""
    with Session(engine, expire_on_commit=False) as session:
        this = session.get_one(Retagging, retagging_id)
        session.commit()
        if this.state not in OPEN:
            return True
        try:
            with closing(retagger.desk()) as desk:
                if this.batch_id is None:
                    return _send(session, retagger, desk, this.id)
                return _collect(session, retagger, desk, this.id, this.batch_id)
        except ProviderUnavailable as error:
            _log.warning("the model provider is away for a batch: %s", error)
            return False
        except (ProviderRefused, RequestRefused, CallsForbidden) as error:
            _log.warning("the model provider refused a batch: %s", error)
            return give_up(session, retagging_id) == 1


def give_up(session: Session, retagging_id: UUID) -> int:
    """End it as failed; 0 when it has ended already. What was answered until then stays bought."""
    return _finish(session, retagging_id, "failed")


def open_retaggings(session: Session) -> list[UUID]:
    return list(session.exec(select(Retagging.id).where(col(Retagging.state).in_(OPEN))))


def _send(session: Session, retagger: Retagger, desk: BatchDesk, retagging_id: UUID) -> bool:
    """Note the questions, hand them over, note the provider's id: a batch handed over before a crash is found again."""
    batch_id = desk.find(str(retagging_id))
    if batch_id is None:
        asks = list(_affordable(session, retagger))
        _note_questions(session, retagging_id, asks)
        if not asks:
            return _finish(session, retagging_id, "done") == 1
        batch_id = desk.submit(asks, str(retagging_id))
    with transaction(session):
        this = col(Retagging.id) == retagging_id
        session.exec(update(Retagging).where(this).values(state="sent", batch_id=batch_id))
    return False


def _affordable(session: Session, retagger: Retagger) -> Iterator[Ask]:
    """Questions without an answer, as many as the rest of the day's budget pays for by estimate."""
    left = retagger.day_budget * MICROS - spent_since(session, day_of(moment()))
    for submission in _published(session):
        question = retagger.question(program_of(submission))
        if question is None or retagger.ledger.earlier(question.ask.key) is not None:
            continue
        ask = question.ask
        characters = sum(len(each.content) for each in ask.messages) + len(str(ask.schema))
        estimate = _call(ask, retagger.model, characters // _CHARACTERS_A_TOKEN, 0, _TOKENS_OUT)
        cost = retagger.ledger.cost(estimate, in_batch=True)
        if retagger.day_budget and (cost is None or cost > left):
            # Without a price no budget can be kept.
            return
        left -= cost or 0
        yield ask


def _published(session: Session) -> list[Submission]:
    """Programs in the catalog without a newer text on its way."""
    newest = col(Program.published_revision) == col(Program.latest_revision)
    in_catalog = (col(Submission.state) == "published") & (col(Submission.revision) == col(Program.published_revision))
    of_program = col(Program.id) == col(Submission.program_key)
    found = select(Submission).join(Program, of_program).where(newest, in_catalog).order_by(col(Submission.id))
    submissions = list(session.exec(found))
    session.commit()
    return submissions


def _note_questions(session: Session, retagging_id: UUID, asks: list[Ask]) -> None:
    with transaction(session):
        session.exec(delete(RetaggedProgram).where(col(RetaggedProgram.retagging_id) == retagging_id))
        for ask in asks:
            row = {"retagging_id": retagging_id, "submission_id": UUID(ask.subject), "key": ask.key, "collected": False}
            session.exec(insert(RetaggedProgram).values(row))


def _collect(session: Session, retagger: Retagger, desk: BatchDesk, retagging_id: UUID, batch_id: str) -> bool:
    progress = desk.progress(batch_id)
    if progress == "under_way":
        return False
    open_questions = _open_questions(session, retagging_id)
    for answer in desk.answers(batch_id) if progress == "done" else ():
        if answer.subject in open_questions:
            _keep(session, retagger, open_questions[answer.subject], answer)
    _open_rounds(session, retagger)
    return _finish(session, retagging_id, "done" if progress == "done" else "failed") == 1


def _open_questions(session: Session, retagging_id: UUID) -> dict[str, tuple[RetaggedProgram, Submission]]:
    """By submission id, as the provider names them."""
    of_submission = col(Submission.id) == col(RetaggedProgram.submission_id)
    mine = (col(RetaggedProgram.retagging_id) == retagging_id) & col(RetaggedProgram.collected).is_(False)
    found = session.exec(select(RetaggedProgram, Submission).join(Submission, of_submission).where(mine)).all()
    session.commit()
    return {str(submission.id): (question, submission) for question, submission in found}


def _keep(session: Session, retagger: Retagger, noted: tuple[RetaggedProgram, Submission], answer: BatchAnswer) -> None:
    """Once, and only for a question that is still the same: prompt or vocabulary may have changed meanwhile."""
    row, submission = noted
    question = retagger.question(program_of(submission))
    if question is None or question.ask.key != row.key:
        return
    ask = question.ask
    call = _call(ask, retagger.model, answer.tokens_in, answer.tokens_cached, answer.tokens_out)
    usable = answer.text is not None and not read(ask, question.program, answer.text).problems
    outcome: Outcome = "refused" if answer.text is None else "answered" if usable else "unusable"
    this = (col(RetaggedProgram.retagging_id) == row.retagging_id) & (
        col(RetaggedProgram.submission_id) == row.submission_id
    )
    with transaction(session):
        first = update(RetaggedProgram).where(this, col(RetaggedProgram.collected).is_(False)).values(collected=True)
        if session.exec(first).rowcount == 1:
            kept = answer.text if usable else REFUSED if outcome == "refused" else None
            retagger.ledger.record(session, replace(call, outcome=outcome), kept, in_batch=True)


def _call(ask: Ask, model: str, tokens_in: int, tokens_cached: int, tokens_out: int) -> Call:
    """A batch has no latency worth the name."""
    prompt, mark = ask.prompt.title, ask.prompt.sha256
    return Call(ask.key, ask.subject, prompt, mark, model, tokens_in, tokens_cached, tokens_out, 0.0, "answered")


def _open_rounds(session: Session, retagger: Retagger) -> None:
    """A new round where the proposals are not those that people have decided on; the answers are bought already."""
    for submission in _published(session):
        question = retagger.question(program_of(submission))
        if question is None or retagger.ledger.earlier(question.ask.key) is None:
            continue
        said = retagger.suggest(program_of(submission))
        proposed = {(one.facet, one.scheme, one.code) for one in said.suggestions if one.proposed}
        if proposed != _decided_on(session, submission.id):
            open_round(session, submission)


def _decided_on(session: Session, submission_id: UUID) -> set[tuple[str, str, str]]:
    """What the tagger proposed for the published text."""
    columns = select(Proposal.facet, Proposal.scheme, Proposal.code)
    found = session.exec(columns.where(col(Proposal.submission_id) == submission_id, col(Proposal.origin) == "tagger"))
    proposals = set(found)
    session.commit()
    return proposals


def _finish(session: Session, retagging_id: UUID, state: State) -> int:
    still_open = (col(Retagging.id) == retagging_id) & col(Retagging.state).in_(OPEN)
    with transaction(session):
        done = update(Retagging).where(still_open).values(state=state, finished_at=moment())
        return session.exec(done).rowcount
