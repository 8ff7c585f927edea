"""The questions of a retagging: what the day's budget pays for, divided into batches, each handed over once."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlmodel import Session, col, func, insert, select, update

from review_queue.database import transaction
from review_queue.drafts import program_of
from review_queue.ledger import WorkLedger
from review_queue.model_tables import ModelCall, RetaggedProgram, Retagging, RetaggingBatch
from review_queue.retagger import Retagger, published
from review_queue.retagging_answers import end_batch
from review_queue.tables import Submission
from tagging.selection.ask import Ask
from tagging.selection.batch import BatchDesk
from tagging.selection.batch_lines import file_numbers, line
from tagging.selection.failures import ProviderRefused, RequestRefused
from tagging.selection.ledger import Call
from tagging.selection.reply import CHARACTERS_A_TOKEN, characters

# What an answer takes, before the provider has counted.
_TOKENS_OUT = 300
# An answer that cannot be used is asked for once more: as often as a call with its repair round.
_MOST_UNUSABLE = 2
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Planned:
    submission_id: UUID
    key: str
    prompt: str
    prompt_hash: str
    characters: int
    size: int


def note_questions(session: Session, retagger: Retagger, retagging_id: UUID) -> None:
    """Divide what is to be asked into batches, all in one transaction. Raises PriceUnknown."""
    planned, is_cut = _affordable(session, retagger)
    numbers = list(file_numbers((one.size for one in planned), retagger.limits))
    batches = [uuid4() for _ in range(numbers[-1] + 1 if numbers else 0)]
    with transaction(session):
        if is_cut:
            session.exec(update(Retagging).where(col(Retagging.id) == retagging_id).values(reason="budget_day"))
        for batch in batches:
            row = {"id": batch, "retagging_id": retagging_id, "state": "waiting"}
            session.exec(insert(RetaggingBatch).values(row))
        for one, number in zip(planned, numbers, strict=True):
            row = _row(one, retagger.ledger.model, retagging_id, batches[number])
            session.exec(insert(RetaggedProgram).values(row))


def _row(planned: _Planned, model: str, retagging_id: UUID, batch: UUID) -> dict[str, object]:
    return {
        "retagging_id": retagging_id,
        "retagging_batch_id": batch,
        "submission_id": planned.submission_id,
        "key": planned.key,
        "model": model,
        "prompt": planned.prompt,
        "prompt_hash": planned.prompt_hash,
        "characters": planned.characters,
        "collected": False,
    }


def hand_over(session: Session, retagger: Retagger, desk: BatchDesk, retagging: Retagging) -> None:
    """Each batch that waits, its id noted the moment the provider has it.

    Raises ProviderUnavailable, and ProviderRefused or RequestRefused when no batch could be looked for.
    """
    waits = (col(RetaggingBatch.retagging_id) == retagging.id) & (col(RetaggingBatch.state) == "waiting")
    waiting = session.exec(select(RetaggingBatch.id).where(waits).order_by(col(RetaggingBatch.id))).all()
    session.commit()
    known = desk.handed_over(retagging.asked_at)
    for batch in waiting:
        if (found := known.get(str(batch))) is not None:
            _note_id(session, batch, found)
            continue
        asks = _same(session, retagger, batch)
        try:
            if asks:
                lines = (line(retagger.ledger.model, ask) for ask in asks)
                _note_id(session, batch, desk.submit(lines, str(batch)))
            else:
                end_batch(session, batch, "done", {}, rest="changed")
        except (ProviderRefused, RequestRefused) as error:
            # Batches that were taken before this one are paid for and must be collected.
            _log.warning("the model provider refused a batch: %s", error)
            end_batch(session, batch, "failed", {}, rest="batch_refused")


def _note_id(session: Session, batch: UUID, batch_id: str) -> None:
    with transaction(session):
        this = col(RetaggingBatch.id) == batch
        session.exec(update(RetaggingBatch).where(this).values(state="sent", batch_id=batch_id))


def _same(session: Session, retagger: Retagger, batch: UUID) -> list[Ask]:
    """The batch's questions but those that have changed since they were noted, with the prompt or a vocabulary."""
    of_submission = col(Submission.id) == col(RetaggedProgram.submission_id)
    mine = col(RetaggedProgram.retagging_batch_id) == batch
    noted = session.exec(select(RetaggedProgram.key, Submission).join(Submission, of_submission).where(mine)).all()
    session.commit()
    questions = ((key, retagger.question(program_of(submission))) for key, submission in noted)
    return [question.ask for key, question in questions if question is not None and question.ask.key == key]


def _affordable(session: Session, retagger: Retagger) -> tuple[list[_Planned], bool]:
    """Questions without an answer that the rest of the day's budget pays for by estimate; whether more are left."""
    left, found = retagger.ledger.left_today(), list[_Planned]()
    for submission in published(session):
        question = retagger.question(program_of(submission))
        if question is None or retagger.ledger.earlier(question.ask.key) is not None:
            continue
        if _is_hopeless(session, submission.id, question.ask.key):
            continue
        retagger.ledger.check_price()
        planned = _planned(submission.id, question.ask, retagger.ledger.model)
        cost = _estimated(planned, retagger.ledger)
        if left is not None and cost > left:
            return found, True
        left = None if left is None else left - cost
        found.append(planned)
    return found, False


def _is_hopeless(session: Session, submission_id: UUID, key: str) -> bool:
    same = (col(ModelCall.submission_id) == submission_id) & (col(ModelCall.key) == key)
    unusable = select(func.count()).select_from(ModelCall).where(same, col(ModelCall.outcome) == "unusable")
    count = session.exec(unusable).one()
    session.commit()
    return count >= _MOST_UNUSABLE


def _planned(submission_id: UUID, ask: Ask, model: str) -> _Planned:
    sent = characters(ask.messages, ask.schema)
    return _Planned(submission_id, ask.key, ask.prompt.title, ask.prompt.sha256, sent, len(line(model, ask)))


def _estimated(planned: _Planned, ledger: WorkLedger) -> int:
    tokens_in, subject = planned.characters // CHARACTERS_A_TOKEN, str(planned.submission_id)
    prompt = (planned.prompt, planned.prompt_hash)
    call = Call(planned.key, subject, *prompt, ledger.model, tokens_in, 0, _TOKENS_OUT, 0.0, "answered")
    return ledger.cost(call, in_batch=True) or 0
