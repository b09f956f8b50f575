"""Stories that may only be counted and are in no batch yet, group by group so that few are held at once."""

from __future__ import annotations

import json

from narratives.answers import answer_from_json
from narratives.calendar import day_of
from narratives.collection import Collection, Policy
from narratives.disclosure import Waiting
from narratives.narrative import Kind
from store.database import Database

_REMEMBER = """
    insert into once_open (narrative_id)
    select id from narratives where id = :id and may_read = 1 and state = 'released' and counted = 0
    on conflict do nothing
"""

# What will be an open story once released is never in a batch. Nor is one that was open once, before it was held
# back or its teller narrowed who may read it: who read it could take it out of the sums, and fewer than k would be
# left. Nor is one that was given back to its teller, for as long as it waits for them: counted, it could be read by
# nobody once they have changed it.
WAITING = """collection_id = :id and counted = 0 and (:all_counted
    or ((may_read = 0 or state = 'held') and id not in (select narrative_id from once_open)
        and id not in (select narrative_id from moderations where outcome = 'returned')))"""


def remember_open(db: Database, collection: Collection, narrative_id: str) -> None:
    """Note that staff can read a story with its answers; call it in the transaction that is about to end that."""
    if collection.policy is Policy.OPEN:
        db.execute(_REMEMBER, id=narrative_id)


def list_waiting_groups(db: Database, collection: Collection) -> list[tuple[str, Kind, int]]:
    """(group, kind, number) of the narratives that may only be counted and are in no batch yet."""
    rows = db.rows(
        f"""
        select group_name, kind, count(*) as n from narratives where {WAITING}
        group by group_name, kind order by group_name, kind
        """,
        id=collection.id,
        all_counted=int(collection.policy is Policy.PROTECTED),
    )
    return [(row["group_name"], Kind(row["kind"]), row["n"]) for row in rows]


def list_waiting_of(db: Database, collection: Collection, group: str, kind: Kind, limit: int) -> list[Waiting]:
    """The oldest of them of one group and kind, in order of arrival."""
    rows = db.rows(
        f"""
        select id, day, answers from narratives where {WAITING} and group_name = :group and kind = :kind
        order by day, id limit :limit
        """,
        id=collection.id,
        all_counted=int(collection.policy is Policy.PROTECTED),
        group=group,
        kind=kind.value,
        limit=limit,
    )
    return [
        Waiting(
            id=row["id"],
            told_on=day_of(row["day"]),
            group=group,
            kind=kind,
            answers=tuple(answer_from_json(key, stored) for key, stored in json.loads(row["answers"]).items()),
        )
        for row in rows
    ]
