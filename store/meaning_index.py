"""The index of what stories mean: the vectors of readable stories in blocks, near ones together.

A collection's stories lie in cells, each round a middle; a cell's vectors lie in blocks of up to BLOCK stories. It is
a table like any other, so that a story leaves it in the transaction in which it may no longer be read.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from narratives.collection import Collection
from store.database import Database
from store.readable import readable

BLOCK = 64  # stories: what is written anew when one comes or goes, some 25 kilobytes of a 384-dimensional model
_PARTS = 2**62  # so many that none is drawn twice
_PLACE = ("id", "generation", "cell", "part")
_BLOCK_IS = "collection_id = :id and generation = :generation and cell = :cell and part = :part"
_PLACED = "exists (select 1 from meaning_places as p where p.narrative_id = n.id and p.generation = :generation)"


@dataclass(frozen=True, slots=True)
class Block:
    """Stories of one cell: `vectors` holds a row (models.cells.packed_rows) for each of `stories`, a list in JSON."""

    cell: int
    stories: str
    vectors: bytes

    def ids(self) -> list[str]:
        """The stories, in the order of the rows."""
        found: list[str] = json.loads(self.stories)
        return found


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A readable story that has a vector (float16) and no place in a generation yet."""

    id: str
    vector: bytes


def list_unplaced(
    db: Database, collection: Collection, model_id: str, generation: int, limit: int, after: str = ""
) -> list[Unplaced]:
    """Readable stories with a vector that a generation does not hold yet, in the order of their ids."""
    rows = db.tuples(
        f"""
        select n.id, v.vector from narratives as n
        join vectors as v on v.text_hash = n.text_hash and v.model_id = :model
        where +{readable(collection)} and n.text <> '' and n.id > :after and not {_PLACED}
        order by n.id limit :limit
        """,
        id=collection.id,
        model=model_id,
        generation=generation,
        after=after,
        limit=limit,
    )
    return [Unplaced(one, vector) for one, vector in rows]


def list_misplaced(db: Database, collection: Collection, limit: int = 1_000) -> list[str]:
    """Stories of the index that may not be read any more: none, unless something forgot to take them out."""
    rows = db.tuples(
        f"""
        select distinct p.narrative_id from meaning_places as p join narratives as n on n.id = p.narrative_id
        where p.collection_id = :id and not (+{readable(collection)}) limit :limit
        """,
        id=collection.id,
        limit=limit,
    )
    return [one for (one,) in rows]


def add_to_index(
    db: Database, collection: Collection, generation: int, placed: Sequence[tuple[str, int, bytes]]
) -> int:
    """Put stories (id, cell, packed row) into their cells in one commit; returns how many went in.

    A story that may not be read any more by then, or that is there already, is left out.
    """
    with db.write():
        rows = db.tuples(
            f"""
            select n.id from json_each(:ids) as w cross join narratives as n on n.id = w.value
            where +{readable(collection)} and n.text <> '' and not {_PLACED}
            """,
            ids=json.dumps([one for one, _, _ in placed]),
            id=collection.id,
            generation=generation,
        )
        wanted = {one for (one,) in rows}
        by_cell: dict[int, list[tuple[str, bytes]]] = {}
        for one, cell, vector in placed:
            if one in wanted:
                by_cell.setdefault(cell, []).append((one, vector))
        for cell, members in by_cell.items():
            _append(db, collection.id, generation, cell, members)
    return len(wanted)


def _append(db: Database, collection_id: str, generation: int, cell: int, members: Sequence[tuple[str, bytes]]) -> None:
    """Put stories of a cell into its smallest block, and what does not fit into new ones."""
    row = db.one(
        """
        select part, length(vectors) as filled from meaning_blocks
        where collection_id = :id and generation = :generation and cell = :cell order by filled limit 1
        """,
        id=collection_id,
        generation=generation,
        cell=cell,
    )
    place = (collection_id, generation, cell, _new_part() if row is None else row["part"])
    held = dict(_members(db, place))
    left, stay = sorted((held | dict(members)).items()), set(held)
    while left:
        some, left = left[:BLOCK], left[BLOCK:]
        _keep_block(db, place, some)
        db.many(
            """
            insert into meaning_places (narrative_id, generation, collection_id, cell, part)
            values (:story, :generation, :id, :cell, :part)
            on conflict (narrative_id, generation) do update set part = excluded.part
            """,
            (
                {"story": one, "generation": generation, "id": collection_id, "cell": cell, "part": place[3]}
                for one, _ in some
                if one not in stay
            ),
        )
        place, stay = (*place[:3], _new_part()), set()


def _new_part() -> int:
    return secrets.randbelow(_PARTS)


def _members(db: Database, place: tuple[str, int, int, int]) -> list[tuple[str, bytes]]:
    """The stories of a block with their vectors."""
    row = db.one(
        f"select stories, vectors from meaning_blocks where {_BLOCK_IS}", **dict(zip(_PLACE, place, strict=True))
    )
    if row is None:
        return []
    stories, vectors = json.loads(row["stories"]), bytes(row["vectors"])
    wide = len(vectors) // max(len(stories), 1)
    return [(one, vectors[at * wide : (at + 1) * wide]) for at, one in enumerate(stories)]


def _keep_block(db: Database, place: tuple[str, int, int, int], members: Sequence[tuple[str, bytes]]) -> None:
    of = dict(zip(_PLACE, place, strict=True))
    if not members:
        db.execute(f"delete from meaning_blocks where {_BLOCK_IS}", **of)
        return
    db.execute(
        """
        insert into meaning_blocks (collection_id, generation, cell, part, stories, vectors)
        values (:id, :generation, :cell, :part, :stories, :vectors)
        on conflict do update set stories = excluded.stories, vectors = excluded.vectors
        """,
        **of,
        stories=json.dumps([one for one, _ in members], separators=(",", ":")),
        vectors=b"".join(vector for _, vector in members),
    )


def forget_meaning(db: Database, narrative_id: str) -> None:
    """Take a story out of the index, bytes included; call it in the transaction that takes it from readers."""
    rows = db.tuples(
        "select collection_id, generation, cell, part from meaning_places where narrative_id = :story",
        story=narrative_id,
    )
    for place in rows:
        _keep_block(db, place, [one for one in _members(db, place) if one[0] != narrative_id])
    db.execute("delete from meaning_places where narrative_id = :story", story=narrative_id)
    db.execute("delete from apartness where narrative_id = :story", story=narrative_id)


def list_blocks(db: Database, collection_id: str, generation: int, cells: Iterable[int]) -> list[Block]:
    """The blocks of some cells."""
    rows = db.tuples(
        """
        select b.cell, b.stories, b.vectors from json_each(:cells) as w cross join meaning_blocks as b
          on b.collection_id = :id and b.generation = :generation and b.cell = w.value
        """,
        id=collection_id,
        generation=generation,
        cells=json.dumps(list(cells)),
    )
    return [Block(cell, stories, vectors) for cell, stories, vectors in rows]
