"""Alike stories before a person: is it one voice or many, who said so, and what the stories are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from narratives.calendar import day_of
from narratives.errors import NotFoundError
from narratives.narrative import State
from store.batches import monday
from store.database import Database, Row

FEWEST = 3  # alike stories that somebody is asked about; two share a voice as two copies of a text do


class Decision(StrEnum):
    """What a person said of stories that are alike."""

    WAITING = "waiting"
    ONE = "one"
    MANY = "many"


@dataclass(frozen=True, slots=True)
class AlikeGroup:
    """Stories that are alike: how many, and what was decided by whom; `size_then` is how many there were then."""

    id: str
    collection_id: str
    stories: int
    decision: Decision
    decided_by: str
    decided_at: datetime | None
    size_then: int | None


@dataclass(frozen=True, slots=True)
class AlikeStory:
    """One of some alike stories as a moderator may read it; `text` is None where they may not any more."""

    id: str
    week_of: date
    group: str
    state: State
    title: str
    text: str | None


_GROUPS = """
    select g.id, g.collection_id, g.decision, g.decided_by, g.decided_at, g.size_then, count(*) as stories,
        max(s.day) as newest
    from alike_groups as g join alike_stories as a on a.group_id = g.id
    join alike_signatures as s on s.narrative_id = a.narrative_id"""


def list_alike(db: Database, collection_id: str, *, decided: bool = False, limit: int = 50) -> list[AlikeGroup]:
    """Groups of three and more that wait for somebody to say whether they are one voice, the largest first.

    With `decided` those that somebody did, the latest first.
    """
    rows = db.rows(
        f"""
        {_GROUPS} where g.collection_id = :id and (g.decision <> 'waiting') = :decided
        group by g.id having count(*) >= {FEWEST}
        order by g.decided_at desc, count(*) desc, max(s.day) desc, g.id limit :limit
        """,
        id=collection_id,
        decided=int(decided),
        limit=limit,
    )
    return [_row_to_group(row) for row in rows]


def count_alike(db: Database, collection_id: str) -> int:
    """How many groups wait for somebody to say whether they are one voice."""
    row = db.one(
        f"""
        select count(*) as n from (
            select 1 from alike_groups as g join alike_stories as a on a.group_id = g.id
            where g.collection_id = :id and g.decision = 'waiting' group by g.id having count(*) >= {FEWEST}
        )
        """,
        id=collection_id,
    )
    return int(row["n"]) if row else 0


def get_alike(db: Database, collection_id: str, group_id: str) -> AlikeGroup:
    """Raises NotFoundError for a group that is not of this collection, or is gone with its stories."""
    row = db.one(f"{_GROUPS} where g.id = :id and g.collection_id = :collection group by g.id",
                 id=group_id, collection=collection_id)  # fmt: skip
    if row is None:
        raise NotFoundError("group of alike stories", group_id)
    return _row_to_group(row)


def decide_voices(
    db: Database, collection_id: str, group_id: str, decision: Decision, *, actor: str, at: datetime
) -> bool:
    """Say that alike stories are one voice or many, or take that back; False when it was said already.

    Raises NotFoundError for a group that is gone.
    """
    with db.write():
        group = get_alike(db, collection_id, group_id)
        if group.decision is decision:
            return False
        waits = decision is Decision.WAITING
        db.execute(
            """
            update alike_groups set decision = :decision, decided_by = :by, decided_at = :at, size_then = :size
            where id = :id
            """,
            id=group_id,
            decision=decision.value,
            by=None if waits else actor,
            at=None if waits else at.isoformat(),
            size=None if waits else group.stories,
        )
        db.execute(
            """
            insert into alike_decisions (group_id, place, decision, actor, at, weighs_anew)
            select :id, 1 + count(*), :decision, :actor, :at, :anew from alike_decisions where group_id = :id
            """,
            id=group_id,
            decision=decision.value,
            actor=actor,
            at=at.isoformat(),
            anew=int(Decision.MANY in {group.decision, decision}),
        )
        return True


def list_decisions(db: Database, group_id: str) -> list[tuple[Decision, str, datetime]]:
    """(what, who, when) was decided about a group, the newest first."""
    rows = db.rows(
        "select decision, actor, at from alike_decisions where group_id = :id order by place desc", id=group_id
    )
    return [(Decision(row["decision"]), row["actor"], datetime.fromisoformat(row["at"])) for row in rows]


def count_reweighed(db: Database, collection_id: str) -> int:
    """How many decisions made stories of a collection weigh otherwise than when they were watched."""
    row = db.one(
        """
        select count(*) as n from alike_decisions as d join alike_groups as g on g.id = d.group_id
        where g.collection_id = :id and d.weighs_anew = 1
        """,
        id=collection_id,
    )
    return int(row["n"]) if row else 0


def _row_to_group(row: Row) -> AlikeGroup:
    return AlikeGroup(
        id=row["id"],
        collection_id=row["collection_id"],
        stories=row["stories"],
        decision=Decision(row["decision"]),
        decided_by=row["decided_by"] or "",
        decided_at=datetime.fromisoformat(row["decided_at"]) if row["decided_at"] else None,
        size_then=row["size_then"],
    )


def list_alike_stories(db: Database, collection_id: str, group_id: str, limit: int = 50) -> list[AlikeStory]:
    """The stories of a group, the newest first. The words are for a moderator: what waits, and what staff may read."""
    rows = db.rows(
        """
        select n.id, n.day, n.group_name, n.state, n.title,
            case when n.state = 'waiting' or (n.state = 'released' and n.may_read = 1) then n.text end as text
        from alike_stories as a join narratives as n on n.id = a.narrative_id
        where a.group_id = :group and n.collection_id = :collection and n.text <> ''
        order by n.day desc, n.id limit :limit
        """,
        group=group_id,
        collection=collection_id,
        limit=limit,
    )
    return [
        AlikeStory(
            id=row["id"],
            week_of=day_of(monday(day_of(row["day"]))),
            group=row["group_name"],
            state=State(row["state"]),
            title=row["title"] if row["text"] is not None else "",
            text=row["text"],
        )
        for row in rows
    ]
