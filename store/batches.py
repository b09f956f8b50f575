"""Closed batches: written once, read as whole sums."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from narratives.answers import answer_from_json
from narratives.calendar import day_number, day_of
from narratives.collection import Collection, Policy
from narratives.disclosure import Batch, Waiting
from narratives.narrative import Kind
from store.database import Database
from store.intake import CHANGED
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
    with db.write():
        for batch in batches:
            members = [{"id": one} for one in batch.narratives]
            if not all(_still_waits(db, one, rules) for one in batch.members):
                continue
            db.many("update narratives set counted = 1 where id = :id", members)
            _insert(db, collection, batch)
            frozen += 1
    return frozen


def _still_waits(db: Database, member: Waiting, rules: Mapping[str, object]) -> bool:
    """Whether a narrative may be counted as it was read: its teller may have corrected it since."""
    row = db.one(f"select group_name, answers from narratives where id = :one and {WAITING}", one=member.id, **rules)
    if row is None or row["group_name"] != member.group:
        return False
    stored = json.loads(row["answers"])
    return tuple(answer_from_json(key, answer) for key, answer in stored.items()) == member.answers


def _insert(db: Database, collection: Collection, batch: Batch) -> None:
    db.execute(
        """
        insert into batches (id, collection_id, group_name, kind, n, closed_week, first_week, last_week, aggregates)
        values (:id, :collection_id, :group_name, :kind, :n, :closed_week, :first_week, :last_week, :aggregates)
        """,
        id=secrets.token_hex(16),
        collection_id=collection.id,
        group_name=batch.group,
        kind=batch.kind.value,
        n=len(batch.narratives),
        closed_week=monday(batch.closed_on),
        first_week=monday(batch.first_on),
        last_week=monday(batch.last_on),
        aggregates=json.dumps(batch.aggregates, separators=(",", ":")),
    )
    db.execute(CHANGED, collection_id=collection.id, day=day_number(batch.closed_on))


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


def monday(day: date) -> int:
    """The day number of the Monday of a day's week: the finest time that is released."""
    return day_number(day) - day.weekday()
