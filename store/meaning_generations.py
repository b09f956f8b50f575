"""The generations of a collection's index of meanings: one is searched while the next is filled.

A generation is found in the stories there are: their cells follow from where stories lie. When a collection has grown
to several times as many, or its vectors are of another model, a new one is begun.
"""

from __future__ import annotations

from dataclasses import dataclass

from narratives.collection import Collection
from store.database import Database
from store.readable import readable


@dataclass(frozen=True, slots=True)
class Generation:
    """One index of a collection: the model of its vectors, its cells, and how many stories they were found in."""

    number: int
    model_id: str
    cells: int
    n: int
    ready: bool


def list_generations(db: Database, collection_id: str) -> list[Generation]:
    """The generations of a collection's index, oldest first."""
    rows = db.rows(
        """
        select generation, model_id, cells, n, ready from meaning_cells
        where collection_id = :id order by generation
        """,
        id=collection_id,
    )
    return [Generation(row["generation"], row["model_id"], row["cells"], row["n"], bool(row["ready"])) for row in rows]


def generation_in_use(db: Database, collection_id: str) -> Generation | None:
    """The generation that searches look in; None before there is one."""
    return next((one for one in reversed(list_generations(db, collection_id)) if one.ready), None)


def get_middles(db: Database, collection_id: str, generation: int) -> bytes:
    """The middles of a generation's cells; empty when it is gone."""
    row = db.one(
        "select middles from meaning_cells where collection_id = :id and generation = :generation",
        id=collection_id,
        generation=generation,
    )
    return b"" if row is None else bytes(row["middles"])


def add_generation(db: Database, collection_id: str, model_id: str, middles: bytes, cells: int, n: int) -> int:
    """Begin a generation with empty cells; the first of a collection is in use at once. Returns its number."""
    with db.write():
        known = list_generations(db, collection_id)
        generation = max((one.number for one in known), default=0) + 1
        db.execute(
            """
            insert into meaning_cells (collection_id, generation, model_id, middles, cells, n, ready)
            values (:id, :generation, :model, :middles, :cells, :n, :ready)
            """,
            id=collection_id,
            generation=generation,
            model=model_id,
            middles=middles,
            cells=cells,
            n=n,
            ready=int(not known),
        )
    return generation


def use_generation(db: Database, collection_id: str, generation: int) -> None:
    """Let searches look in a generation that has been filled."""
    db.execute(
        "update meaning_cells set ready = 1 where collection_id = :id and generation = :generation",
        id=collection_id,
        generation=generation,
    )


def drop_generation(db: Database, collection_id: str, generation: int, *, cells: int = 50) -> bool:
    """Delete some cells of a generation, and itself with the last of them; False while cells are left."""
    of = {"id": collection_id, "generation": generation, "cells": cells}
    some = """select distinct cell from meaning_blocks
        where collection_id = :id and generation = :generation limit :cells"""
    here = "collection_id = :id and generation = :generation"
    with db.write():
        db.execute(f"delete from meaning_places where {here} and cell in ({some})", **of)
        if db.execute(f"delete from meaning_blocks where {here} and cell in ({some})", **of):
            return False
        db.execute(
            "delete from meaning_places where collection_id = :id and generation = :generation",
            id=collection_id,
            generation=generation,
        )
        db.execute(
            "delete from meaning_cells where collection_id = :id and generation = :generation",
            id=collection_id,
            generation=generation,
        )
    return True


def count_placed(db: Database, collection_id: str, generation: int) -> int:
    """How many stories a generation holds."""
    row = db.one(
        "select count(*) as n from meaning_places where collection_id = :id and generation = :generation",
        id=collection_id,
        generation=generation,
    )
    return int(row["n"]) if row else 0


def count_by_cell(db: Database, collection_id: str, generation: int) -> dict[int, int]:
    """How many stories lie in each cell of a generation; cells without any are left out."""
    rows = db.tuples(
        """
        select cell, count(*) from meaning_places where collection_id = :id and generation = :generation group by cell
        """,
        id=collection_id,
        generation=generation,
    )
    return dict(rows)


def count_indexable(db: Database, collection: Collection, model_id: str) -> int:
    """How many readable stories of a collection have a vector of a model."""
    row = db.one(
        f"""
        select count(*) as n from narratives as n
        join vectors as v on v.text_hash = n.text_hash and v.model_id = :model
        where +{readable(collection)} and n.text <> ''
        """,
        id=collection.id,
        model=model_id,
    )
    return int(row["n"]) if row else 0


def list_indexable(db: Database, collection: Collection, model_id: str, limit: int) -> list[bytes]:
    """Vectors of readable stories, in the random order of the stories' ids: a fair sample."""
    rows = db.tuples(
        f"""
        select v.vector from narratives as n join vectors as v on v.text_hash = n.text_hash and v.model_id = :model
        where +{readable(collection)} and n.text <> '' order by n.id limit :limit
        """,
        id=collection.id,
        model=model_id,
        limit=limit,
    )
    return [row[0] for row in rows]
