"""What kind of file it is, by its first bytes and never by its name."""

from __future__ import annotations

from typing import Literal

from intake.records import FileRefused

_PROGRAMS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!")
_DOCUMENTS = {
    b"%PDF": "PDF",
    b"{\\rtf": "RTF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"<!DOCTYPE": "HTML",
    b"<!doctype": "HTML",
    b"<html": "HTML",
    b"<?xml": "XML",
}
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ARCHIVES = (b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"BZh", b"\xfd7zXZ")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")


def kind_of(content: bytes) -> Literal["workbook", "text"]:
    """What to read the bytes as. Raises FileRefused for what is certainly no table."""
    if content.startswith(_PROGRAMS):
        raise FileRefused("program_file")
    for start, kind in _DOCUMENTS.items():
        if content.startswith(start):
            raise FileRefused("document", kind=kind)
    if content.startswith(_OLD_EXCEL):
        raise FileRefused("old_excel")
    if content.startswith(_ARCHIVES):
        raise FileRefused("other_archive")
    return "workbook" if content.startswith(_ZIP) else "text"
