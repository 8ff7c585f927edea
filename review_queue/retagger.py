"""What retagging needs of a model profile, and the published programs it is about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from review_queue.batches import Suggest
from review_queue.ledger import WorkLedger
from review_queue.tables import Program, Submission
from tagging import records
from tagging.selection.batch import BatchDesk, Question
from tagging.selection.batch_lines import FileLimits


@dataclass(frozen=True, slots=True)
class Retagger:
    """`limits` are the provider's, for a file of questions."""

    question: Callable[[records.Program], Question | None]
    suggest: Suggest
    desk: Callable[[], BatchDesk]
    ledger: WorkLedger
    limits: FileLimits = field(default_factory=FileLimits)


def published(session: Session) -> list[Submission]:
    """Programs in the catalog without a newer text on its way."""
    newest = col(Program.published_revision) == col(Program.latest_revision)
    in_catalog = (col(Submission.state) == "published") & (col(Submission.revision) == col(Program.published_revision))
    of_program = col(Program.id) == col(Submission.program_key)
    found = select(Submission).join(Program, of_program).where(newest, in_catalog).order_by(col(Submission.id))
    submissions = list(session.exec(found))
    session.commit()
    return submissions
