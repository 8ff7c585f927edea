"""A file taken in for an institution: read, and its drafts put into the queue."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlmodel import Session

from intake.reader import read
from intake.records import Received
from review_queue.records import Actor
from review_queue.submissions import submit
from review_queue.upload_records import RowProblem


def receive(
    session: Session,
    *,
    actor: Actor,
    institution_id: UUID | None = None,
    filename: str,
    content: bytes,
    now: datetime | None = None,
) -> Received:
    """Read the file and submit what can be read; the problems are kept with the upload.

    The same file again changes nothing, and its receipt says so. Raises FileRefused, and what `submit` refuses.
    """
    reading = read(filename, content)
    receipt = submit(
        session,
        actor=actor,
        institution_id=institution_id,
        filename=filename,
        fingerprint_of_file=sha256(content).hexdigest(),
        drafts=[draft for _, draft in reading.drafts],
        problems=[RowProblem(one.row, one.field, one.code, one.values) for one in reading.problems],
        now=now,
    )
    return Received(receipt, reading)
