"""A workbook's file before anything opens it: what it is, how large it would become, and where its parts would go."""

from __future__ import annotations

import re
import zlib
from pathlib import Path, PurePosixPath
from typing import IO
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import BadZipFile, ZipFile, ZipInfo

from narratives.errors import ImportRefusedError
from narratives.interchange.table import NOTHING_STORED

ZIP = b"PK\x03\x04"
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # a compound file: an .xls, or an .xlsx under a password
MOST_BYTES = 512 * 1024 * 1024
MOST_MEMBERS = 2_000
MOST_TIMES = 200
_SMALL = 16 * 1024 * 1024  # below it any ratio is harmless: sheets of one word over and over shrink to nothing
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ARCHIVES = (".zip", ".xlsx", ".xlsm", ".7z", ".rar", ".gz")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z$0-9:]{2,40})"')
_PORTION = 1024 * 1024
_HEAD = 4_096


def check_workbook(path: Path) -> None:
    """Raises ImportRefusedError for what is no XLSX workbook, or one that would fill the memory or leave its place."""
    with path.open("rb") as file:
        first = file.read(65_536)
    if first.startswith(OLD):
        if _ENCRYPTED in first or _holds(path, _ENCRYPTED):
            raise _refused("the workbook is protected by a password; save it without one and bring that in")
        raise _refused("this is a workbook of the old kind (.xls); open it, save it as XLSX or “CSV UTF-8”")
    if not first.startswith(ZIP):
        raise _refused("this is no XLSX workbook; save it as XLSX or “CSV UTF-8” and bring that in")
    try:
        with ZipFile(path) as archive:
            _check_members(archive.infolist(), path.stat().st_size)
            _check_parts(archive)
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        raise _refused("the workbook’s file is broken; open it, save it again and bring that in") from error


def merged_cells(path: Path, member: str) -> list[str]:
    """The areas of a sheet whose cells are merged, such as A1:B1."""
    found: list[str] = []
    with ZipFile(path) as archive, archive.open(member.removeprefix("/")) as file:
        kept = b""
        while portion := file.read(_PORTION):
            searched = kept + portion
            found += [area.decode("ascii") for area in _MERGED.findall(searched)]
            kept = searched[searched.rfind(b"<") :][-200:]
    return found


def _check_members(members: list[ZipInfo], size: int) -> None:
    if len(members) > MOST_MEMBERS:
        raise _refused(f"the file holds {len(members):,} parts and a workbook at most {MOST_MEMBERS:,}")
    total = sum(member.file_size for member in members)
    if total > MOST_BYTES:
        raise _refused(
            f"the file would unpack to {total:,} bytes; at most {MOST_BYTES:,} are read. Save it as CSV in parts"
        )
    if total > _SMALL and total > MOST_TIMES * size:
        raise _refused(f"the file would unpack to {total // size:,} times its size; no workbook does that")
    for member in members:
        parts = PurePosixPath(member.filename).parts
        if ".." in parts or member.filename.startswith("/") or "\\" in member.filename or ":" in member.filename:
            raise _refused(f"the part {member.filename[:80]!r} would lie outside of the workbook")
        if member.filename.casefold().endswith(_ARCHIVES):
            raise _refused(f"the part {member.filename[:80]!r} is an archive in the archive; take it out")
        if member.flag_bits & 1:
            raise _refused("the workbook is protected by a password; save it without one and bring that in")
    names = {member.filename for member in members}
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise _refused("this is an archive and no XLSX workbook; unpack it and bring in the file inside")


def _check_parts(archive: ZipFile) -> None:
    """Entities that grow stand in a document type, which no spreadsheet writes.

    A parser looks, and at every part: a name says nothing of what is in it, and a document type may stand in any
    alphabet and after any number of remarks.
    """
    for member in archive.infolist():
        with archive.open(member) as file:
            if _declares_type(file):
                raise _refused(f"the part {member.filename!r} declares a document type; save the workbook again")


def _declares_type(file: IO[bytes]) -> bool:
    """Whether XML has a document type, which stands before its first element."""
    found: list[bool] = []
    parser = ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_: found.append(True)
    parser.StartElementHandler = lambda *_: found.append(False)
    try:
        while not found and (portion := file.read(_HEAD)):
            parser.Parse(portion)
    except ExpatError:  # a picture, or broken XML, which the reader of the sheet names
        return bool(found) and found[0]
    return bool(found) and found[0]


def _holds(path: Path, words: bytes) -> bool:
    """Whether a file holds some bytes, read a portion at a time."""
    with path.open("rb") as file:
        kept = b""
        while portion := file.read(_PORTION):
            if words in kept + portion:
                return True
            kept = portion[-len(words) :]
    return False


def _refused(problem: str) -> ImportRefusedError:
    return ImportRefusedError(f"{problem.removesuffix('.')}. {NOTHING_STORED}")
