"""The tables of gold in the work database."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON, Text, UniqueConstraint
from sqlmodel import Field

from review_queue.columns import UtcDateTime
from review_queue.tables import Table


class GoldProgram(Table, table=True):
    """A text to label, without contact data; it never changes. `labels` counts the independent labels, two at most.

    `origin` is the queue, or a gold set with the program's id in it; who added it from there had seen its gold.
    """

    __tablename__ = "gold_program"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    text_key: str = Field(unique=True)
    origin: str
    submission_id: UUID | None = Field(default=None, foreign_key="submission.id", index=True)
    language: str
    title: str = Field(sa_type=Text)
    description: str = Field(sa_type=Text)
    outcomes: list[str] = Field(sa_type=JSON)
    labels: int = 0
    adjudicated: bool = False
    added_by: UUID = Field(foreign_key="account.id")
    added_at: datetime = Field(sa_type=UtcDateTime)

    @property
    def name(self) -> str:
        """The id of the text outside this database: the same text has the same one, wherever it comes from."""
        return f"h-{self.text_key[:12]}"


class GoldLabel(Table, table=True):
    """What one person judged: codes by facet, none right when empty; a facet not judged is absent. Never changed.

    `blind` is false when the person had seen what others or the tagger say of the program.
    """

    __tablename__ = "gold_label"
    __table_args__ = (UniqueConstraint("gold_program_id", "account_id"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    gold_program_id: UUID = Field(foreign_key="gold_program.id")
    account_id: UUID = Field(foreign_key="account.id")
    kind: str
    blind: bool
    judged: dict[str, list[str]] = Field(sa_type=JSON)
    editions: dict[str, str] = Field(sa_type=JSON)
    labelled_at: datetime = Field(sa_type=UtcDateTime)
