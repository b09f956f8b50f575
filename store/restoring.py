"""Putting a backup back: everything is looked at apart before a single file of the deployment is touched.

What its tellers took out since stays out, by the store that is replaced and by the ledger kept beside the anchors.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from store.backup import FORMAT, mark_of_secret, seal_of
from store.backup_key import Secrets
from store.backup_parts import (
    SECRET,
    SHARED,
    STORES,
    BackupError,
    digest_of,
    emptied,
    is_name,
    list_organisations_kept,
    place_of,
    problem_of,
)
from store.backup_tape import MANIFEST, sync_folder, unpack, unseal
from store.database import SqliteDatabase
from store.erasure import bury_again, forget_bytes
from store.holding_again import Newer, hold_again, read_newer
from store.schema import open_accounts, open_stories
from store.withdrawn_ledger import ledger_path, read_ledger, withdrawn_in, write_ledger

STAGING, _READY = ".restore", "ready.json"
_TAPE = "tape.tar"
Progress = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Opened:
    """A backup laid out in a folder of its own, and found to be whole.

    `is_ours`: whether it carries the seal of this deployment's secret; None where it brings that secret itself.
    """

    folder: Path
    manifest: Mapping[str, Any]
    secret: bytes = field(repr=False)
    is_ours: bool | None

    @property
    def made_at(self) -> str:
        """When it was made, UTC."""
        return str(self.manifest["made_at"])

    @property
    def names(self) -> list[str]:
        """The names of its parts."""
        return [str(one["name"]) for one in self.manifest["parts"]]

    @property
    def stories(self) -> int:
        """How many stories it holds."""
        return sum(int(n) for n in self.manifest["stories"].values())


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: how many stories there are, how many were taken out again, and where the old files lie."""

    organisations: tuple[str, ...]
    stories: int
    withdrawn_again: int
    held_again: int
    replaced: Path | None


def open_backup(
    settings: Any, path: Path, keys: Secrets, folder: Path, progress: Progress = lambda size: None
) -> Opened:
    """Unpack a backup into an empty folder and check every byte of it. Raises BackupError."""
    tape = emptied(folder) / _TAPE
    unseal(path, tape, keys)
    names = unpack(tape, folder, progress)
    tape.unlink()
    manifest = _read_manifest(folder, names)
    for one in manifest["parts"]:
        found = folder / one["name"]
        if found.stat().st_size != one["bytes"] or digest_of(found) != one["sha256"]:
            raise BackupError(f"{one['name']} is not as it was when the backup was made. Take another backup.")
        problem = problem_of(found) if found.suffix == ".db" else ""
        if problem:
            raise BackupError(f"{one['name']} is damaged inside ({problem}). Take another backup.")
    secret, is_own = _secret(settings, folder)
    if manifest["secret"] != mark_of_secret(secret):
        raise BackupError(
            "The backup belongs to another secret: receipts and withdrawals would be lost. Set MURMURATION_SECRET, or "
            f"put secret.key into {settings.data}, as they were when the backup was made."
        )
    is_ours = seal_of(manifest, secret) == manifest["seal"]
    return Opened(folder, manifest, secret, is_ours if is_own else None)


def restore(settings: Any, opened: Opened, now: datetime, expire: Callable[[SqliteDatabase], object]) -> Restored:
    """Put an opened backup in the place of what is there, which is set aside. Raises BackupError.

    Both processes have to be stopped. `expire` deletes what is older than its collection keeps. Killed before the
    first file is moved nothing has changed; killed later, `finish` goes on.
    """
    stop_if_running(settings)
    organisations = list_organisations_kept(opened.folder / "organisations")
    stories = withdrawn = held = 0
    for slug in organisations:
        path = opened.folder / "organisations" / slug / "stories.db"
        ledger = opened.folder / "anchors" / ledger_path(settings.anchors, slug).name
        hashes = _withdrawn_since(settings, slug) | read_ledger(ledger)
        write_ledger(ledger, hashes)
        if path.exists():
            newer = read_newer(Path(settings.data) / slug / "stories.db")
            gone, back = _catch_up(path, hashes, newer, opened.secret, expire)
            withdrawn, held = withdrawn + gone, held + back
            stories += _counted(path)
    _sign_everybody_out(opened.folder / "accounts.db")
    replaced = Path(settings.data) / f"replaced-{now:%Y%m%dT%H%M%SZ}"
    _note_ready(opened.folder, replaced)
    finish(settings)
    return Restored(tuple(organisations), stories, withdrawn, held, replaced if replaced.exists() else None)


