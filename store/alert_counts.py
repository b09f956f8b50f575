"""What the first page and the menu say of many alerts at once: one query, however many there are."""

from __future__ import annotations

import json
from datetime import date

from store.database import Database, Row

# Told inside no other alert, acknowledged by nobody, and under no silence that holds today: once its day is over an
# alert is new, even before the worker has seen to it.
_NEW = """state = 'raised' and folded_into is null and not exists (
        select 1 from silences as s where s.id = a.silence_id and s.lifted_by is null and s.until_on >= :today
    )"""

# The same of some groups: what is about a whole collection is about none of them, and what is told inside an alert
# that is not about them stands by itself.
_NEW_OF = """state = 'raised' and a.scope <> 'collection' and a.group_name in (select value from json_each(:groups))
    and not exists (
        select 1 from silences as s where s.id = a.silence_id and s.lifted_by is null and s.until_on >= :today
    )
    and not exists (
        select 1 from alerts as l where l.id = a.folded_into and l.scope <> 'collection'
            and l.group_name in (select value from json_each(:groups))
    )"""


def count_new(db: Database, today: date, collection_id: str | None = None, groups: frozenset[str] | None = None) -> int:
    """Alerts of every collection, or of one, or of groups of it, that people were told of and nobody acknowledged."""
    told = db.tuples(
        f"""
        select count(*) from alerts as a
        where (:id is null or collection_id = :id) and {_NEW if groups is None else _NEW_OF}
        """,
        today=today.isoformat(),
        id=collection_id,
        groups=json.dumps(sorted(groups or ())),
    )
    return int(told[0][0])


def list_new_sentences(db: Database, collection_id: str, today: date) -> list[str]:
    """The same of one collection in words, newest first."""
    rows = db.tuples(
        f"""
        select sentence from alerts as a where collection_id = :id and {_NEW}
        order by raised_on desc, evidence desc, id
        """,
        id=collection_id,
        today=today.isoformat(),
    )
    return [sentence for (sentence,) in rows]


def last_steps(db: Database, collection_id: str) -> dict[str, Row]:
    """By alert the newest change of its state: new_value, note, actor, at."""
    rows = db.rows(
        """
        select alert_id, new_value, note, actor, at, max(at || printf('%09d', place)) as newest from alert_events
        where kind = 'state' and new_value <> 'raised'
            and alert_id in (select id from alerts where collection_id = :id and folded_into is null)
        group by alert_id
        """,
        id=collection_id,
    )
    return {row["alert_id"]: row for row in rows}
