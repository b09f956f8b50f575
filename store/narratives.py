"""Narratives for the importer, the moderator and the worker; what staff may see comes from `release` alone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from narratives.collection import Collection, Moderation
from narratives.errors import NotFoundError
from narratives.framework import Framework
from narratives.narrative import Narrative, State
from store.database import Database
from store.intake import CHANGED
from store.meaning_index import forget_meaning
from store.narrative_rows import COLUMNS, INSERT, READ, narrative_to_row, row_to_narrative
from store.waiting import remember_open

_REPLACED = [name for name in COLUMNS if name not in {"id", "receipt_hash", "key_hash"}]
_UPDATE = f"update narratives set {', '.join(f'{name} = :{name}' for name in _REPLACED)} where id = :id"
_INSERT_ONCE = f"{INSERT} on conflict (collection_id, source_format, source_id) where source_id is not null do nothing"


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a run of imported narratives.

    `closed` holds the source ids of changed ones that stay as they were: they are in a closed batch.
    """

    stored: int = 0
    unchanged: int = 0
    updated: int = 0
    closed: tuple[str, ...] = ()

    def __add__(self, other: Imported) -> Imported:
        return Imported(
            self.stored + other.stored,
            self.unchanged + other.unchanged,
            self.updated + other.updated,
            self.closed + other.closed,
        )


def source_hashes(db: Database, collection_id: str, source_format: str) -> dict[str, str]:
    """The row hash of every narrative imported before, by source id."""
    rows = db.rows(
        """
        select source_id, source_row_hash from narratives
        where collection_id = :collection_id and source_format = :source_format
        order by source_id
        """,
        collection_id=collection_id,
        source_format=source_format,
    )
    return {row["source_id"]: row["source_row_hash"] for row in rows}


def closed_sources(db: Database, collection_id: str, source_format: str) -> frozenset[str]:
    """The source ids of narratives in a closed batch, which an import never changes."""
    rows = db.rows(
        """
        select source_id from narratives
        where collection_id = :collection_id and source_format = :source_format and counted = 1
        order by source_id
        """,
        collection_id=collection_id,
        source_format=source_format,
    )
    return frozenset(row["source_id"] for row in rows)


def import_narratives(
    db: Database, collection: Collection, framework: Framework, narratives: Sequence[Narrative], known: dict[str, str]
) -> Imported:
    """Store narratives that carry a source, once each, in one transaction.

    `known` is what `source_hashes` returned; it saves a look at the rows that did not change, and is kept up
    to date. A narrative whose row changed at its source replaces the stored one, unless that one is in a
    closed batch, whose sums never change.
    """
    state = State.RELEASED if collection.moderation is Moderation.AFTER else State.WAITING
    done = Imported()
    days: set[int] = set()
    with db.write():
        for narrative in narratives:
            source = narrative.source
            if source is None:
                raise ValueError("an imported narrative carries its source")
            if known.get(source.id) == source.row_hash:
                done += Imported(unchanged=1)
                continue
            row = narrative_to_row(framework, narrative, state)
            if source.id not in known and db.execute(_INSERT_ONCE, **row):
                done += Imported(stored=1)
                days.add(row["day"])
            else:
                done += _replace(db, collection, row, days)
            known[source.id] = source.row_hash
        for day in sorted(days):
            db.execute(CHANGED, collection_id=collection.id, day=day)
    return done


def _replace(db: Database, collection: Collection, row: dict[str, Any], days: set[int]) -> Imported:
    """Put a changed row in the place of the stored one; `days` learns where it was and where it is now."""
    stored = db.one(
        """
        select id, day, state, counted, text_hash, title, answers, may_read, source_row_hash from narratives
        where collection_id = :collection_id and source_format = :source_format and source_id = :source_id
        """,
        **{name: row[name] for name in ("collection_id", "source_format", "source_id")},
    )
    if stored is None:  # it was withdrawn since `known` was read
        days.add(row["day"])
        return Imported(stored=db.execute(INSERT, **row))
    if stored["source_row_hash"] == row["source_row_hash"]:
        return Imported(unchanged=1)
    if stored["counted"]:
        return Imported(closed=(row["source_id"],))
    reworded = (stored["text_hash"], stored["title"]) != (row["text_hash"], row["title"])
    # A moderator reads first, where the collection asks for it, what is new to staff: other words, or words that
    # were released to be counted and not to be read. A story held back stays so.
    is_news = reworded or _short_words(stored) != _short_words(row) or row["may_read"] > stored["may_read"]
    waits = is_news and collection.moderation is Moderation.BEFORE and stored["state"] != State.HELD.value
    state = State.WAITING.value if waits else stored["state"]
    if state != State.RELEASED.value or not row["may_read"]:
        remember_open(db, collection, stored["id"])
    db.execute(_UPDATE, **{name: row[name] for name in _REPLACED} | {"id": stored["id"], "state": state})
    if reworded or state != State.RELEASED.value or not row["may_read"]:
        forget_meaning(db, stored["id"])
    db.execute("delete from pattern_places where narrative_id = :id", id=stored["id"])
    if reworded:
        db.execute("delete from story_words where narrative_id = :id", id=stored["id"])
        db.execute("delete from assignments where narrative_id = :id", id=stored["id"])
    days.update({stored["day"], row["day"]})
    return Imported(updated=1)


def _short_words(row: Mapping[str, Any]) -> dict[str, str]:
    """The answers of a stored row that are words of the teller's own."""
    answers = json.loads(row["answers"]).items()
    return {name: answer.get("text") or answer["other"] for name, answer in answers if {"text", "other"} & set(answer)}


def get_narrative(db: Database, narrative_id: str) -> Narrative:
    """Raises NotFoundError if no narrative has that id."""
    row = db.one(f"select {READ} from narratives where id = :id", id=narrative_id)
    if row is None:
        raise NotFoundError("narrative", narrative_id)
    return row_to_narrative(row)


def count_narratives(db: Database, collection_id: str) -> int:
    """How many narratives a collection holds, of every kind and state."""
    row = db.one("select count(*) as n from narratives where collection_id = :id", id=collection_id)
    return int(row["n"]) if row else 0


def mark_watched(db: Database, narrative_ids: Iterable[str]) -> None:
    """Note that the monitor has seen these; call it in the transaction that keeps the monitor's state."""
    db.many("update narratives set watched = 1 where id = :id", ({"id": one} for one in narrative_ids))


def forget_watched(db: Database, collection_id: str) -> None:
    """Let the monitor see every story of a collection again, from the first."""
    db.execute("update narratives set watched = 0 where collection_id = :id and watched > 0", id=collection_id)
