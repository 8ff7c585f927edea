"""What the use cases take and give back about programs and people, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Generic, Literal, TypeVar
from uuid import UUID

from tagging.selection.failures import Failure

Language = Literal["en", "fr"]
Role = Literal["submitter", "reviewer", "qa", "administrator"]
State = Literal["received", "waiting", "tagged", "sent_back", "approved", "published", "declined", "superseded"]
Action = Literal["accept", "replace", "reject", "add", "undo"]
Origin = Literal["tagger", "reviewer"]

Line = TypeVar("Line")


@dataclass(frozen=True, slots=True)
class Actor:
    """The person a use case acts for; only a submitter has an institution."""

    account_id: UUID
    name: str
    role: Role
    institution_id: UUID | None


@dataclass(frozen=True, slots=True)
class Draft:
    """One program as its institution describes it."""

    program_id: str
    title: str
    description: str
    outcomes: tuple[str, ...] = ()
    language: Language = "en"
    delivery: str | None = None
    duration_weeks: float | None = None
    hours: float | None = None
    cost_cad: Decimal | None = None
    osap_eligible: bool | None = None
    stacks_into: str | None = None
    employer_partners: tuple[str, ...] = ()
    start_dates: tuple[date, ...] = ()
    url: str | None = None
    contact_email: str | None = None
    declared_noc: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page(Generic[Line]):
    """One page of a list; `number` counts from 1, `total` counts the lines of all pages."""

    lines: tuple[Line, ...]
    total: int
    number: int
    size: int


@dataclass(frozen=True, slots=True)
class ProgramLine:
    """A program in a list: its newest revision.

    `reason_value` is what the reason names, `failure` the provider's, where that is why it waits.
    """

    submission_id: UUID
    institution: str
    program_id: str
    title: str
    language: Language
    state: State
    revision: int
    reason_code: str | None
    reason: str | None
    reason_value: str | None
    failure: Failure | None
    submitted_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question a reviewer sent to the institution, with its answer once there is one."""

    question: str
    asked_by: str
    asked_at: datetime
    answer: str | None
    answered_by: str | None
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One act: `verb` is namespaced ("submission.approved"), `details` are its named values."""

    sequence: int
    at: datetime
    actor_id: UUID | None
    actor: str
    verb: str
    institution_id: UUID | None
    submission_id: UUID | None
    details: Mapping[str, str]
    previous_hash: str
    hash: str
    program_id: str | None = None


@dataclass(frozen=True, slots=True)
class TagView:
    """A concept that a person decided belongs to the program."""

    facet: str
    scheme: str
    edition: str
    code: str
    label_en: str
    label_fr: str

    def label(self, language: Language) -> str:
        return self.label_fr if language == "fr" else self.label_en


@dataclass(frozen=True, slots=True)
class ProgramView:
    """A program as its institution sees it; `tags` is empty until the program is approved."""

    submission_id: UUID
    institution: str
    draft: Draft
    state: State
    revision: int
    reason_code: str | None
    reason: str | None
    submitted_at: datetime
    changed_at: datetime
    questions: tuple[QuestionView, ...]
    tags: tuple[TagView, ...]
    history: tuple[AuditLine, ...]
    previous: Draft | None
    newer_id: UUID | None


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account as administrators see it."""

    account_id: UUID
    email: str
    name: str
    role: Role
    institution: str | None
    active: bool
    created_at: datetime
    last_signed_in_at: datetime | None


@dataclass(frozen=True, slots=True)
class FirstAccount:
    """An account made at the first start, with the password that is told once."""

    email: str
    role: Role
    password: str


@dataclass(frozen=True, slots=True)
class InstitutionView:
    """An institution that sends programs."""

    institution_id: UUID
    name: str
