"""Questions between reviewers and institutions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select, update

from review_queue.people import names
from review_queue.records import Actor, QuestionView
from review_queue.tables import Question


def asked(session: Session, submission_ids: Sequence[UUID]) -> tuple[QuestionView, ...]:
    """Oldest first; the caller has checked who asks."""
    of_these = select(Question).where(col(Question.submission_id).in_(submission_ids))
    found = session.exec(of_these.order_by(col(Question.asked_at))).all()
    people = names(session, [account for question in found for account in (question.asked_by, question.answered_by)])
    return tuple(
        QuestionView(
            question=question.question,
            asked_by=people[question.asked_by],
            asked_at=question.asked_at,
            answer=question.answer,
            answered_by=people[question.answered_by] if question.answered_by else None,
            answered_at=question.answered_at,
        )
        for question in found
    )


def ask(session: Session, submission_id: UUID, question: str, *, actor: Actor, now: datetime) -> None:
    """The caller has moved the submission, and commits."""
    session.add(Question(submission_id=submission_id, question=question, asked_by=actor.account_id, asked_at=now))


def answer(session: Session, submission_id: UUID, words: str, *, actor: Actor, now: datetime) -> None:
    """The caller has moved the submission, and commits."""
    unanswered = (col(Question.submission_id) == submission_id) & col(Question.answer).is_(None)
    values = {"answer": words, "answered_by": actor.account_id, "answered_at": now}
    session.exec(update(Question).where(unanswered).values(values))
