"""The published listings as files: one module a format, imported when asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from io import BytesIO
from typing import BinaryIO, cast

from sqlmodel import Session

from catalog.records import Language, ListingVersionView
from catalog.refusals import UnknownFormat
from catalog.search import published

Write = Callable[[Iterator[ListingVersionView], BinaryIO], int]

# Adding a format is its module, with a function `write`, and a row here.
FORMATS: Mapping[str, str] = {
    "json": "catalog.exports.json",
    "csv": "catalog.exports.csv",
}


def export(
    session: Session,
    *,
    format_name: str,
    output: BinaryIO,
    keyword: str | None = None,
    language: Language | None = None,
    institution: str | None = None,
    **codes: str | None,
) -> int:
    """Write the published listings that `catalog.search.find` would give, by institution and program id.

    Gives their number. Raises UnknownFormat, UnknownFacet.
    """
    found = published(session, keyword=keyword, language=language, institution=institution, **codes)
    return _writer(format_name)(found, output)


def exported(
    session: Session,
    *,
    format_name: str,
    keyword: str | None = None,
    language: Language | None = None,
    institution: str | None = None,
    **codes: str | None,
) -> bytes:
    """The same as a value, for a download."""
    output = BytesIO()
    export(
        session,
        format_name=format_name,
        output=output,
        keyword=keyword,
        language=language,
        institution=institution,
        **codes,
    )
    return output.getvalue()


def _writer(format_name: str) -> Write:
    if format_name not in FORMATS:
        raise UnknownFormat(format=format_name, formats=", ".join(FORMATS))
    return cast("Write", import_module(FORMATS[format_name]).write)
