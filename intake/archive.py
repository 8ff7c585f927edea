"""The ZIP archive that an XLSX file is: checked before anything of it is unpacked."""

from __future__ import annotations

import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from intake.limits import MEGABYTE, UNPACKED_BYTES
from intake.records import FileRefused

_WORKBOOK = "xl/workbook.xml"
_MOST_ENTRIES = 5_000
_CHUNK = 65_536
# What zipfile raises on archives that are cut off, encrypted or made by hand.
_DAMAGE = (BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError, OSError, KeyError)


def open_archive(content: bytes) -> ZipFile:
    """The archive of a workbook whose parts are as large as they say, and small enough together.

    Raises FileRefused: by the sizes the archive declares nothing is unpacked at all; an archive that lies about them
    is found out while its parts are unpacked in pieces that are thrown away.
    """
    try:
        archive = ZipFile(BytesIO(content))
        _check_declared(archive)
        _check_unpacked(archive)
    except _DAMAGE as error:
        raise FileRefused("damaged_workbook") from error
    return archive


def _check_declared(archive: ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > _MOST_ENTRIES or sum(part.file_size for part in parts) > UNPACKED_BYTES:
        raise FileRefused("unpacks_too_large", limit=UNPACKED_BYTES // MEGABYTE)
    if _WORKBOOK not in archive.namelist():
        raise FileRefused("other_archive")


def _check_unpacked(archive: ZipFile) -> None:
    for part in archive.infolist():
        with archive.open(part) as file:
            while file.read(_CHUNK):
                pass
