"""What a backup is made of: every store copied whole while it is written to, keys, anchors, and a list of them.

The copies lie in the data folder, where the stores themselves lie, one at a time, and never beside the backup.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from narratives.errors import MurmurationError

STORES = ("stories.db", "cases.db", "audit.db")
SHARED = ("accounts.db", "commons.db")
SECRET = "secret.key"
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_NAME = re.compile(
    rf"(?:organisations/{_SLUG.pattern}/(?:stories|cases|audit)\.db|(?:accounts|commons)\.db|secret\.key"
    r"|(?:keys|anchors|sealing)/[A-Za-z0-9][A-Za-z0-9._-]{0,99})"
)
BLOCK = 1024 * 1024


class BackupError(MurmurationError):
    """A backup that could not be made, or cannot be used."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file of a deployment and its name in a backup."""

    name: str
    path: Path

    @property
    def is_store(self) -> bool:
        """Whether it is a database, which has to be copied by the database's own means."""
        return self.name.endswith(".db")


def is_name(name: str) -> bool:
    """Whether a name is one that a backup may hold: nothing else is ever unpacked."""
    return _NAME.fullmatch(name) is not None


def list_organisations_kept(data: Path) -> list[str]:
    """The organisations that have a store in a data folder, by slug."""
    return sorted(
        folder.name
        for folder in (data.iterdir() if data.is_dir() else ())
        if _SLUG.fullmatch(folder.name) and any((folder / name).is_file() for name in STORES)
    )


def list_sources(settings: Any, *, keys: bool = True) -> list[Source]:
    """Everything of a deployment that cannot be made again, in the order in which it is copied.

    An anchor comes before the record that it is about: what is recorded meanwhile is then behind its end, and an end
    that is further on than the record would say that rows were cut off.
    """
    data: Path = settings.data
    found = list(_files("anchors", settings.anchors))
    for slug in list_organisations_kept(data):
        found += [Source(f"organisations/{slug}/{name}", data / slug / name) for name in STORES]
    found += [Source(name, data / name) for name in SHARED]
    if keys:
        found += [*_files("keys", settings.keys), *_files("sealing", settings.sealing_path)]
        found.append(Source(SECRET, data / SECRET))
    return [one for one in found if one.path.is_file()]


def place_of(settings: Any, name: str) -> Path:
    """Where a part of a backup belongs in a deployment."""
    first, _, rest = name.partition("/")
    if first == "organisations":
        return Path(settings.data) / rest
    folders = {"keys": settings.keys, "anchors": settings.anchors, "sealing": settings.sealing_path}
    return Path(folders[first]) / rest if rest else Path(settings.data) / name


def copy_store(path: Path, to: Path) -> None:
    """Copy a store whole as it is at one moment, while others write to it, and look whether the copy is sound.

    Raises BackupError. A plain copy of the file would miss what is in the log; copying page by page would begin
    again with every story that comes.
    """
    to.touch(mode=0o600)
    try:
        with closing(sqlite3.connect(path, timeout=60.0)) as copier:
            copier.execute("vacuum into :to", {"to": str(to)})
    except sqlite3.Error as error:
        raise BackupError(f"{path} could not be copied ({error}). Free space, or mend the store.") from error
    problem = problem_of(to)
    if problem:
        raise damaged(path, problem)


def damaged(path: Path, problem: str) -> BackupError:
    """What is said of a store that is not sound: a copy of it would push out the sound ones."""
    return BackupError(f"{path} is damaged ({problem}). Restore it from the backup before, and look at the disk.")


def problem_of(path: Path) -> str:
    """What is wrong inside a store's file; empty when nothing is."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=60.0)) as db:
            rows = db.execute("pragma integrity_check(3)").fetchall()
    except sqlite3.Error as error:
        return str(error)
    said = "; ".join(str(row[0]) for row in rows)
    return "" if said == "ok" else said


def count_stories(path: Path) -> int:
    """How many stories a story store's file holds."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
        return int(db.execute("select count(*) from narratives").fetchone()[0])


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def blocks_of(path: Path) -> Iterator[bytes]:
    """A file in portions."""
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def emptied(folder: Path) -> Path:
    """A folder for one's own user alone, with nothing in it: what a run that was killed left there is gone."""
    with suppress(FileNotFoundError):
        shutil.rmtree(folder)
    folder.mkdir(mode=0o700, parents=True)
    return folder


def _files(name: str, folder: Path) -> Iterator[Source]:
    for path in sorted(folder.glob("*")) if folder.is_dir() else ():
        if path.is_file() and path.suffix in {".key", ".head", ".pem", ".txt"}:
            yield Source(f"{name}/{path.name}", path)
