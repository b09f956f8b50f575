"""Withdrawal: a story leaves every table and every byte of the file; frozen sums of closed batches stay."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from narratives.receipt import source_hash
from store.database import Database, Row
from store.intake import CHANGED
from store.meaning_index import forget_meaning
from store.receipts import find_story

_WITHDRAWN = "id, collection_id, day, text_hash, key_hash, source_format, source_id"
_PORTION = 500


def withdraw_narrative(db: Database, code: str, secret: bytes) -> bool:
    """Delete the story that a receipt code belongs to; False when the code belongs to none."""
    found = find_story(db, code, secret)
    return found is not None and withdraw(db, found.narrative.id, secret)


def imported_formats(db: Database, collection_id: str, source_id: str) -> list[str]:
    """The formats of files in which a collection's imported stories had an id: two files may number alike."""
    rows = db.rows(
        """
        select source_format from narratives where collection_id = :collection_id and source_id = :source_id
        order by source_format
        """,
        collection_id=collection_id,
        source_id=source_id,
    )
    return [row["source_format"] for row in rows]


def withdraw_imported(db: Database, collection_id: str, source_format: str, source_id: str, secret: bytes) -> bool:
    """Delete a story that was imported under an id of its source; False when there is none."""
    row = db.one(
        """
        select id from narratives
        where collection_id = :collection_id and source_format = :source_format and source_id = :source_id
        """,
        collection_id=collection_id,
        source_format=source_format,
        source_id=source_id,
    )
    return row is not None and withdraw(db, row["id"], secret)


def withdraw(db: Database, narrative_id: str, secret: bytes) -> bool:
    """Delete a story with everything that was made of it; False when it is gone already.

    The text's vector goes too unless another story has the same words; recording, messages and places among the
    themes and alerts go by foreign key. What stays is a hash, so that neither a second sending nor a second
    import brings the story back.
    """
    return withdraw_many(db, [narrative_id], secret) == 1


def withdraw_many(db: Database, narrative_ids: Sequence[str], secret: bytes) -> int:
    """Delete stories as `withdraw` does, all or none, and rewrite the file once; returns how many there were."""
    with db.write():
        _delete_words(db, narrative_ids)
        gone = sum(_take_out(db, one, secret) for one in narrative_ids)
    if gone:
        forget_bytes(db)
    return gone


def _take_out(db: Database, narrative_id: str, secret: bytes) -> bool:
    row = db.one(f"select {_WITHDRAWN} from narratives where id = :id", id=narrative_id)
    if row is None:
        return False
    for buried in _tombstones(row, secret):
        db.execute("insert into tombstones (hash) values (:hash) on conflict do nothing", hash=buried)
    _delete(db, row)
    return True


def expire_stories(db: Database, narrative_ids: Sequence[str]) -> int:
    """Delete stories that are older than their collection keeps them; returns how many there were.

    No hash of them stays: what is put back from a backup goes of age again. Call it in a transaction, and
    `forget_bytes` when all are gone.
    """
    rows = [db.one(f"select {_WITHDRAWN} from narratives where id = :id", id=one) for one in narrative_ids]
    _delete_words(db, narrative_ids)
    for row in filter(None, rows):
        _delete(db, row)
    return sum(row is not None for row in rows)


def _delete_words(db: Database, narrative_ids: Sequence[str]) -> None:
    """What the word index holds of some stories: it has no index by story, so that each statement reads all of it."""
    db.execute(
        "delete from story_words where narrative_id in (select value from json_each(:ids))",
        ids=json.dumps(list(narrative_ids)),
    )


def _delete(db: Database, row: Row) -> None:
    """A story with everything that was made of it; what hangs on it by a foreign key goes by that."""
    forget_meaning(db, row["id"])
    db.execute("delete from narratives where id = :id", id=row["id"])
    forget_vector(db, row["text_hash"])
    db.execute(CHANGED, collection_id=row["collection_id"], day=row["day"])


def withdraw_again(db: Database, newer: Database, secret: bytes) -> int:
    """Take out of a restored store what was withdrawn since, by the tombstones of a newer one; returns how many.

    The tombstones are taken over, so that nothing of it comes back. Safe to repeat.
    """
    return bury_again(db, (row["hash"] for row in newer.rows("select hash from tombstones order by hash")), secret)


def bury_again(db: Database, hashes: Iterable[str], secret: bytes) -> int:
    """Take out of a restored store every story that one of these tombstones is of; returns how many. Safe to repeat."""
    with db.write():
        db.many(
            "insert into tombstones (hash) values (:hash) on conflict do nothing", [{"hash": one} for one in hashes]
        )
    buried = {row["hash"] for row in db.rows("select hash from tombstones order by hash")}
    rows = db.rows(
        f"select {_WITHDRAWN} from narratives where key_hash is not null or source_id is not null order by id"
    )
    gone = [row["id"] for row in rows if _tombstones(row, secret) & buried]
    portions = (gone[start : start + _PORTION] for start in range(0, len(gone), _PORTION))
    return sum(withdraw_many(db, portion, secret) for portion in portions)


def list_withdrawn(
    db: Database, collection_id: str, source_format: str, source_ids: Sequence[str], secret: bytes
) -> list[str]:
    """Those of some source ids whose story was withdrawn, in the order given and as often as given."""
    named = {one: source_hash(collection_id, source_format, one, secret) for one in source_ids}
    rows = db.rows(
        "select hash from tombstones where hash in (select value from json_each(:hashes)) order by hash",
        hashes=json.dumps(list(named.values())),
    )
    buried = {row["hash"] for row in rows}
    return [one for one in source_ids if named[one] in buried]


def forget_vector(db: Database, text_hash: str) -> None:
    """Delete the vector of words that no story has any more; call it in the transaction that took them away."""
    db.execute(
        """
        delete from vectors
        where text_hash = :hash and not exists (select 1 from narratives where text_hash = :hash and text <> '')
        """,
        hash=text_hash,
    )


def forget_bytes(db: Database) -> bool:
    """Rewrite the word index and empty the log, so that no byte is left of words that were deleted.

    False while somebody reads: the worker empties the log every hour, and then the last bytes go.
    """
    db.execute("insert into story_words (story_words) values ('optimize')")
    return empty_log(db)


def empty_log(db: Database) -> bool:
    """Copy the write-ahead log into the file and cut it to nothing; False when somebody was reading from it."""
    row = db.one("pragma wal_checkpoint(truncate)")
    return row is not None and row["busy"] == 0


def _tombstones(row: Row, secret: bytes) -> set[str]:
    found = {row["key_hash"]} if row["key_hash"] else set()
    if row["source_id"] is not None:
        found.add(source_hash(row["collection_id"], row["source_format"], row["source_id"], secret))
    return found
