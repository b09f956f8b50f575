"""Closed batches: written once, read as whole sums."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from narratives.answer_piles import Waits, pile_up
from narratives.answers import answer_from_json
from narratives.calendar import day_number, day_of
from narratives.collection import Collection, Policy
from narratives.disclosure import Batch, Waiting
from narratives.framework import Framework
from narratives.narrative import Kind
from store.batch_rests import keep_rests, read_rests
from store.database import Database
from store.frameworks import get_framework
from store.intake import CHANGED
from store.limits import check_limit
from store.waiting import WAITING


@dataclass(frozen=True, slots=True)
class ClosedBatch:
    """What is left of a batch: no story of it can be told apart."""

    group: str
    kind: Kind
    n: int
    last_week: int
    aggregates: Mapping[str, Any]


def list_waiting(db: Database, collection: Collection) -> list[Waiting]:
    """Narratives that may only be counted and are in no batch yet.

    A story whose teller let staff read it waits for the moderator instead, where the policy is open:
    it will be an open story once released, and must never be in both layers.
    """
    rows = db.rows(
        f"select id, day, group_name, kind, answers from narratives where {WAITING} order by day, id",
        id=collection.id,
        all_counted=int(collection.policy is Policy.PROTECTED),
    )
    return [
        Waiting(
            id=row["id"],
            told_on=day_of(row["day"]),
            group=row["group_name"],
            kind=Kind(row["kind"]),
            answers=tuple(answer_from_json(key, stored) for key, stored in json.loads(row["answers"]).items()),
        )
        for row in rows
    ]


def count_waiting(db: Database, collection: Collection, kind: Kind, groups: Sequence[str] = ()) -> int:
    """How many narratives are told but in no view yet: withheld until a batch of them can be closed."""
    check_limit(collection.id, groups)
    # The condition of the index `narratives_withheld`: open stories, of which there are many, are not looked at.
    unseen = "(may_read = 0 or state <> 'released')" if collection.policy is Policy.OPEN else "true"
    rows = db.rows(
        f"""
        select group_name, count(*) as n from narratives
        where collection_id = :id and kind = :kind and counted = 0 and {unseen}
        group by group_name
        order by group_name
        """,
        id=collection.id,
        kind=kind.value,
    )
    return sum(row["n"] for row in rows if not groups or row["group_name"] in groups)


def add_batches(db: Database, collection: Collection, batches: Sequence[Batch]) -> int:
    """Freeze batches and mark their narratives as counted, in one transaction.

    A batch one of whose narratives was counted, corrected, withdrawn or released meanwhile is left for the next
    round.
    """
    frozen = 0
    rules = {"id": collection.id, "all_counted": int(collection.policy is Policy.PROTECTED)}
    framework = get_framework(db, collection.framework_id, collection.framework_version)
    with db.write():
        for batch in batches:
            members = [{"id": one} for one in batch.narratives]
            if not all(_still_waits(db, one, rules) for one in batch.members):
                continue
            db.many("update narratives set counted = 1 where id = :id", members)
            _insert(db, collection, batch, _piled(db, collection, framework, batch))
            frozen += 1
    return frozen


def freeze_batch(db: Database, collection: Collection, batch: Batch, *, shared: bool = True) -> None:
    """Freeze a batch whose narratives are about to be deleted; call it in the transaction that deletes them.

    Where not `shared` it is in no figures for other organisations: its stories may be in those already. They could
    be read one by one until now, so that nothing of it waits: beside their answers those of fewer others would be
    told apart.
    """
    batch_id = _insert(db, collection, batch, batch.aggregates)
    if not shared:
        db.execute(
            "insert into shared_batches (batch_id, collection_id, unshared) values (:batch, :collection, '[]')",
            batch=batch_id,
            collection=collection.id,
        )


def _still_waits(db: Database, member: Waiting, rules: Mapping[str, object]) -> bool:
    """Whether a narrative may be counted as it was read: its teller may have corrected it since."""
    row = db.one(f"select group_name, answers from narratives where id = :one and {WAITING}", one=member.id, **rules)
    if row is None or row["group_name"] != member.group:
        return False
    stored = json.loads(row["answers"])
    return tuple(answer_from_json(key, answer) for key, answer in stored.items()) == member.answers


def _by_chance() -> bool:
    return secrets.randbelow(2) == 0


waits: Waits = _by_chance  # whether a full pile of answers waits for a later batch


def _piled(db: Database, collection: Collection, framework: Framework, batch: Batch) -> Mapping[str, Any]:
    """What a batch tells, in whole piles of k; what it leaves waits for the next one of its group and kind."""
    rests = read_rests(db, collection.id, batch.group, batch.kind)
    told, left = pile_up(framework, batch.aggregates, rests, collection.k, waits)
    keep_rests(db, collection.id, batch.group, batch.kind, left)
    return told


def _insert(db: Database, collection: Collection, batch: Batch, aggregates: Mapping[str, Any]) -> str:
    batch_id = secrets.token_hex(16)
    db.execute(
        """
        insert into batches (id, collection_id, group_name, kind, n, closed_week, first_week, last_week, aggregates)
        values (:id, :collection_id, :group_name, :kind, :n, :closed_week, :first_week, :last_week, :aggregates)
        """,
        id=batch_id,
        collection_id=collection.id,
        group_name=batch.group,
        kind=batch.kind.value,
        n=len(batch.narratives),
        closed_week=monday(batch.closed_on),
        first_week=monday(batch.first_on),
        last_week=monday(batch.last_on),
        aggregates=json.dumps(aggregates, separators=(",", ":")),
    )
    db.execute(CHANGED, collection_id=collection.id, day=day_number(batch.closed_on))
    return batch_id


def count_batched(
    db: Database,
    collection_id: str,
    kind: Kind,
    groups: Sequence[str] = (),
    first: date | None = None,
    last: date | None = None,
) -> int:
    """How many stories the closed batches of a period hold."""
    row = db.one(
        f"select coalesce(sum(n), 0) as n from batches where {_PERIOD} and {_OF_GROUPS}",
        **_period(collection_id, kind, groups, first, last),
    )
    return int(row["n"]) if row else 0


def list_aggregates(
    db: Database,
    collection_id: str,
    signifier_id: str,
    kind: Kind,
    groups: Sequence[str] = (),
    first: date | None = None,
    last: date | None = None,
) -> list[dict[str, Any]]:
    """The frozen aggregates of one signifier in the closed batches of a period, as far as they hold any."""
    rows = db.rows(
        f"""
        select json_extract(aggregates, :path) as found from batches
        where {_PERIOD} and {_OF_GROUPS} order by last_week, id
        """,
        path=f'$."{signifier_id}"',
        **_period(collection_id, kind, groups, first, last),
    )
    return [json.loads(row["found"]) for row in rows if row["found"] is not None]


_PERIOD = """collection_id = :id and kind = :kind
    and (:first is null or last_week >= :first) and (:last is null or last_week <= :last)"""
_OF_GROUPS = "(:any_group or group_name in (select value from json_each(:groups)))"


def _period(
    collection_id: str, kind: Kind, groups: Sequence[str], first: date | None, last: date | None
) -> dict[str, object]:
    check_limit(collection_id, groups)
    return {
        "id": collection_id,
        "kind": kind.value,
        "any_group": int(not groups),
        "groups": json.dumps(list(groups)),
        "first": None if first is None else monday(first),
        "last": None if last is None else day_number(last),
    }


def list_batches(
    db: Database,
    collection_id: str,
    kind: Kind,
    groups: Sequence[str] = (),
    first: date | None = None,
    last: date | None = None,
) -> list[ClosedBatch]:
    """Closed batches whose last week lies in a period, oldest first; whole batches or none."""
    rows = db.rows(
        f"""
        select group_name, kind, n, last_week, aggregates from batches
        where {_PERIOD} and {_OF_GROUPS} order by last_week, id
        """,
        **_period(collection_id, kind, groups, first, last),
    )
    return [
        ClosedBatch(row["group_name"], Kind(row["kind"]), row["n"], row["last_week"], json.loads(row["aggregates"]))
        for row in rows
    ]


def list_batch_ids(
    db: Database,
    collection_id: str,
    kind: Kind,
    groups: Sequence[str] = (),
    first: date | None = None,
    last: date | None = None,
) -> list[str]:
    """The ids of the closed batches of a period; no id says who is in a batch."""
    rows = db.tuples(
        f"select id from batches where {_PERIOD} and {_OF_GROUPS} order by id",
        **_period(collection_id, kind, groups, first, last),
    )
    return [one for (one,) in rows]


def monday(day: date) -> int:
    """The day number of the Monday of a day's week: the finest time that is released."""
    return day_number(day) - day.weekday()
