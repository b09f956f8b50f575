"""What collections were opened to change: declared before the first story, and never changed after it."""

from __future__ import annotations

from datetime import date, datetime

from narratives.errors import FrozenError
from narratives.objective import Direction, Objective
from store.database import Database, Row


def declare_objective(db: Database, objective: Objective, *, at: datetime) -> None:
    """Declare one. Raises FrozenError once a story was told."""
    with db.write():
        if not may_declare(db, objective.collection):
            raise FrozenError("Objectives are declared before the first story: somebody has told one already.")
        db.execute(
            """
            insert into objectives (id, collection_id, title, why, signifier, item, direction, baseline, baseline_from,
                target, due, made_by, made_at)
            values (:id, :collection, :title, :why, :signifier, :item, :direction, :baseline, :baseline_from,
                :target, :due, :made_by, :at)
            """,
            id=objective.id,
            collection=objective.collection,
            title=objective.title,
            why=objective.why,
            signifier=objective.signifier,
            item=objective.item,
            direction=objective.direction.value,
            baseline=objective.baseline,
            baseline_from=objective.baseline_from,
            target=objective.target,
            due=objective.due.isoformat(),
            made_by=objective.made_by,
            at=at.isoformat(timespec="seconds"),
        )


def take_back_objective(db: Database, collection_id: str, objective_id: str) -> bool:
    """Delete one that no story rests on yet; False when there is no such one. Raises FrozenError after a story."""
    with db.write():
        if not may_declare(db, collection_id):
            raise FrozenError("This objective stays: somebody has told a story since it was declared.")
        return (
            db.execute(
                "delete from objectives where id = :id and collection_id = :collection",
                id=objective_id,
                collection=collection_id,
            )
            > 0
        )


def list_objectives(db: Database, collection_id: str) -> list[Objective]:
    """The objectives of a collection in the order in which they were declared."""
    rows = db.rows("select * from objectives where collection_id = :id order by made_at, id", id=collection_id)
    return [_row_to_objective(row) for row in rows]


def may_declare(db: Database, collection_id: str) -> bool:
    """Whether nobody has told a story in a collection yet, as far as is left of it."""
    row = db.one(
        """
        select exists (select 1 from narratives where narratives.collection_id = :id)
            or exists (select 1 from batches where collection_id = :id)
            or exists (select 1 from share_parts where collection_id = :id) as told
        """,
        id=collection_id,
    )
    return row is None or not row["told"]


def _row_to_objective(row: Row) -> Objective:
    return Objective(
        id=row["id"],
        collection=row["collection_id"],
        title=row["title"],
        why=row["why"],
        signifier=row["signifier"],
        item=row["item"],
        direction=Direction(row["direction"]),
        baseline=row["baseline"],
        baseline_from=row["baseline_from"],
        target=row["target"],
        due=date.fromisoformat(row["due"]),
        made_by=row["made_by"],
    )
