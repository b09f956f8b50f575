"""What was withdrawn, as hashes alone, in a file apart from the store: so that no backup brings a story back.

A hash of it tells nothing about a story or its teller, and which one it belonged to can be worked out only with the
deployment's secret and the story itself.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from store.database import Database

_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(slots=True)
class WithdrawnLedger:
    """A chore of the worker: writes down at every call what was withdrawn since the last one."""

    db: Database
    path: Path
    seen: int = -1

    def __call__(self) -> None:
        """Cheap where nothing was withdrawn; safe to stop at any point and to run twice at once."""
        row = self.db.one("select count(*) as n from tombstones")
        count = int(row["n"]) if row else 0
        if count != self.seen or not self.path.exists():
            renew_ledger(self.db, self.path)
            self.seen = count


def ledger_path(anchors: Path, slug: str) -> Path:
    """Where the withdrawn of an organisation are written down: beside the head of its audit."""
    return anchors / f"{slug}-withdrawn.txt"


def renew_ledger(db: Database, path: Path) -> int:
    """Add what a store knows to be withdrawn to a ledger; returns how many hashes it holds then.

    Nothing is ever taken out of it, and it is in the order of the hashes, which tells nothing of who was first.
    """
    known = read_ledger(path)
    every = known | withdrawn_in(db)
    if every != known or not path.exists():
        write_ledger(path, every)
    return len(every)


def withdrawn_in(db: Database) -> set[str]:
    """The hashes of what a store knows to be withdrawn; none in a store from before they were kept."""
    if db.one("select name from sqlite_master where name = 'tombstones'") is None:
        return set()
    return {row["hash"] for row in db.rows("select hash from tombstones order by hash")}


def read_ledger(path: Path) -> set[str]:
    """The hashes of a ledger; none where there is no file. A line that is none, as of a torn copy, is left out."""
    try:
        held = path.read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        return set()
    return set(_HASH.findall(held))


def write_ledger(path: Path, hashes: Iterable[str]) -> None:
    """Put a whole ledger in the place of the one that is there, or leave that."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.writelines(f"{one}\n" for one in sorted(hashes))
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
