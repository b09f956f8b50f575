"""Words that somebody searches for by meaning: the web leaves them here, the worker's model turns them into a vector.

Nothing says who asked. The words go as soon as there is a vector; what names them afterwards is a keyed hash.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from store.database import Database

MOST_KEPT = 2_000
MOST_WAITING = 200  # while no worker answers
AT_ONCE = 16
LOCKED_SECONDS = 0.5  # that a page waits while another writes: words alone find stories too
SILENT_SECONDS = 2.0  # a worker that has not answered for so long is not there, or has no model yet
STALE_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Asked:
    """Words that wait for their vector in the space of a model."""

    asked_hash: str
    model_id: str
    words: str


def asked_hash(words: str, secret: bytes) -> str:
    """What names some words without holding them."""
    return hmac.new(secret, b"asked-meaning:" + words.encode(), "sha256").hexdigest()


def get_answer(db: Database, named: str, model_id: str) -> bytes | None:
    """The vector (little-endian float16) of what was asked; None while there is none."""
    row = db.one(
        "select vector from asked_meanings where asked_hash = :hash and model_id = :model", hash=named, model=model_id
    )
    return None if row is None or row["vector"] is None else bytes(row["vector"])


def ask_meaning(db: Database, named: str, words: str, model_id: str, now: float) -> bool:
    """Leave words for the worker; False when it has been silent, so that waiting for it would be in vain.

    `now` is in seconds since 1970. Raises BusyError when another writes for longer than a page should wait.
    """
    silent = db.one(
        """
        select 1 as found from asked_meanings
        where vector is null and model_id = :model and asked_at between :oldest and :latest limit 1
        """,
        model=model_id,
        oldest=now - STALE_SECONDS,
        latest=now - SILENT_SECONDS,
    )
    with db.write(within=LOCKED_SECONDS):
        db.execute(
            """
            insert into asked_meanings (asked_hash, model_id, words, asked_at) values (:hash, :model, :words, :now)
            on conflict (asked_hash, model_id) do update set asked_at = excluded.asked_at
            """,
            hash=named,
            model=model_id,
            words=words,
            now=now,
        )
        db.execute(_FORGET_WAITING, oldest=now - STALE_SECONDS, most=MOST_WAITING)
    return silent is None


# Whoever asks clears up, since no worker may be there to do it.
_FORGET_WAITING = """
    delete from asked_meanings where vector is null and (asked_at < :oldest or (asked_hash, model_id) in (
        select asked_hash, model_id from asked_meanings where vector is null
        order by asked_at desc, asked_hash limit -1 offset :most))
"""


def list_asked(db: Database, limit: int = AT_ONCE) -> list[Asked]:
    """What waits for a vector, the latest first: somebody is still looking at that page."""
    rows = db.rows(
        """
        select asked_hash, model_id, words from asked_meanings
        where vector is null and words is not null order by asked_at desc limit :limit
        """,
        limit=limit,
    )
    return [Asked(row["asked_hash"], row["model_id"], row["words"]) for row in rows]


def answer_meaning(db: Database, asked: Asked, vector: bytes) -> None:
    """Keep the vector of some words, and forget the words."""
    db.execute(
        """
        update asked_meanings set vector = :vector, words = null where asked_hash = :hash and model_id = :model
        """,
        vector=vector,
        hash=asked.asked_hash,
        model=asked.model_id,
    )


def forget_asked(db: Database, now: float) -> None:
    """Drop all but the latest answers, and what nobody answered in ten minutes: nobody waits for it any more."""
    with db.write():
        db.execute("delete from asked_meanings where vector is null and asked_at < :oldest", oldest=now - STALE_SECONDS)
        db.execute(
            """
            delete from asked_meanings where asked_at <= (
                select asked_at from asked_meanings order by asked_at desc limit 1 offset :most
            )
            """,
            most=MOST_KEPT,
        )
