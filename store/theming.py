"""Stories' places among the themes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from store.database import Database

_MOVED = """
    insert into theme_changes (collection_id, day, serial)
    select :collection, day, 1 from narratives where id in (select value from json_each(:ids)) group by day
    on conflict (collection_id, day) do update set serial = serial + 1
"""
# A + before a column keeps SQLite from looking there first and sorting all stories for the sake of the first few.


@dataclass(frozen=True, slots=True)
class Assignment:
    """Where a story lies among the themes; `theme` is None where no clusters were found."""

    narrative: str
    theme: int | None
    distance: float
    unusual: bool


@dataclass(frozen=True, slots=True)
class Embedded:
    """A story with its vector: little-endian float16. `may_name` says that staff may read its words one by one.

    `is_open` says that it is counted one by one, and not in a batch.
    """

    narrative: str
    text: str
    vector: bytes
    may_name: bool
    language: str = ""
    theme: int | None = None
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A story without a place in a fit."""

    narrative: str
    vector: bytes
    language: str


def list_themed_sample(db: Database, collection_id: str, model_id: str, limit: int) -> list[Embedded]:
    """Respondents' embedded stories by id; ids are random, so the first ones are a fair sample."""
    rows = db.rows(
        """
        select n.id, n.text, v.vector, n.language, a.theme_id,
            n.may_read = 1 and n.state = 'released' and n.counted = (c.policy = 'protected') as may_name,
            n.may_read = 1 and n.state = 'released' and n.counted = 0 as is_open
        from narratives as n
        join collections as c on c.id = n.collection_id
        join vectors as v on v.text_hash = n.text_hash and v.model_id = :model
        left join assignments as a on a.narrative_id = n.id
        where +n.collection_id = :id and n.kind = 'respondent' order by n.id limit :limit
        """,
        id=collection_id,
        model=model_id,
        limit=limit,
    )
    return [
        Embedded(
            row["id"],
            row["text"],
            row["vector"],
            bool(row["may_name"]),
            row["language"],
            row["theme_id"],
            bool(row["is_open"]),
        )
        for row in rows
    ]


def count_embedded(db: Database, collection_id: str, model_id: str) -> int:
    """How many respondents' stories of a collection have a vector of the model."""
    row = db.one(
        """
        select count(*) as n from narratives as n
        join vectors as v on v.text_hash = n.text_hash and v.model_id = :model
        where n.collection_id = :id and n.kind = 'respondent'
        """,
        id=collection_id,
        model=model_id,
    )
    return int(row["n"]) if row else 0


def list_unassigned(
    db: Database, collection_id: str, model_id: str, fit: str, limit: int, after: str = ""
) -> list[Unplaced]:
    """Respondents' embedded stories without a place in this fit, from beyond id `after`."""
    rows = db.rows(
        """
        select n.id, v.vector, n.language from narratives as n
        join vectors as v on v.text_hash = n.text_hash and v.model_id = :model
        left join assignments as a on a.narrative_id = n.id
        where +n.collection_id = :id and n.kind = 'respondent' and n.id > :after and a.fit is not :fit
        order by n.id limit :limit
        """,
        id=collection_id,
        model=model_id,
        fit=fit,
        after=after,
        limit=limit,
    )
    return [Unplaced(row["id"], row["vector"], row["language"]) for row in rows]


def list_assigned(db: Database, collection_id: str, narratives: Sequence[str]) -> dict[str, int]:
    """The theme of each of some stories that has one."""
    rows = db.rows(
        """
        select narrative_id, theme_id from assignments
        where narrative_id in (select value from json_each(:ids)) and collection_id = :id and theme_id is not null
        """,
        ids=json.dumps(list(narratives)),
        id=collection_id,
    )
    return {row["narrative_id"]: row["theme_id"] for row in rows}


def add_assignments(db: Database, collection_id: str, fit: str, assignments: Iterable[Assignment]) -> None:
    """Keep stories' places in a fit; a story withdrawn meanwhile is left out."""
    placed = list(assignments)
    with db.write():
        db.many(
            """
            insert into assignments (narrative_id, collection_id, theme_id, distance, unusual, fit)
            select id, :collection, :theme, :distance, :unusual, :fit from narratives where id = :narrative
            on conflict (narrative_id) do update set theme_id = excluded.theme_id, distance = excluded.distance,
                unusual = excluded.unusual, fit = excluded.fit
            """,
            (
                {
                    "narrative": one.narrative,
                    "collection": collection_id,
                    "theme": one.theme,
                    "distance": one.distance,
                    "unusual": int(one.unusual),
                    "fit": fit,
                }
                for one in placed
            ),
        )
        db.execute(_MOVED, collection=collection_id, ids=json.dumps([one.narrative for one in placed]))


def count_theme_sizes(db: Database, collection_id: str) -> None:
    """Bring the number of stories that each theme holds up to date.

    In a protected collection the numbers never follow fewer than k stories: two looks would tell what theirs are about.
    In an open one the map counts each theme's open stories, so that all others are in the numbers in whole k.
    """
    # Counted before the lock is held: every story of the collection is looked at.
    sizes = db.rows(
        """
        select t.id, case c.policy when 'protected' then count(a.narrative_id)
            else count(n.id) + (count(a.narrative_id) - count(n.id)) / c.k * c.k end as size
        from themes as t join collections as c on c.id = t.collection_id
        left join assignments as a on a.collection_id = t.collection_id and a.theme_id = t.id
        left join narratives as n on n.id = a.narrative_id
            and n.may_read = 1 and n.state = 'released' and n.counted = 0
        where t.collection_id = :id
        group by t.id
        """,
        id=collection_id,
    )
    if not _may_follow(db, collection_id, sum(row["size"] for row in sizes)):
        return
    with db.write():
        db.many(
            "update themes set size = :size where collection_id = :collection and id = :id",
            ({"collection": collection_id, "id": row["id"], "size": row["size"]} for row in sizes),
        )


def _may_follow(db: Database, collection_id: str, placed: int) -> bool:
    """Whether numbers of so many stories may take the place of those that are shown."""
    row = db.one(
        """
        select c.policy = 'protected' and abs(:placed - total(t.size)) < c.k as too_few
        from collections as c left join themes as t on t.collection_id = c.id where c.id = :id
        """,
        id=collection_id,
        placed=placed,
    )
    return row is not None and not row["too_few"]
