"""What is said of each group's newest temperature beside its value; the worker makes it again with the readings."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from narratives.temperature import Difference, Makeup, Part, Remark
from store.database import Database, Row


def replace_remarks(db: Database, collection_id: str, remarks: Sequence[Remark]) -> None:
    """Keep the remarks of a collection instead of those before; call it in the transaction that keeps the readings."""
    db.execute("delete from reading_remarks where collection_id = :id", id=collection_id)
    db.execute("delete from reading_stories where collection_id = :id", id=collection_id)
    db.many(
        """
        insert into reading_remarks (collection_id, group_name, starts_on, trend, year, mix, placements, parts)
        values (:id, :group, :starts, :trend, :year, :mix, :placements, :parts)
        """,
        [
            {
                "id": collection_id,
                "group": one.group,
                "starts": one.starts_on.isoformat(),
                "trend": _packed(one.trend),
                "year": _packed(one.year),
                "mix": one.makeup and one.makeup.mix,
                "placements": one.makeup and one.makeup.placements,
                "parts": json.dumps(
                    [[part.signifiers, part.points] for part in one.makeup.parts] if one.makeup else []
                ),
            }
            for one in remarks
        ],
    )
    db.many(
        """
        insert into reading_stories (collection_id, group_name, place, narrative_id)
        select :id, :group, :place, id from narratives where id = :story -- withdrawn meanwhile: it stays away
        """,
        [
            {"id": collection_id, "group": one.group, "place": place, "story": story}
            for one in remarks
            for place, story in enumerate(one.stories, 1)
        ],
    )


def list_remarks(db: Database, collection_id: str) -> list[Remark]:
    """A collection's remarks, by group; the whole collection is the group ""."""
    stories: dict[str, list[str]] = defaultdict(list)
    for row in db.rows(
        """
        select group_name, narrative_id from reading_stories
        where collection_id = :id order by group_name, place
        """,
        id=collection_id,
    ):
        stories[row["group_name"]].append(row["narrative_id"])
    rows = db.rows(
        """
        select group_name, starts_on, trend, year, mix, placements, parts from reading_remarks
        where collection_id = :id order by group_name
        """,
        id=collection_id,
    )
    return [_row_to_remark(row, stories[row["group_name"]]) for row in rows]


def _parts(remark: Remark) -> Sequence[Part]:
    return remark.makeup.parts if remark.makeup else ()


def _row_to_remark(row: Row, stories: Sequence[str]) -> Remark:
    parts = tuple(Part(tuple(signifiers), points) for signifiers, points in json.loads(row["parts"]))
    return Remark(
        group=row["group_name"],
        starts_on=date.fromisoformat(row["starts_on"]),
        trend=_unpacked(row["trend"]),
        year=_unpacked(row["year"]),
        makeup=None if row["mix"] is None else Makeup(row["mix"], row["placements"], parts),
        stories=tuple(stories),
    )


def _packed(difference: Difference | None) -> str | None:
    if difference is None:
        return None
    return json.dumps([difference.points, difference.low, difference.high, difference.first.isoformat()])


def _unpacked(text: str | None) -> Difference | None:
    if text is None:
        return None
    points, low, high, first = json.loads(text)
    return Difference(points, low, high, date.fromisoformat(first))
