"""Backups: everything that cannot be made again, of every organisation, in one sealed file, while the server runs."""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from store.backup_key import read_public
from store.backup_parts import (
    BackupError,
    Source,
    blocks_of,
    copy_store,
    count_stories,
    damaged,
    digest_of,
    emptied,
    list_sources,
)
from store.backup_tape import MANIFEST, end, part, seal
from store.database import SqliteDatabase
from store.withdrawn_ledger import ledger_path, renew_ledger

FORMAT = 1
COPYING = ".backup"  # in the data folder: the copy of one store at a time, gone again when the backup is made
_FILE = re.compile(r"\.?murmuration-(\d{8}T\d{6}Z)\.age(?:\.part)?")
_TIME = "%Y%m%dT%H%M%SZ"
DAYS_KEPT = 35


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made: its file, what is in it, and the older ones that were deleted."""

    path: Path
    manifest: Mapping[str, Any]
    deleted: tuple[str, ...] = ()

    @property
    def stories(self) -> int:
        """How many stories it holds."""
        return sum(self.manifest["stories"].values())


@dataclass(slots=True)
class _Making:
    settings: Any
    now: datetime
    progress: Callable[[int], object]
    parts: list[dict[str, object]] = field(default_factory=list)
    stories: dict[str, int] = field(default_factory=dict)

    def pieces(self, sources: list[Source], folder: Path) -> Iterator[bytes]:
        for source in sources:
            path = source.path
            if source.is_store:
                path = folder / "copy.db"
                copy_store(source.path, path)
            if source.name.endswith("/stories.db"):
                self.stories[source.name.split("/")[1]] = count_stories(path)
            size = path.stat().st_size
            self.parts.append({"name": source.name, "bytes": size, "sha256": digest_of(path)})
            for piece in part(source.name, size, blocks_of(path)):
                self.progress(len(piece))
                yield piece
            if source.is_store:
                path.unlink()
        listed = json.dumps(self.manifest(), indent=1).encode()
        yield from part(MANIFEST, len(listed), [listed])
        yield end()

    def manifest(self) -> dict[str, Any]:
        told = {
            "format": FORMAT,
            "made_at": self.now.astimezone(UTC).isoformat(timespec="seconds"),
            "organisation": self.settings.organisation,
            "secret": mark_of_secret(self.settings.secret),
            "stories": self.stories,
            "parts": self.parts,
        }
        return told | {"seal": seal_of(told, self.settings.secret)}


def make_backup(
    settings: Any,
    folder: Path,
    now: datetime,
    *,
    keys: bool = True,
    days_kept: int = DAYS_KEPT,
    progress: Callable[[int], object] = lambda size: None,
) -> Backup:
    """Make a backup in a folder and delete those older than so many days. Raises BackupError and BackupKeyError.

    Killed at any moment it leaves nothing that another run does not clear away. Who is told that a story is stored
    before this begins finds it in the backup.
    """
    public = read_public(settings.backup_key)
    with _alone(settings):
        clear_leftovers(settings)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        renew_ledgers(settings)
        sources = list_sources(settings, keys=keys)
        if not any(source.is_store for source in sources):
            raise BackupError(f"{settings.data} holds no store. Look at MURMURATION_DATA.")
        path = folder / f"murmuration-{now.astimezone(UTC).strftime(_TIME)}.age"
        making = _Making(settings, now, progress)
        copies = emptied(Path(settings.data) / COPYING)
        try:
            seal(making.pieces(sources, copies), path, public)
        finally:
            shutil.rmtree(copies, ignore_errors=True)
        return Backup(path, making.manifest(), tuple(_delete_older(folder, now, days_kept)))


def size_of(settings: Any, *, keys: bool = True) -> int:
    """About how many bytes a backup has to read."""
    return sum(source.path.stat().st_size for source in list_sources(settings, keys=keys))


def list_backups(folder: Path) -> list[tuple[datetime, Path]]:
    """The backups in a folder with when they were made, oldest first; nothing else in it is looked at."""
    found = ((_FILE.fullmatch(path.name), path) for path in folder.glob("*") if path.is_file())
    named = [(datetime.strptime(match[1], _TIME).replace(tzinfo=UTC), path) for match, path in found if match]
    return sorted(named)


def clear_leftovers(settings: Any) -> bool:
    """Delete the plain copy that a backup that was killed left in the data folder; whether there was one."""
    left = Path(settings.data) / COPYING
    if not left.exists():
        return False
    shutil.rmtree(left, ignore_errors=True)
    return True


def renew_ledgers(settings: Any) -> None:
    """Write down what was withdrawn, for every organisation, so that the backup has it as well."""
    for source in list_sources(settings, keys=False):
        if not source.name.endswith("/stories.db"):
            continue
        db = SqliteDatabase(source.path)  # as it is: a backup before an upgrade upgrades nothing
        try:
            renew_ledger(db, ledger_path(settings.anchors, source.path.parent.name))
        except sqlite3.DatabaseError as error:
            raise damaged(source.path, str(error)) from error
        finally:
            db.close()


def mark_of_secret(secret: bytes) -> str:
    """What tells in a backup which secret its receipts need, and nothing about the secret."""
    return hmac.digest(secret, b"the secret of a backup", "sha256").hex()[:32]


def seal_of(told: Mapping[str, Any], secret: bytes) -> str:
    """The seal of a manifest: whoever only has the public key can make a backup file, and cannot make this."""
    plain = json.dumps({name: told[name] for name in sorted(told) if name != "seal"}, sort_keys=True)
    return hmac.new(secret, b"manifest of a backup:" + plain.encode(), hashlib.sha256).hexdigest()


def _delete_older(folder: Path, now: datetime, days: int) -> Iterator[str]:
    """Delete what has had its time, and what runs that were killed left; the newest one is never deleted."""
    found = list_backups(folder)
    for made_at, path in found[:-1]:
        if path.suffix == ".part" or made_at < now - timedelta(days=days):
            path.unlink(missing_ok=True)
            yield path.name


@contextmanager
def _alone(settings: Any) -> Iterator[None]:
    Path(settings.data).mkdir(mode=0o700, parents=True, exist_ok=True)
    held = os.open(Path(settings.data) / ".backup.lock", os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise BackupError("Another backup is being made just now. Wait until it is done.") from error
    finally:
        os.close(held)
