"""A draft as columns of a submission, as a fingerprint, as a program to tag."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from typing import cast

from review_queue.records import Draft, Language
from review_queue.tables import Submission
from tagging.records import Program


def columns_of(draft: Draft) -> dict[str, object]:
    """The draft's columns in Submission; a NUL character, which PostgreSQL cannot keep, is left out."""
    columns = {name: _plain(value) for name, value in asdict(draft).items()}
    columns["start_dates"] = [day.isoformat() for day in draft.start_dates]
    return columns


def _plain(value: object) -> object:
    if isinstance(value, str):
        return value.replace("\x00", "")
    return [_plain(part) for part in value] if isinstance(value, tuple) else value


def draft_of(submission: Submission) -> Draft:
    columns = {field.name: getattr(submission, field.name) for field in fields(Draft)}
    for name in ("outcomes", "employer_partners", "declared_noc"):
        columns[name] = tuple(columns[name])
    columns["start_dates"] = tuple(date.fromisoformat(day) for day in submission.start_dates)
    return Draft(**columns)


def fingerprint(columns: Mapping[str, object]) -> str:
    """SHA-256 over every field, because a changed price must reach the catalog as a changed title must."""
    spelled = {name: _spelled(value) for name, value in columns.items()}
    return hashlib.sha256(json.dumps(spelled, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _spelled(value: object) -> object:
    if isinstance(value, bool) or value is None or isinstance(value, (str, list)):
        return value
    # 5, 5.0 and Decimal("5.00") are one amount.
    return f"{float(cast(float, value)):.4f}"


def program_of(submission: Submission) -> Program:
    return Program(
        id=str(submission.id),
        title=submission.title,
        description=submission.description,
        outcomes=tuple(submission.outcomes),
        language=cast(Language, submission.language),
    )
