"""Whether a collection has a public page, and the sentences that managers wrote for it about what is being tried."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from narratives.covered import Setting
from store.covered import check_free
from store.database import Database, Row


@dataclass(frozen=True, slots=True)
class PublicPage:
    """How the public page of a collection stands; `is_listed` says that search engines may name it."""

    collection: str
    is_on: bool = False
    is_listed: bool = False
    changed_by: str = ""
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PublicSentence:
    """What everybody is told of a probe, by language; "en" is always there."""

    probe: str
    words: Mapping[str, str]
    made_by: str


def get_public_page(db: Database, collection_id: str) -> PublicPage:
    """How it stands; off where nobody has said anything."""
    row = db.one("select * from public_pages where collection_id = :id", id=collection_id)
    return PublicPage(collection_id) if row is None else _row_to_page(row)


def list_public_pages(db: Database) -> list[PublicPage]:
    """The pages that everybody can read, by collection."""
    rows = db.rows("select * from public_pages where is_on = 1 order by collection_id")
    return [_row_to_page(row) for row in rows]


def switch_public_page(db: Database, collection_id: str, *, is_on: bool, actor: str, at: datetime) -> bool:
    """Switch a public page on or off; False when it stands so already. The same figures come back with it.

    Raises NeedsVoteError where members decide about it.
    """
    with db.write():
        if get_public_page(db, collection_id).is_on is is_on:
            return False
        check_free(db, Setting.PUBLIC_PAGE, collection_id)
        db.execute(
            """
            insert into public_pages (collection_id, is_on, changed_by, changed_at) values (:id, :is_on, :actor, :at)
            on conflict (collection_id) do update
                set is_on = excluded.is_on, changed_by = excluded.changed_by, changed_at = excluded.changed_at
            """,
            id=collection_id,
            is_on=int(is_on),
            actor=actor,
            at=at.isoformat(timespec="seconds"),
        )
    return True


def list_to_search_engines(db: Database, collection_id: str, *, is_listed: bool) -> bool:
    """Say whether search engines may name a page that is on; False when it is off, or stands so already."""
    changed = db.execute(
        """
        update public_pages set is_listed = :is_listed
        where collection_id = :id and is_on = 1 and is_listed <> :is_listed
        """,
        id=collection_id,
        is_listed=int(is_listed),
    )
    return changed > 0


def tell_public(db: Database, sentence: PublicSentence, *, at: datetime) -> None:
    """Put a sentence about a probe on the public page, in the place of the one before."""
    db.execute(
        """
        insert into public_sentences (probe_id, words, made_by, made_at) values (:probe, :words, :actor, :at)
        on conflict (probe_id) do update
            set words = excluded.words, made_by = excluded.made_by, made_at = excluded.made_at
        """,
        probe=sentence.probe,
        words=json.dumps(dict(sentence.words), ensure_ascii=False, sort_keys=True),
        actor=sentence.made_by,
        at=at.isoformat(timespec="seconds"),
    )


def untell_public(db: Database, probe_id: str) -> bool:
    """Take the sentence about a probe off the public page; False when there is none."""
    return db.execute("delete from public_sentences where probe_id = :id", id=probe_id) > 0


def list_public_sentences(db: Database, collection_id: str) -> dict[str, PublicSentence]:
    """The sentences about the probes of a collection, by probe."""
    rows = db.rows(
        """
        select s.probe_id, s.words, s.made_by from public_sentences as s join probes as p on p.id = s.probe_id
        where p.collection_id = :id order by s.probe_id
        """,
        id=collection_id,
    )
    return {row["probe_id"]: PublicSentence(row["probe_id"], json.loads(row["words"]), row["made_by"]) for row in rows}


def _row_to_page(row: Row) -> PublicPage:
    at = datetime.fromisoformat(row["changed_at"])
    return PublicPage(row["collection_id"], bool(row["is_on"]), bool(row["is_listed"]), row["changed_by"], at)
