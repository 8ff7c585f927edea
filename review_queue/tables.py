"""The tables of the work database."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import ClassVar
from uuid import UUID, uuid4

from sqlalchemy import JSON, Index, MetaData, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from review_queue.columns import Money, UtcDateTime


class Table(SQLModel):
    """Keeps these tables apart from those of other packages in the same process."""

    metadata: ClassVar[MetaData] = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Institution(Table, table=True):
    """`uploads` is counted up first in every upload, so that two uploads of one institution take turns."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    name: str
    name_key: str = Field(unique=True)
    uploads: int = 0
    created_at: datetime = Field(sa_type=UtcDateTime)


class Account(Table, table=True):
    id: UUID = Field(default_factory=uuid4, primary_key=True)
    email: str
    email_key: str = Field(unique=True)
    name: str
    role: str
    institution_id: UUID | None = Field(default=None, foreign_key="institution.id")
    password_hash: str
    active: bool = True
    created_at: datetime = Field(sa_type=UtcDateTime)
    last_signed_in_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SignInLimit(Table, table=True):
    """Failed sign-ins for an address, whether or not it has an account, since the window began."""

    __tablename__ = "sign_in_limit"

    email_key: str = Field(primary_key=True)
    failures: int = 0
    window_started_at: datetime = Field(sa_type=UtcDateTime)