def finish(settings: Any) -> bool:
    """Move what was made ready to where it belongs; False where nothing is. Safe to repeat and to kill."""
    staged = Path(settings.data) / STAGING
    try:
        replaced = Path(json.loads((staged / _READY).read_text(encoding="utf-8"))["replaced"])
    except FileNotFoundError:
        return False
    for path in sorted(staged.rglob("*")):
        name = path.relative_to(staged).as_posix()
        if path.is_file() and is_name(name):
            _put(path, place_of(settings, name), replaced / name)
    (staged / _READY).unlink()
    shutil.rmtree(staged)
    return True


def stop_if_running(settings: Any) -> None:
    """Raises BackupError while another process has one of the stores open."""
    data = Path(settings.data)
    stores = [data / slug / name for slug in list_organisations_kept(data) for name in STORES]
    for path in [*stores, *(data / name for name in SHARED)]:
        if not path.exists():
            continue
        try:
            with closing(sqlite3.connect(path, timeout=0.2)) as db:
                db.execute("pragma journal_mode = delete")  # copies the log back; only whoever is alone may
        except sqlite3.OperationalError as error:
            raise BackupError(f"{path} is in use. Stop the web process and the worker first.") from error
        except sqlite3.DatabaseError:
            continue  # damaged: that may be why somebody restores


def list_disabled(path: Path) -> set[str]:
    """The usernames of an accounts store that were switched off; none where it cannot be read."""
    if not path.exists():
        return set()
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
        return {row[0] for row in db.execute("select username from accounts where disabled = 1")}
    return set()


def _read_manifest(folder: Path, names: Sequence[str]) -> dict[str, Any]:
    if MANIFEST not in names:
        raise BackupError("The backup has no list of its parts: it was cut off, or is none. Take another one.")
    manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    if manifest.get("format") != FORMAT:
        raise BackupError(f"The backup has the format {manifest.get('format')}, which this version does not know.")
    listed = {one["name"] for one in manifest["parts"]}
    if listed != set(names) - {MANIFEST}:
        raise BackupError("The backup does not hold what its list names. Take another one.")
    return manifest


def _secret(settings: Any, folder: Path) -> tuple[bytes, bool]:
    """The secret that receipts need after the restore, and whether it was known here before."""
    own, staged = Path(settings.data) / SECRET, folder / SECRET
    given: bytes = settings.secret
    is_from_file = own.exists() and own.read_bytes() == given
    if staged.exists() and is_from_file and staged.read_bytes() != given:
        return staged.read_bytes(), False
    return given, True


def _withdrawn_since(settings: Any, slug: str) -> set[str]:
    """What the store that is replaced and the ledger beside the anchors know to be withdrawn."""
    found = read_ledger(ledger_path(settings.anchors, slug))
    path = Path(settings.data) / slug / "stories.db"
    if path.exists():
        replaced = SqliteDatabase(path)
        with suppress(sqlite3.Error):
            found |= withdrawn_in(replaced)
        replaced.close()
    return found


def _catch_up(
    path: Path, hashes: set[str], newer: dict[str, Newer], secret: bytes, expire: Callable[[SqliteDatabase], object]
) -> tuple[int, int]:
    """Bring a story store to the newest schema, and take out and hold back what may no longer be read in it."""
    db = open_stories(path)
    gone, held = bury_again(db, hashes, secret), hold_again(db, newer)
    expire(db)
    forget_bytes(db)
    db.execute("pragma journal_mode = delete")
    db.close()
    return gone, held


def _counted(path: Path) -> int:
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("select count(*) from narratives").fetchone()[0])


def _sign_everybody_out(path: Path) -> None:
    """Sessions that ended since would be open again, and links that were used good once more."""
    if not path.exists():
        return
    db = open_accounts(path)
    with db.write():
        for table in ("sessions", "password_links"):
            if db.one("select name from sqlite_master where name = :name", name=table):
                db.execute(f"delete from {table}")
    db.execute("pragma journal_mode = delete")
    db.close()


def _note_ready(folder: Path, replaced: Path) -> None:
    for left in (*folder.rglob("*.lock"), folder / MANIFEST):
        left.unlink(missing_ok=True)
    part = folder / f"{_READY}.part"
    part.write_text(json.dumps({"replaced": str(replaced)}), encoding="utf-8")
    part.replace(folder / _READY)
    sync_folder(folder)


def _put(path: Path, to: Path, aside: Path) -> None:
    """Move a file to where it belongs; what is there goes aside, with the log of a store that was damaged."""
    to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in (to, Path(f"{to}-wal"), Path(f"{to}-shm")):
        if name.exists() and not (name == to and digest_of(name) == digest_of(path)):
            aside.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.move(name, aside.with_name(name.name))
    shutil.move(path, to)
    sync_folder(to.parent)
