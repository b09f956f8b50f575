"""Whether the promise about false alerts is kept, and how soon a shift would be noticed, as the worker measured it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from narratives.promise import Delay, GroupPace, Kind, Outlook, Rate, Replays
from store.database import Database, Row

_REPLAYS = "kind, engine, replays, wanted, years, stories, rates, begun_on, done_on"


@dataclass(frozen=True, slots=True)
class GroupCount:
    """A group's stories: how many in all, the day of the first, how many since a certain day."""

    name: str
    n: int
    first: int
    recent: int


@dataclass(frozen=True, slots=True)
class KeptOutlook:
    """An outlook as it is kept: for which engine, and of which day."""

    engine: str
    computed_on: date
    outlook: Outlook


def get_replays(db: Database, collection_id: str, kind: Kind) -> Replays | None:
    """What replays of a kind came to so far; None before the first."""
    row = db.one(
        f"select {_REPLAYS} from promise_replays where collection_id = :id and kind = :kind",
        id=collection_id,
        kind=kind.value,
    )
    return None if row is None else _row_to_replays(row)


def keep_replays(db: Database, collection_id: str, found: Replays, *, previous: Replays | None) -> bool:
    """Keep what replays came to; False, with nothing kept, when another worker added to `previous` meanwhile."""
    with db.write():
        if get_replays(db, collection_id, found.kind) != previous:
            return False
        db.execute(
            "delete from promise_replays where collection_id = :id and kind = :kind",
            id=collection_id,
            kind=found.kind.value,
        )
        db.execute(
            f"""
            insert into promise_replays (collection_id, {_REPLAYS})
            values (:id, :kind, :engine, :replays, :wanted, :years, :stories, :rates, :begun_on, :done_on)
            """,
            id=collection_id,
            kind=found.kind.value,
            engine=found.engine,
            replays=found.replays,
            wanted=found.wanted,
            years=found.years,
            stories=found.stories,
            rates=json.dumps({name: [r.alarms, r.a_year, r.low, r.high] for name, r in found.rates.items()}),
            begun_on=found.begun_on.isoformat(),
            done_on=found.done_on.isoformat(),
        )
    return True


def count_groups(db: Database, collection_id: str, since: int, last: int) -> list[GroupCount]:
    """Respondents' stories of each group up to a day, and those of them told from another day on, by name."""
    rows = db.rows(
        """
        select group_name, count(*) as n, min(day) as first, sum(day >= :since) as recent from narratives
        where collection_id = :id and kind = 'respondent' and day <= :last
        group by group_name order by group_name
        """,
        id=collection_id,
        since=since,
        last=last,
    )
    return [GroupCount(row["group_name"], row["n"], row["first"], row["recent"]) for row in rows]


def get_outlook(db: Database, collection_id: str) -> KeptOutlook | None:
    """The newest outlook; None before the first."""
    row = db.one("select engine, computed_on, found from promise_outlooks where collection_id = :id", id=collection_id)
    if row is None:
        return None
    return KeptOutlook(row["engine"], date.fromisoformat(row["computed_on"]), _outlook(json.loads(row["found"])))


def keep_outlook(db: Database, collection_id: str, kept: KeptOutlook) -> None:
    """Keep an outlook in place of the one before."""
    with db.write():
        db.execute("delete from promise_outlooks where collection_id = :id", id=collection_id)
        db.execute(
            """
            insert into promise_outlooks (collection_id, engine, computed_on, found)
            values (:id, :engine, :computed_on, :found)
            """,
            id=collection_id,
            engine=kept.engine,
            computed_on=kept.computed_on.isoformat(),
            found=json.dumps(asdict(kept.outlook)),
        )


def _row_to_replays(row: Row) -> Replays:
    return Replays(
        kind=Kind(row["kind"]),
        engine=row["engine"],
        replays=row["replays"],
        wanted=row["wanted"],
        years=row["years"],
        stories=row["stories"],
        rates={name: Rate(*rate) for name, rate in json.loads(row["rates"]).items()},
        begun_on=date.fromisoformat(row["begun_on"]),
        done_on=date.fromisoformat(row["done_on"]),
    )


def _outlook(stored: dict[str, Any]) -> Outlook:
    for name, kind in (("whole", Delay), ("group", Delay), ("slow", GroupPace), ("young", GroupPace)):
        stored[name] = tuple(kind(**one) for one in stored[name])
    return Outlook(**stored)
