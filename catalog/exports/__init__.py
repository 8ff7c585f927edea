"""The published listings as files: one module a format, imported when asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from io import BytesIO
from typing import BinaryIO, cast

from sqlmodel import Session

from catalog.records import ListingVersionView
from catalog.refusals import UnknownFormat
from catalog.search import published

Write = Callable[[Iterator[ListingVersionView], BinaryIO], int]

# Adding a format is its module, with a function `write`, and a row here.
FORMATS: Mapping[str, str] = {
    "json": "catalog.exports.json",
    "csv": "catalog.exports.csv",
}


def export(session: Session, *, format_name: str, output: BinaryIO) -> int:
    """Write every published listing, by institution and program id; gives their number. Raises UnknownFormat."""
    return _writer(format_name)(published(session), output)


def exported(session: Session, *, format_name: str) -> bytes:
    """The same as a value, for a download. Raises UnknownFormat."""
    output = BytesIO()
    export(session, format_name=format_name, output=output)
    return output.getvalue()


def _writer(format_name: str) -> Write:
    if format_name not in FORMATS:
        raise UnknownFormat(format=format_name, formats=", ".join(FORMATS))
    return cast("Write", import_module(FORMATS[format_name]).write)
