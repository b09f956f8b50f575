"""Withdrawal: a story leaves every table and every byte of the file; frozen sums of closed batches stay."""

from __future__ import annotations

from narratives.receipt import keyed_hash, normalise_code
from store.database import SqliteDatabase
from store.intake import CHANGED


def withdraw_narrative(db: SqliteDatabase, code: str, secret: bytes) -> bool:
    """Delete the story that a receipt code belongs to; False when the code belongs to none.

    The text's vector goes too unless another story has the same words; places among the themes and
    alerts go by foreign key. The word index and the log are rewritten, so that no byte is left behind.
    """
    known = normalise_code(code)
    row = db.one(
        "select id, collection_id, month, text_hash from narratives where receipt_hash = :hash",
        hash=keyed_hash("receipt", known, secret),
    )
    if not known or row is None:
        return False
    with db.write():
        db.execute("delete from story_words where narrative_id = :id", id=row["id"])
        db.execute("delete from narratives where id = :id", id=row["id"])
        db.execute(
            """
            delete from vectors
            where text_hash = :hash
              and not exists (select 1 from narratives where text_hash = :hash and text <> '')
            """,
            hash=row["text_hash"],
        )
        db.execute(CHANGED, collection_id=row["collection_id"], month=row["month"])
    db.execute("insert into story_words (story_words) values ('optimize')")
    db.rows("pragma wal_checkpoint(truncate)")
    return True
