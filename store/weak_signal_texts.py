"""The stories that pockets are looked for in: open ones alone, so that everything told of a pocket may be read."""

from __future__ import annotations

import json
from dataclasses import dataclass

from narratives.collection import Collection
from store import theme_names
from store.database import Database
from store.readable import OPEN

_OPEN = f"{OPEN} and n.kind = 'respondent' and n.text <> ''"


@dataclass(frozen=True, slots=True)
class OpenText:
    """An open story as the search for pockets sees it; `vector` is little-endian float16."""

    id: str
    day: int
    group: str
    language: str
    respondent: str | None
    text_hash: str
    vector: bytes


def list_open_texts(db: Database, collection_id: str, model_id: str, limit: int) -> list[OpenText]:
    """The newest open stories of respondents that have a vector of the model, by id."""
    rows = db.tuples(
        f"""
        select n.id, n.day, n.group_name, n.language, n.respondent, n.text_hash, v.vector
        from narratives as n join vectors as v on v.text_hash = n.text_hash and v.model_id = :model
        where {_OPEN} order by n.day desc, n.id limit :limit
        """,
        id=collection_id,
        model=model_id,
        limit=limit,
    )
    return sorted((OpenText(*row) for row in rows), key=lambda one: one.id)


def count_open_unembedded(db: Database, collection_id: str, model_id: str) -> int:
    """How many open stories of respondents have no vector of the model yet."""
    row = db.one(
        f"""
        select count(*) as n from narratives as n
        where {_OPEN} and not exists (
            select 1 from vectors as v where v.text_hash = n.text_hash and v.model_id = :model)
        """,
        id=collection_id,
        model=model_id,
    )
    return int(row["n"]) if row else 0


def forget_untold_words(db: Database, collection: Collection) -> int:
    """Take away words that fewer than k open stories hold by now; of how many pockets."""
    rows = db.rows(
        "select id, terms from weak_signals where collection_id = :id and terms <> '[]' order by id", id=collection.id
    )
    terms: dict[str, list[str]] = {row["id"]: json.loads(row["terms"]) for row in rows}
    told = theme_names.list_told(db, collection, [term for some in terms.values() for term in some])
    short = {one: [term for term in some if term in told] for one, some in terms.items() if not told.issuperset(some)}
    if short:
        with db.write():
            db.many(
                "update weak_signals set terms = :terms where id = :id",
                [{"id": one, "terms": json.dumps(some, ensure_ascii=False)} for one, some in short.items()],
            )
    return len(short)


def list_told(db: Database, story_ids_json: str) -> list[tuple[str, str, str]]:
    """(id, text, answers as JSON) of stories, by a JSON list of their ids."""
    return db.tuples(
        """
        select n.id, n.text, n.answers from json_each(:ids) as w cross join narratives as n on n.id = w.value
        order by n.id
        """,
        ids=story_ids_json,
    )
