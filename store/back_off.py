"""Wrong passwords and codes cost time: more with each, at most a minute, so that nobody is locked out."""

from __future__ import annotations

import hashlib

from store.account_rows import plain_username
from store.database import Database

_MOST_DELAY_SECONDS = 60.0
_KEPT_SECONDS = 12 * 60 * 60


def delay_before(db: Database, username: str, *, now: float) -> float:
    """Seconds that a username has to wait after wrong tries: doubling from the third, at most a minute."""
    row = db.one("select count, last from failures where username = :name", name=_failing(username))
    if row is None or row["count"] < 3:
        return 0.0
    failures, last = int(row["count"]), float(row["last"])
    wait = min(2.0 ** min(failures - 3, 10), _MOST_DELAY_SECONDS)
    return min(wait, max(0.0, last + wait - now))  # whatever the clock said when it was tried


def note_failure(db: Database, username: str, *, now: float) -> None:
    """Count a wrong password or code."""
    with db.write():
        db.execute("delete from failures where last < :oldest", oldest=now - _KEPT_SECONDS)
        db.execute(
            """
            insert into failures (username, count, last) values (:name, 1, :now)
            on conflict (username) do update set count = count + 1, last = excluded.last
            """,
            name=_failing(username),
            now=now,
        )


def forget_failures(db: Database, username: str) -> None:
    """Begin to count anew: only after both steps, or whoever knows the password could try codes for ever."""
    db.execute("delete from failures where username = :name", name=_failing(username))


def _failing(username: str) -> str:
    """What is kept of a username that was tried: people type their passwords into that field too."""
    return hashlib.sha256(plain_username(username).encode("utf-8", "surrogatepass")).hexdigest()
