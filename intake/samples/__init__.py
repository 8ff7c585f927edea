"""A sample batch in both languages, for the first start; every name in it is invented."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from sqlmodel import Session

from intake.reception import receive
from intake.records import Received
from review_queue.accounts import operator

_FOLDER = Path(__file__).parent
# sample_bad.csv lies beside them: typical mistakes, to try the panel with.
_FIRST = ("sample_en.csv", "sample_fr.csv")


@cache
def sample_files() -> Mapping[str, bytes]:
    """The files of the batch by name."""
    return {name: (_FOLDER / name).read_bytes() for name in _FIRST}


def receive_all(session: Session, *, email: str) -> list[Received]:
    """Receive the batch for the institution of the account with this address. Raises NotFound."""
    actor = operator(session, email=email)
    return [receive(session, actor=actor, filename=name, content=content) for name, content in sample_files().items()]
