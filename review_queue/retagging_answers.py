"""The answers of a retagging: each kept once, every question without one told why, and the new rounds they bring."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Literal, get_args
from uuid import UUID

from sqlmodel import Session, col, select, update

from review_queue.database import transaction
from review_queue.drafts import program_of
from review_queue.model_tables import RetaggedProgram, RetaggingBatch
from review_queue.retagger import Retagger, published
from review_queue.rounds import open_round
from review_queue.tables import Proposal, Submission
from tagging.selection.answer import REFUSED, read
from tagging.selection.batch import BatchDesk, Ending, Question
from tagging.selection.batch_lines import BatchAnswer, Unanswered
from tagging.selection.failures import ProviderRefused, RequestRefused
from tagging.selection.ledger import Call, Outcome
from tagging.selection.reply import Reply

BatchState = Literal["waiting", "sent", "done", "failed"]
# Besides what the provider says of a question: it refused the whole batch, its answer could not be used, or the prompt
# or a vocabulary has changed since it was noted.
NoAnswer = Unanswered | Literal["batch_refused", "unusable", "changed"]
# Of questions without any line.
_REST: Mapping[Ending, NoAnswer] = {
    "completed": "no_answer",
    "expired": "expired",
    "cancelled": "cancelled",
    "failed": "batch_refused",
}
# Without these nothing can be fetched, and everything again once somebody has mended them.
Access = Literal["no_key", "key_refused", "not_allowed", "no_credit", "calls_forbidden"]
ACCESS: frozenset[str] = frozenset(get_args(Access))
_log = logging.getLogger(__name__)


def collect(session: Session, retagger: Retagger, desk: BatchDesk, retagging_id: UUID) -> bool:
    """Take in every batch that has ended; whether all have.

    Raises ProviderUnavailable, and ProviderRefused without ACCESS.
    """
    sent = (col(RetaggingBatch.retagging_id) == retagging_id) & (col(RetaggingBatch.state) == "sent")
    batches = session.exec(select(RetaggingBatch.id, RetaggingBatch.batch_id).where(sent)).all()
    session.commit()
    under_way = [batch for batch, batch_id in batches if not _collect(session, retagger, desk, batch, str(batch_id))]
    return not under_way


def end_batch(
    session: Session, batch: UUID, state: BatchState, unanswered: Mapping[UUID, Unanswered], *, rest: NoAnswer
) -> None:
    """`rest` is said of the questions that neither are collected nor in `unanswered`."""
    left = (col(RetaggedProgram.retagging_batch_id) == batch) & col(RetaggedProgram.collected).is_(False)
    with transaction(session):
        for submission_id, why in unanswered.items():
            this = left & (col(RetaggedProgram.submission_id) == submission_id)
            session.exec(update(RetaggedProgram).where(this).values(collected=True, unanswered=why))
        session.exec(update(RetaggedProgram).where(left).values(collected=True, unanswered=rest))
        session.exec(update(RetaggingBatch).where(col(RetaggingBatch.id) == batch).values(state=state))


def open_rounds(session: Session, retagger: Retagger) -> None:
    """A new round where the proposals are not those that people have decided on; the answers are bought already."""
    for submission in published(session):
        question = retagger.question(program_of(submission))
        if question is None or retagger.ledger.earlier(question.ask.key) is None:
            continue
        said = retagger.suggest(program_of(submission))
        proposed = {(one.facet, one.scheme, one.code) for one in said.suggestions if one.proposed}
        if proposed != _decided_on(session, submission.id):
            open_round(session, submission)


def _collect(session: Session, retagger: Retagger, desk: BatchDesk, batch: UUID, batch_id: str) -> bool:
    """False while it is under way. A batch that the provider does not give back is lost, the others are not."""
    unanswered = dict[UUID, Unanswered]()
    ending: Ending = "failed"
    try:
        ended = desk.ended(batch_id)
        if ended is None:
            return False
        ending, noted = ended.how, _open_questions(session, batch)
        for answer in desk.answers(ended):
            if answer.subject in noted:
                row, submission = noted.pop(answer.subject)
                if answer.unanswered:
                    unanswered[submission.id] = answer.unanswered
                else:
                    _keep(session, retagger, row, submission, answer)
    except (ProviderRefused, RequestRefused) as error:
        if error.failure.kind in ACCESS:
            raise
        _log.warning("the model provider does not give a batch back: %s", error)
    end_batch(session, batch, "failed" if ending == "failed" else "done", unanswered, rest=_REST[ending])
    return True


def _open_questions(session: Session, batch: UUID) -> dict[str, tuple[RetaggedProgram, Submission]]:
    """By submission id, as the provider names them."""
    of_submission = col(Submission.id) == col(RetaggedProgram.submission_id)
    mine = (col(RetaggedProgram.retagging_batch_id) == batch) & col(RetaggedProgram.collected).is_(False)
    found = session.exec(select(RetaggedProgram, Submission).join(Submission, of_submission).where(mine)).all()
    session.commit()
    return {str(submission.id): (question, submission) for question, submission in found}


def _keep(
    session: Session, retagger: Retagger, row: RetaggedProgram, submission: Submission, answer: BatchAnswer
) -> None:
    """Once, with what it cost; what it says only where it can be used."""
    reply = answer.reply(row.characters)
    text = REFUSED if reply.text is None else reply.text or "{}"
    outcome, why = _made_of(retagger.question(program_of(submission)), row.key, reply, text)
    asked = (row.key, answer.subject, row.prompt, row.prompt_hash, row.model or retagger.ledger.model)
    call = Call(*asked, reply.tokens_in, reply.tokens_cached, reply.tokens_out, reply.seconds, outcome)
    this = (col(RetaggedProgram.retagging_id) == row.retagging_id) & (
        col(RetaggedProgram.submission_id) == row.submission_id
    )
    first = update(RetaggedProgram).where(this, col(RetaggedProgram.collected).is_(False))
    with transaction(session):
        if session.exec(first.values(collected=True, unanswered=why)).rowcount == 1:
            retagger.ledger.record(session, call, None if why else text, in_batch=True)


def _made_of(question: Question | None, key: str, reply: Reply, text: str) -> tuple[Outcome, NoAnswer | None]:
    """What comes of a reply, by what would be asked today, and why it is no answer to go by."""
    if question is None or question.ask.key != key:
        return "outdated", "changed"
    problems = read(question.ask, question.program, text).problems
    outcome: Outcome = "refused" if reply.text is None else "unusable" if problems else "answered"
    return outcome, "unusable" if problems else None


def _decided_on(session: Session, submission_id: UUID) -> set[tuple[str, str, str]]:
    """What the tagger proposed for the published text."""
    columns = select(Proposal.facet, Proposal.scheme, Proposal.code)
    found = session.exec(columns.where(col(Proposal.submission_id) == submission_id, col(Proposal.origin) == "tagger"))
    proposals = set(found)
    session.commit()
    return proposals
