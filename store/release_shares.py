"""What other organisations see of a collection: answers to one question at a time, in frozen parts of at least k.

A part is made of closed batches and open stories that are in no part of that question yet, as soon as at least k of
them answered it. Parts are disjoint and never recomputed, so that whatever is added or subtracted, at whatever time,
is about at least k people: a story that is withdrawn, corrected or held back later changes none of them. Which
batches and stories are used up is noted with them; the note of a story goes with the story.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from narratives.answers import answer_from_json
from narratives.collection import Collection, Policy
from narratives.covered import Setting
from narratives.disclosure import aggregate
from narratives.framework import Framework
from narratives.narrative import Kind
from narratives.signifiers import Choice, Dyad, Signifier, Triad
from store.commons_shares import Share
from store.covered import check_free
from store.database import Database
from store.readable import OPEN

AT_A_TIME = 500  # read under the write lock, which stories wait for
_KIND = Kind.RESPONDENT.value  # kinds are never mixed, and organisations compare what those they serve tell
_COUNTS = ("zones", "bins", "options")
_SUMS = ("sums", "sum")
_KEPT = (*_COUNTS, *_SUMS)


@dataclass(slots=True)
class _Source:
    """A closed batch or an open story with what it holds of each question that is in no part yet."""

    id: str
    is_batch: bool
    unshared: dict[str, Mapping[str, Any]]


def shared_signifiers(framework: Framework) -> tuple[Signifier, ...]:
    """The questions that organisations can be compared on: about the story, not about who tells or will answer."""
    return tuple(
        one
        for one in framework.told
        if isinstance(one, Triad | Dyad) or (isinstance(one, Choice) and one.asks_about == "story")
    )


def freeze_parts(db: Database, collection: Collection, framework: Framework) -> int:
    """Make parts of what is in none yet; how many were made. A kill at any point loses nothing and doubles nothing."""
    asked = frozenset(one.id for one in shared_signifiers(framework))
    made = 0
    while True:
        with db.write():
            waiting = _waiting_batches(db, collection, asked) + _waiting_stories(db, collection, framework, asked)
            new = _new_batches(db, collection, asked) + _new_stories(db, collection, framework, asked)
            made += _freeze(db, collection, [*waiting, *new], asked)
        if len(new) < AT_A_TIME:
            return made


def list_parts(db: Database, collection: Collection) -> list[Share]:
    """The parts of a collection as they go into the commons."""
    rows = db.rows("select id, signifier, n, counts from share_parts where collection_id = :id", id=collection.id)
    version = (collection.framework_id, collection.framework_version)
    return [Share(row["id"], *version, row["signifier"], row["n"], json.loads(row["counts"])) for row in rows]


def set_shared_collections(db: Database, confederation_id: str, collections: Sequence[str]) -> None:
    """Say which collections a confederation sees figures of: exactly these.

    Raises NeedsVoteError where members decide about it and one would be added; taking figures back is always free.
    """
    with db.write():
        held = set(list_shared_collections(db, confederation_id))
        if not set(collections) <= held:
            check_free(db, Setting.SHARED_WITH, confederation_id)
        db.many(
            "delete from shared_collections where confederation = :confederation and collection_id = :collection_id",
            [{"confederation": confederation_id, "collection_id": one} for one in held - set(collections)],
        )
        db.many(
            "insert into shared_collections (confederation, collection_id) values (:confederation, :collection_id)",
            [{"confederation": confederation_id, "collection_id": one} for one in set(collections) - held],
        )


def list_shared_collections(db: Database, confederation_id: str) -> list[str]:
    """The ids of the collections that a confederation sees figures of."""
    rows = db.rows(
        "select collection_id from shared_collections where confederation = :id order by collection_id",
        id=confederation_id,
    )
    return [row["collection_id"] for row in rows]


def _freeze(db: Database, collection: Collection, sources: Sequence[_Source], asked: frozenset[str]) -> int:
    made = 0
    for signifier in sorted(asked):
        held = [one for one in sources if signifier in one.unshared]
        found = [one.unshared[signifier] for one in held]
        n = sum(one["n"] for one in found)
        if n < collection.k:
            continue
        db.execute(
            """
            insert into share_parts (id, collection_id, signifier, n, counts)
            values (:id, :collection_id, :signifier, :n, :counts)
            """,
            id=secrets.token_hex(16),
            collection_id=collection.id,
            signifier=signifier,
            n=n,
            counts=json.dumps(summed(found), sort_keys=True),
        )
        for one in held:
            del one.unshared[signifier]
        made += 1
    _note(db, collection, sources)
    return made


def summed(counts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Aggregates of one question added up, without what is too fine for others to see."""
    found: dict[str, Any] = {}
    for name in _COUNTS:
        if any(name in one for one in counts):
            found[name] = {}
            for one in counts:
                for key, number in one.get(name, {}).items():
                    found[name][key] = found[name].get(key, 0) + number
    if any("sums" in one for one in counts):
        found["sums"] = [round(sum(one["sums"][axis] for one in counts), 4) for axis in range(3)]
    if any("sum" in one for one in counts):
        found["sum"] = round(sum(one["sum"] for one in counts), 4)
    return found