class SignedSession(Table, table=True):
    __tablename__ = "signed_session"

    token_hash: str = Field(primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    expires_at: datetime = Field(sa_type=UtcDateTime)


class Upload(Table, table=True):
    __table_args__ = (Index(None, "institution_id", "fingerprint"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    institution_id: UUID = Field(foreign_key="institution.id")
    account_id: UUID = Field(foreign_key="account.id")
    filename: str
    fingerprint: str
    received_at: datetime = Field(sa_type=UtcDateTime, index=True)
    created: int
    revised: int
    unchanged: int


class UploadProblem(Table, table=True):
    __tablename__ = "upload_problem"
    __table_args__ = (UniqueConstraint("upload_id", "position"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    upload_id: UUID = Field(foreign_key="upload.id")
    position: int
    row: int | None
    field: str | None
    code: str
    named_values: dict[str, str] = Field(sa_type=JSON)


class Program(Table, table=True):
    """What the revisions of one program have in common; `published_revision` only ever grows."""

    __table_args__ = (UniqueConstraint("institution_id", "program_id"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    institution_id: UUID = Field(foreign_key="institution.id")
    program_id: str
    latest_revision: int
    published_revision: int | None = None


class Submission(Table, table=True):
    """One revision of a program: its text never changes, its state and its lease do.

    `batch` is shared by those that one workflow tags, `attempt` counts up when they are to be tagged anew. `tries`
    counts calls to a model that failed for this program, which is not tried again before `due_at`.
    """

    __table_args__ = (
        UniqueConstraint("program_key", "revision"),
        Index(None, "state", "submitted_at"),
        Index(None, "institution_id", "changed_at"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    program_key: UUID = Field(foreign_key="program.id")
    institution_id: UUID = Field(foreign_key="institution.id")
    upload_id: UUID = Field(foreign_key="upload.id", index=True)
    position: int
    batch: UUID
    attempt: int = 1
    revision: int
    fingerprint: str
    search_key: str = Field(sa_type=Text)
    state: str
    reason_code: str | None = None
    reason: str | None = Field(default=None, sa_type=Text)
    reason_value: str | None = None
    failure: str | None = None
    failure_status: int | None = None
    tries: int = 0
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    submitted_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)
    claimed_by: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    claimed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    released_by: UUID | None = Field(default=None, foreign_key="account.id")

    program_id: str
    title: str = Field(sa_type=Text)
    description: str = Field(sa_type=Text)
    outcomes: list[str] = Field(sa_type=JSON)
    language: str
    delivery: str | None = Field(default=None, sa_type=Text)
    duration_weeks: float | None = None
    hours: float | None = None
    cost_cad: Decimal | None = Field(default=None, sa_type=Money)
    osap_eligible: bool | None = None
    stacks_into: str | None = Field(default=None, sa_type=Text)
    employer_partners: list[str] = Field(sa_type=JSON)
    start_dates: list[str] = Field(sa_type=JSON)
    url: str | None = Field(default=None, sa_type=Text)
    contact_email: str | None = Field(default=None, sa_type=Text)
    declared_noc: list[str] = Field(sa_type=JSON)


class Tagging(Table, table=True):
    """What the tagger said of a submission; one a submission, so that no program is tagged twice.

    `model`, `prompt` ("select@1") and `prompt_hash` are empty when no model chose.
    """

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    submission_id: UUID = Field(foreign_key="submission.id", unique=True)
    profile: str
    language: str
    vocabularies: dict[str, str] = Field(sa_type=JSON)
    considered: list[dict[str, object]] = Field(sa_type=JSON)
    abstentions: list[dict[str, str]] = Field(sa_type=JSON)
    suspicious: list[dict[str, str | int]] = Field(sa_type=JSON)
    model: str | None = None
    prompt: str | None = None
    prompt_hash: str | None = None
    tagged_at: datetime = Field(sa_type=UtcDateTime)


class Proposal(Table, table=True):
    """`decisions` counts the rows of Decision on it; the highest-numbered one is in force."""

    __table_args__ = (UniqueConstraint("submission_id", "facet", "scheme", "code"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    submission_id: UUID = Field(foreign_key="submission.id")
    position: int
    origin: str
    facet: str
    scheme: str
    edition: str
    code: str
    label_en: str
    label_fr: str
    score: float
    probability: float
    evidence: list[dict[str, str | int]] = Field(sa_type=JSON)
    decisions: int = 0


class Decision(Table, table=True):
    """Never changed and never removed: undoing is a further row. The concept is the one decided for."""

    __table_args__ = (UniqueConstraint("proposal_id", "number"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    proposal_id: UUID = Field(foreign_key="proposal.id")
    number: int
    action: str
    scheme: str
    edition: str
    code: str
    label_en: str
    label_fr: str
    account_id: UUID = Field(foreign_key="account.id")
    decided_at: datetime = Field(sa_type=UtcDateTime)


class Question(Table, table=True):
    id: UUID = Field(default_factory=uuid4, primary_key=True)
    submission_id: UUID = Field(foreign_key="submission.id", index=True)
    question: str = Field(sa_type=Text)
    asked_by: UUID = Field(foreign_key="account.id")
    asked_at: datetime = Field(sa_type=UtcDateTime)
    answer: str | None = Field(default=None, sa_type=Text)
    answered_by: UUID | None = Field(default=None, foreign_key="account.id")
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class AuditEntry(Table, table=True):
    """Append-only: the database itself refuses to change or remove a row."""

    __tablename__ = "audit_entry"

    sequence: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_type=UtcDateTime)
    actor_id: UUID | None
    actor: str
    verb: str
    institution_id: UUID | None
    submission_id: UUID | None = Field(index=True)
    details: dict[str, str] = Field(sa_type=JSON)
    previous_hash: str
    hash: str


class AuditHead(Table, table=True):
    """The one row that says where the chain ends; locked while an entry is appended."""

    __tablename__ = "audit_head"

    id: int = Field(primary_key=True)
    sequence: int
    hash: str


class EvalRun(Table, table=True):
    """A measured run of the tagger; `inputs_hash` finds one made with the same inputs, so that none is made twice."""

    __tablename__ = "eval_run"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    inputs_hash: str = Field(index=True)
    inputs: dict[str, object] = Field(sa_type=JSON)
    programs: int
    machine: str
    commit: str | None = None
    started_at: datetime = Field(sa_type=UtcDateTime, index=True)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class EvalResult(Table, table=True):
    """What a run says of one program of its gold set."""

    __tablename__ = "eval_result"
    __table_args__ = (UniqueConstraint("run_id", "program_id"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    run_id: UUID = Field(foreign_key="eval_run.id")
    position: int
    program_id: str
    result: dict[str, object] = Field(sa_type=JSON)
