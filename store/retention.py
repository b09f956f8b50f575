"""Retention: stories older than their collection keeps them are deleted; the sums of at least k people stay.

Open stories are read one by one until they go. Then those of a month, group and kind are added up, at least k together,
and become a closed batch that holds nobody else. Fewer than k are added up in the parent of their group; what is fewer
there too goes uncounted. Which stories those were was open to read before, so that the sum of them tells nothing new.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from narratives.answers import Answer, answer_from_json
from narratives.calendar import day_number, day_of
from narratives.collection import Collection, Policy
from narratives.disclosure import Waiting, batch_of
from narratives.framework import Framework
from narratives.narrative import Kind
from narratives.retention import kept_from
from store.batches import freeze_batch
from store.collections import framework_of, list_collections
from store.database import Database
from store.erasure import expire_stories, forget_bytes
from store.retention_clock import is_clock_trusted
from store.retention_rules import months_kept

PORTION = 200
_DUE = "collection_id = :id and month < :kept_from"
_OPEN_DUE = f"{_DUE} and may_read = 1 and state = 'released' and counted = 0"


@dataclass(frozen=True, slots=True)
class Expired:
    """What a run deleted of a collection, how many of those were open and are in sums now, and in how many batches."""

    stories: int = 0
    added_up: int = 0
    batches: int = 0

    def __add__(self, other: Expired) -> Expired:
        return Expired(self.stories + other.stories, self.added_up + other.added_up, self.batches + other.batches)


def expire_all(
    db: Database, today: date, *, sure: bool = False, beat: Callable[[], object] = lambda: None
) -> dict[str, Expired]:
    """Delete what every collection keeps no longer, as often as one likes; nothing while the clock is in doubt.

    Killed at any moment, the next run goes on. `sure`: somebody looked at the clock.
    """
    if not sure and not is_clock_trusted(db, today):
        return {}
    done = {one.id: _expire(db, one, today, beat) for one in list_collections(db)}
    for collection_id, expired in done.items():
        _note_run(db, collection_id, today, expired)
    if any(one.stories for one in done.values()):
        forget_bytes(db)
    return done


def expire(db: Database, collection: Collection, today: date) -> Expired:
    """Delete what one collection keeps no longer."""
    done = _expire(db, collection, today, lambda: None)
    _note_run(db, collection.id, today, done)
    if done.stories:
        forget_bytes(db)
    return done


def is_due(db: Database, today: date) -> bool:
    """Whether today's run is still to come for any collection."""
    return bool(
        db.rows(
            """
            select c.id from collections as c
            where not exists (select 1 from retention_runs as r where r.collection_id = c.id and r.day = :day)
                and c.id not in (select collection_id from trials)
            limit 1
            """,
            day=day_number(today),
        )
    )


def _expire(db: Database, collection: Collection, today: date, beat: Callable[[], object]) -> Expired:
    limit = {"id": collection.id, "kept_from": kept_from(today, months_kept(db, collection.id))}
    done = Expired()
    if collection.policy is Policy.OPEN:
        framework = framework_of(db, collection)
        while more := _expire_open(db, collection, framework, limit, today):
            done += more
            beat()
    while ids := [row["id"] for row in db.rows(f"select id from narratives where {_DUE} limit {PORTION}", **limit)]:
        with db.write():
            done += Expired(expire_stories(db, ids))
        beat()
    return done


def _expire_open(
    db: Database, collection: Collection, framework: Framework, limit: Mapping[str, object], today: date
) -> Expired | None:
    """Add up and delete the next open stories; None when there are no more that can be added up."""
    with db.write():  # in one transaction: a story is read one by one, or it is in a sum, and never both
        for pool, name in _pools(db, collection, limit):
            members = _members(db, pool, limit, collection.k)
            freeze_batch(db, collection, batch_of(framework, name, pool[0][1], members, today), shared=False)
            ids = [one.id for one in members]
            return Expired(expire_stories(db, ids), len(ids), 1)
    return None


_Pool = list[tuple[str, Kind, int]]


def _pools(db: Database, collection: Collection, limit: Mapping[str, object]) -> Iterable[tuple[_Pool, str]]:
    """Pools of at least k open stories of one month and kind, each with the group that its sum is of."""
    rows = db.rows(
        f"""
        select group_name, kind, month, count(*) as n from narratives where {_OPEN_DUE}
        group by month, kind, group_name order by month, kind, group_name
        """,
        **limit,
    )
    few: dict[tuple[str, Kind, int], list[tuple[tuple[str, Kind, int], int]]] = {}
    for row in rows:
        one = (row["group_name"], Kind(row["kind"]), row["month"])
        if row["n"] >= collection.k:
            yield [one], row["group_name"]
        else:
            parent = collection.parent_of(row["group_name"]) or row["group_name"]
            few.setdefault((parent, *one[1:]), []).append((one, row["n"]))
    for (parent, *_), parts in few.items():
        if sum(n for _, n in parts) >= collection.k:
            yield [one for one, _ in parts], parent


def _members(db: Database, pool: _Pool, limit: Mapping[str, object], k: int) -> list[Waiting]:
    """The next stories of a pool, in order of arrival: k of them, and all that is left where that would be fewer."""
    found = []
    for group, kind, month in pool:
        rows = db.rows(
            f"""
            select id, day, answers from narratives
            where {_OPEN_DUE} and group_name = :group and kind = :kind and month = :month
            order by day, id
            """,
            group=group,
            kind=kind.value,
            month=month,
            **limit,
        )
        found += [Waiting(row["id"], day_of(row["day"]), group, kind, _answers(row["answers"])) for row in rows]
    found.sort(key=lambda one: (one.told_on, one.id))
    return found if len(found) < 2 * k else found[:k]


def _answers(stored: str) -> tuple[Answer, ...]:
    return tuple(answer_from_json(key, answer) for key, answer in json.loads(stored).items())


def _note_run(db: Database, collection_id: str, today: date, expired: Expired) -> None:
    """Only of collections that are still there: one may have been deleted meanwhile."""
    db.execute(
        """
        insert into retention_runs (day, collection_id, n)
        select :day, id, :n from collections where id = :id
        on conflict (collection_id, day) do update set n = n + excluded.n
        """,
        day=day_number(today),
        id=collection_id,
        n=expired.stories,
    )
