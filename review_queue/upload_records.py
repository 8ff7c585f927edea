"""What the use cases take and give back about uploads, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import datetime
from uuid import UUID

from review_queue.records import State


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a row of a file was not accepted; `code` and `values` make the sentence in either language."""

    row: int | None
    field: str | None
    code: str
    values: Mapping[str, str] = dataclass_field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an upload brought; `already_received` means the same file came before and changed nothing."""

    upload_id: UUID
    created: int
    revised: int
    unchanged: int
    already_received: bool = False


@dataclass(frozen=True, slots=True)
class Replacement:
    """A program sent before whose text an upload would change."""

    program_id: str
    title_before: str
    title_after: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What an upload would bring."""

    created: int
    unchanged: int
    replaced: tuple[Replacement, ...]


@dataclass(frozen=True, slots=True)
class UploadView:
    """An upload with how far its programs are; `states` names only the states that occur."""

    upload_id: UUID
    institution: str
    filename: str
    received_at: datetime
    received_by: str
    created: int
    revised: int
    unchanged: int
    states: Mapping[State, int]
    problems: tuple[RowProblem, ...]
