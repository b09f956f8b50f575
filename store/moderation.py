"""The moderator's queue: the only place where a story is read before it is released."""

from __future__ import annotations

from datetime import date

from narratives.calendar import day_of
from narratives.collection import Collection, Policy
from narratives.narrative import Narrative, State
from store.batches import monday
from store.database import Database
from store.intake import CHANGED
from store.narrative_rows import READ, row_to_narrative


def list_waiting_for_moderation(db: Database, collection: Collection, limit: int = 50) -> list[Narrative]:
    """Stories that nobody may read yet, oldest first."""
    rows = db.rows(
        f"""
        select {READ} from narratives
        where collection_id = :id and state = 'waiting' and text <> '' order by day, id limit :limit
        """,
        id=collection.id,
        limit=limit,
    )
    return [row_to_narrative(row) for row in rows]


def count_waiting_for_moderation(db: Database, collection: Collection) -> int:
    """How many stories wait for a moderator."""
    row = db.one(
        "select count(*) as n from narratives where collection_id = :id and state = 'waiting' and text <> ''",
        id=collection.id,
    )
    return int(row["n"]) if row else 0


def change_release(db: Database, collection: Collection, narrative_id: str, old: State, new: State) -> bool:
    """Release a story or hold it back; False if somebody moved it first."""
    with db.write():
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
        if old is State.RELEASED and collection.policy is Policy.OPEN:
            db.execute("insert into once_open (narrative_id) values (:id) on conflict do nothing", id=narrative_id)
        row = db.one("select month from narratives where id = :story", story=narrative_id)
        if row is not None:
            db.execute(CHANGED, collection_id=collection.id, month=row["month"])
    return True


def week_of(narrative: Narrative) -> date:
    """The Monday of the week that a story was told in: the finest time that is shown."""
    return day_of(monday(narrative.told_on))
