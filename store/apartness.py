"""How near in meaning each readable story's nearest others are: the farther, the more it stands apart."""

from __future__ import annotations

from collections.abc import Iterable

from store.database import Database


def list_unmeasured(
    db: Database, collection_id: str, generation: int, model_id: str, among: int, limit: int
) -> list[tuple[int, str]]:
    """Stories of the index, with their cells, that have not been measured, or in two thirds as many or fewer."""
    return db.tuples(
        """
        select p.cell, p.narrative_id from meaning_places as p
        left join apartness as a on a.narrative_id = p.narrative_id
        where p.collection_id = :id and p.generation = :generation
          and (a.narrative_id is null or a.model_id <> :model or 3 * a.among < 2 * :among)
        order by p.cell limit :limit
        """,
        id=collection_id,
        generation=generation,
        model=model_id,
        among=among,
        limit=limit,
    )


def keep_apartness(
    db: Database, collection_id: str, model_id: str, among: int, measured: Iterable[tuple[str, float]]
) -> None:
    """Keep the mean cosine of stories with the nearest others; those that have left the index meanwhile are left."""
    with db.write():
        db.many(
            """
            insert into apartness (narrative_id, collection_id, model_id, nearest, among)
            select :story, :id, :model, :nearest, :among
            where exists (select 1 from meaning_places where narrative_id = :story)
            on conflict (narrative_id) do update
            set model_id = excluded.model_id, nearest = excluded.nearest, among = excluded.among
            """,
            (
                {"story": story, "id": collection_id, "model": model_id, "nearest": nearest, "among": among}
                for story, nearest in measured
            ),
        )


def count_measured(db: Database, collection_id: str) -> int:
    """How many stories of a collection have been measured."""
    row = db.one("select count(*) as n from apartness where collection_id = :id", id=collection_id)
    return int(row["n"]) if row else 0


def list_apart(db: Database, collection_id: str, limit: int, offset: int = 0) -> list[str]:
    """Ids of stories, those whose nearest others are farthest first. Whether they may be read is asked afterwards."""
    rows = db.tuples(
        """
        select narrative_id from apartness where collection_id = :id order by nearest, narrative_id
        limit :limit offset :offset
        """,
        id=collection_id,
        limit=limit,
        offset=offset,
    )
    return [one for (one,) in rows]
