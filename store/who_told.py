"""How many told on each day, by group and by who they are: numbers alone, for the worker."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from store.database import Database


@dataclass(frozen=True, slots=True)
class Told:
    """So many respondents' stories of one day (since 1970-01-01), group and stratum."""

    day: int
    group: str
    stratum: str
    n: int


def count_who_told(db: Database, collection_id: str, groups: Sequence[str] | None, first: int, last: int) -> list[Told]:
    """Respondents' stories of some groups (None: of all) between two days, both included, in date order."""
    rows = db.rows(
        """
        select day, group_name, stratum, count(*) as n from narratives
        where collection_id = :id and kind = 'respondent' and day between :first and :last
          and (:groups is null or group_name in (select value from json_each(:groups)))
        group by day, group_name, stratum order by day, group_name, stratum
        """,
        id=collection_id,
        groups=None if groups is None else json.dumps(list(groups)),
        first=first,
        last=last,
    )
    return [Told(row["day"], row["group_name"], row["stratum"], row["n"]) for row in rows]
