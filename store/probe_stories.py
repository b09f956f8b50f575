"""The stories that a probe is read from: those of some groups between two days, without their words."""

from __future__ import annotations

import json
from collections.abc import Sequence

from store.database import Database
from store.watching import TELLING_COLUMNS, Telling, row_to_telling

_EVERY_ID = "~"


def list_probe_stories(
    db: Database,
    collection_id: str,
    groups: Sequence[str] | None,
    first: int,
    last: int,
    *,
    without: Sequence[str] = (),
    share: float = 1.0,
) -> list[Telling]:
    """Respondents' stories of some groups (None: of all but those `without`) told between two days, in date order.

    A `share` below 1 takes about so many of them: those whose random ids are smallest, always the same.
    """
    rows = db.rows(
        f"""
        select {TELLING_COLUMNS} from narratives
        where collection_id = :id and kind = 'respondent' and day between :first and :last and id < :below
          and (:groups is null or group_name in (select value from json_each(:groups)))
          and group_name not in (select value from json_each(:without))
        order by day, id
        """,
        id=collection_id,
        first=first,
        last=last,
        below=f"{int(share * 2**32):08x}" if share < 1 else _EVERY_ID,
        groups=None if groups is None else json.dumps(list(groups)),
        without=json.dumps(list(without)),
    )
    return [row_to_telling(row) for row in rows]


def count_probe_stories(
    db: Database, collection_id: str, groups: Sequence[str] | None, first: int, last: int, without: Sequence[str] = ()
) -> int:
    """How many those are."""
    row = db.one(
        """
        select count(*) as n from narratives
        where collection_id = :id and kind = 'respondent' and day between :first and :last
          and (:groups is null or group_name in (select value from json_each(:groups)))
          and group_name not in (select value from json_each(:without))
        """,
        id=collection_id,
        first=first,
        last=last,
        groups=None if groups is None else json.dumps(list(groups)),
        without=json.dumps(list(without)),
    )
    return int(row["n"]) if row else 0
