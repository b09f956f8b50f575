"""The moderator's queue: the only place where a story is read before it is released."""

from __future__ import annotations

from datetime import date

from narratives.calendar import day_of
from narratives.collection import Collection
from narratives.narrative import Narrative, State
from store.batches import monday
from store.database import Database
from store.intake import CHANGED, Recording
from store.meaning_index import forget_meaning
from store.narrative_rows import READ, row_to_narrative
from store.waiting import remember_open

_TO_READ = """collection_id = :id and state = 'waiting'
    and (text <> '' or danger = 1 or exists (select 1 from recordings where narrative_id = narratives.id))"""


def list_waiting_for_moderation(db: Database, collection: Collection, limit: int = 50) -> list[Narrative]:
    """Stories that nobody may read yet: those whose tellers fear for somebody, then the others, oldest first."""
    rows = db.rows(
        f"""
        select {READ} from narratives
        where {_TO_READ} order by danger desc, day, id limit :limit
        """,
        id=collection.id,
        limit=limit,
    )
    return [row_to_narrative(row) for row in rows]


def count_waiting_for_moderation(db: Database, collection: Collection) -> int:
    """How many stories wait for a moderator."""
    row = db.one(f"select count(*) as n from narratives where {_TO_READ}", id=collection.id)
    return int(row["n"]) if row else 0


def list_recorded(db: Database, collection: Collection) -> frozenset[str]:
    """The stories of a collection that were spoken."""
    rows = db.rows(
        """
        select r.narrative_id from recordings as r join narratives as n on n.id = r.narrative_id
        where n.collection_id = :id
        """,
        id=collection.id,
    )
    return frozenset(row["narrative_id"] for row in rows)


def get_recording(db: Database, collection: Collection, narrative_id: str) -> Recording | None:
    """The recording of a story that waits for a moderator or that staff read already; None when there is none."""
    row = db.one(
        """
        select r.media_type, r.bytes from recordings as r join narratives as n on n.id = r.narrative_id
        where n.collection_id = :id and n.id = :story
          and (n.state = 'waiting' or (n.state = 'released' and n.may_read = 1))
        """,
        id=collection.id,
        story=narrative_id,
    )
    return None if row is None else Recording(row["media_type"], row["bytes"])


def change_release(db: Database, collection: Collection, narrative_id: str, old: State, new: State) -> bool:
    """Release a story or hold it back; False if somebody moved it first."""
    with db.write():
        if old is State.RELEASED:
            remember_open(db, collection, narrative_id)
        moved = db.execute(
            "update narratives set state = :new where id = :story and collection_id = :id and state = :old",
            new=new.value,
            old=old.value,
            story=narrative_id,
            id=collection.id,
        )
        if moved == 0:
            return False
        db.execute("delete from story_words where narrative_id = :story", story=narrative_id)
        forget_meaning(db, narrative_id)
        db.execute("delete from pattern_places where narrative_id = :story", story=narrative_id)
        row = db.one("select day from narratives where id = :story", story=narrative_id)
        if row is not None:
            db.execute(CHANGED, collection_id=collection.id, day=row["day"])
    return True


def week_of(narrative: Narrative) -> date:
    """The Monday of the week that a story was told in: the finest time that is shown."""
    return day_of(monday(narrative.told_on))
