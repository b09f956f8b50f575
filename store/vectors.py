"""Texts as vectors, and which embedder made them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from store.database import Database


@dataclass(frozen=True, slots=True)
class Unembedded:
    """A text that has no vector of a model yet."""

    text_hash: str
    text: str


@dataclass(frozen=True, slots=True)
class KeptEmbedder:
    """Which space the vectors are in; `arrays` (npz) is what a fallback learnt, None for an installed model."""

    model_id: str
    arrays: bytes | None


def list_unembedded(db: Database, model_id: str, limit: int, after: str = "") -> list[Unembedded]:
    """Distinct texts without a vector of this model, in the order of their hashes, from beyond `after`."""
    rows = db.rows(
        """
        select text_hash, min(text) as text from narratives as n
        where text_hash > :after and text <> ''
          and not exists (select 1 from vectors as v where v.text_hash = n.text_hash and v.model_id = :model)
        group by text_hash order by text_hash limit :limit
        """,
        model=model_id,
        after=after,
        limit=limit,
    )
    return [Unembedded(row["text_hash"], row["text"]) for row in rows]


def count_unembedded(db: Database, model_id: str) -> int:
    """How many distinct texts have no vector of this model."""
    row = db.one(
        """
        select count(distinct text_hash) as n from narratives as n
        where text <> ''
          and not exists (select 1 from vectors as v where v.text_hash = n.text_hash and v.model_id = :model)
        """,
        model=model_id,
    )
    return int(row["n"]) if row else 0


def list_texts(db: Database, limit: int) -> list[str]:
    """Distinct texts in the order of their hashes, which is no order of anything: a fair sample."""
    rows = db.rows(
        """
        select min(text) as text from narratives where text <> '' group by text_hash order by text_hash limit :limit
        """,
        limit=limit,
    )
    return [row["text"] for row in rows]


def add_vectors(db: Database, model_id: str, vectors: Iterable[tuple[str, bytes]]) -> None:
    """Keep vectors (text hash, little-endian float16) in one commit; those there already stay."""
    with db.write():
        db.many(
            "insert into vectors (text_hash, model_id, vector) values (:hash, :model, :vector) on conflict do nothing",
            ({"hash": text_hash, "model": model_id, "vector": vector} for text_hash, vector in vectors),
        )


def still_told(db: Database, text_hashes: Iterable[str]) -> set[str]:
    """Those of some texts that a story still has: others were withdrawn, and leave no vector behind."""
    rows = db.rows(
        """
        select value as text_hash from json_each(:hashes)
        where exists (select 1 from narratives where text_hash = value and text <> '')
        """,
        hashes=json.dumps(list(text_hashes)),
    )
    return {row["text_hash"] for row in rows}


def remove_vectors(db: Database, keep: Iterable[str], limit: int, after: str) -> str | None:
    """Remove vectors of all models but those in `keep`, of at most `limit` texts beyond `after`.

    The last text that was looked at, to go on from; None when there are no more.
    """
    last = db.one(
        """
        select max(text_hash) as last, count(*) as n from (
            select distinct text_hash from vectors where text_hash > :after order by text_hash limit :limit
        )
        """,
        after=after,
        limit=limit,
    )
    if last is None or not last["n"]:
        return None
    db.execute(
        """
        delete from vectors where text_hash > :after and text_hash <= :last
          and model_id not in (select value from json_each(:keep))
        """,
        after=after,
        last=last["last"],
        keep=json.dumps(sorted(set(keep))),
    )
    return str(last["last"]) if last["n"] == limit else None


def get_embedder(db: Database, setting: str) -> KeptEmbedder | None:
    """The embedder that a setting led to; None before anything was embedded under it."""
    row = db.one("select model_id, arrays from embedders where setting = :setting", setting=setting)
    return None if row is None else KeptEmbedder(row["model_id"], row["arrays"] and bytes(row["arrays"]))


def keep_embedder(db: Database, setting: str, kept: KeptEmbedder) -> None:
    """Remember which embedder a setting led to, with what it learnt here."""
    db.execute(
        """
        insert into embedders (setting, model_id, arrays) values (:setting, :model, :arrays)
        on conflict (setting) do update set model_id = excluded.model_id, arrays = excluded.arrays
        """,
        setting=setting,
        model=kept.model_id,
        arrays=kept.arrays,
    )
