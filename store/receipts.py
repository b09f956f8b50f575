"""From a receipt code back to its story, and the slow hash that takes the fast one's place."""

from __future__ import annotations

import json
from dataclasses import dataclass

from narratives.narrative import Narrative, State
from narratives.receipt import FAST, kept_hashes, normalise_code, slow_hash
from store.database import Database
from store.narrative_rows import READ, row_to_narrative

_AFTER_FAST = FAST[:-1] + chr(ord(FAST[-1]) + 1)


@dataclass(frozen=True, slots=True)
class Kept:
    """A story as its teller finds it again.

    `counted` is inside a closed batch, `spoken` with a recording, `once_open` read by staff with its answers before.
    """

    narrative: Narrative
    state: State
    counted: bool
    spoken: bool
    once_open: bool


def find_story(db: Database, code: str, secret: bytes) -> Kept | None:
    """The story that a code belongs to, however it was typed; None when it belongs to none.

    Takes a quarter of a second and 64 MiB for anything that could be a code, whether or not it is one.
    """
    known = normalise_code(code)
    if not known:
        return None
    hashes = json.dumps(kept_hashes(known, secret))
    row = db.one(
        "select id from narratives where receipt_hash in (select value from json_each(:hashes))", hashes=hashes
    )
    return None if row is None else get_kept(db, row["id"])


def get_kept(db: Database, narrative_id: str) -> Kept | None:
    """A story as its teller finds it, by its id: only for whoever came with its code just now."""
    row = db.one(
        f"""
        select {READ}, counted,
               exists (select 1 from recordings where narrative_id = narratives.id) as spoken,
               exists (select 1 from once_open where narrative_id = narratives.id) as once_open
        from narratives where id = :id
        """,
        id=narrative_id,
    )
    if row is None:
        return None
    return Kept(
        row_to_narrative(row),
        State(row["state"]),
        counted=bool(row["counted"]),
        spoken=bool(row["spoken"]),
        once_open=bool(row["once_open"]),
    )


def strengthen(db: Database, secret: bytes, limit: int) -> int:
    """Replace up to `limit` fast hashes by slow ones, one at a time; returns how many were replaced.

    Nothing is locked while a slow hash is worked out. Safe to stop at any point and to run twice at once.
    """
    rows = db.rows(
        """
        select receipt_hash from narratives
        where receipt_hash >= :first and receipt_hash < :after order by receipt_hash limit :limit
        """,
        first=FAST,
        after=_AFTER_FAST,
        limit=limit,
    )
    slow = [(row["receipt_hash"], slow_hash(row["receipt_hash"], secret)) for row in rows]
    with db.write():
        return sum(
            db.execute("update narratives set receipt_hash = :new where receipt_hash = :old", old=old, new=new)
            for old, new in slow
        )