def _note(db: Database, collection: Collection, sources: Sequence[_Source]) -> None:
    """Remember which sources are used up for which questions."""
    for is_batch, table, column in ((True, "shared_batches", "batch_id"), (False, "shared_stories", "narrative_id")):
        db.many(
            f"""
            insert into {table} ({column}, collection_id, unshared) values (:id, :collection_id, :unshared)
            on conflict ({column}) do update set unshared = excluded.unshared
            """,
            [
                {"id": one.id, "collection_id": collection.id, "unshared": json.dumps(sorted(one.unshared))}
                for one in sources
                if one.is_batch is is_batch
            ],
        )


def _new_batches(db: Database, collection: Collection, asked: frozenset[str]) -> list[_Source]:
    rows = db.rows(
        """
        select b.id, b.aggregates from batches as b
        where b.collection_id = :id and b.kind = :kind
            and not exists (select 1 from shared_batches as s where s.batch_id = b.id)
        order by b.last_week, b.id limit :most
        """,
        id=collection.id,
        kind=_KIND,
        most=AT_A_TIME,
    )
    return [_Source(row["id"], True, _answered(json.loads(row["aggregates"]), asked)) for row in rows]


def _waiting_batches(db: Database, collection: Collection, asked: frozenset[str]) -> list[_Source]:
    rows = db.rows(
        """
        select b.id, b.aggregates, s.unshared from shared_batches as s join batches as b on b.id = s.batch_id
        where s.collection_id = :id and s.unshared <> '[]'
        """,
        id=collection.id,
    )
    return [
        _Source(row["id"], True, _answered(json.loads(row["aggregates"]), asked & set(_left(row["unshared"]))))
        for row in rows
    ]


def _new_stories(db: Database, collection: Collection, framework: Framework, asked: frozenset[str]) -> list[_Source]:
    if collection.policy is not Policy.OPEN:
        return []
    rows = db.rows(
        f"""
        select n.id, n.answers from narratives as n
        where {OPEN} and n.kind = :kind
            and not exists (select 1 from shared_stories as s where s.narrative_id = n.id)
        order by n.id limit :most
        """,
        id=collection.id,
        kind=_KIND,
        most=AT_A_TIME,
    )
    return [_Source(row["id"], False, _told(framework, row["answers"], asked)) for row in rows]


def _waiting_stories(
    db: Database, collection: Collection, framework: Framework, asked: frozenset[str]
) -> list[_Source]:
    rows = db.rows(
        f"""
        select n.id, n.answers, s.unshared from shared_stories as s join narratives as n on n.id = s.narrative_id
        where s.collection_id = :id and s.unshared <> '[]' and {OPEN}
        """,
        id=collection.id,
    )
    return [
        _Source(row["id"], False, _told(framework, row["answers"], asked & set(_left(row["unshared"])))) for row in rows
    ]


def _told(framework: Framework, answers: str, asked: frozenset[str]) -> dict[str, Mapping[str, Any]]:
    told = tuple(answer_from_json(key, stored) for key, stored in json.loads(answers).items())
    return _answered(aggregate(framework, [told]), asked)


def _answered(aggregates: Mapping[str, Any], asked: frozenset[str]) -> dict[str, Mapping[str, Any]]:
    """Of each question, what those answered who answered it."""
    return {
        name: {"n": found["n"], **{kept: found[kept] for kept in _KEPT if kept in found}}
        for name, found in aggregates.items()
        if name in asked and found["n"]
    }


def _left(stored: str) -> list[str]:
    found: list[str] = json.loads(stored)
    return found
