"""What respondents answered, day by day, for the temperature and the monitor; no words and no consent."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from store.database import Database, Row

_COLUMNS = "id, day, group_name, stratum, mode, respondent, answers, hot"
FIRST_DAY = -1_000_000


@dataclass(frozen=True, slots=True)
class Telling:
    """What one story tells without its words: `day` since 1970-01-01, `answers` in the framework's own terms."""

    id: str
    day: int
    group: str
    stratum: str
    mode: str
    respondent: str | None
    answers: dict[str, Any]
    hot: float | None


@dataclass(frozen=True, slots=True)
class Score:
    """The hot score of one story, with who answered and how they were asked."""

    day: int
    group: str
    stratum: str
    mode: str
    hot: float


def list_tellings(db: Database, collection_id: str, first: int, last: int) -> list[Telling]:
    """Respondents' stories told between two days, both included, in date order."""
    rows = db.rows(
        f"""
        select {_COLUMNS} from narratives
        where collection_id = :id and kind = 'respondent' and day between :first and :last
        order by day, id
        """,
        id=collection_id,
        first=first,
        last=last,
    )
    return [_row_to_telling(row) for row in rows]


def list_unwatched_tellings(db: Database, collection_id: str, last: int) -> list[Telling]:
    """Respondents' stories that the monitor has not seen, told up to a day, in date order."""
    rows = db.rows(
        f"""
        select {_COLUMNS} from narratives
        where collection_id = :id and watched = 0 and kind = 'respondent' and day <= :last
        order by day, id
        """,
        id=collection_id,
        last=last,
    )
    return [_row_to_telling(row) for row in rows]


def count_days(db: Database, collection_id: str, first: int, last: int) -> list[tuple[int, int]]:
    """(day, number of respondents' stories) for every day with any between two days, in date order."""
    rows = db.rows(
        """
        select day, count(*) as n from narratives
        where collection_id = :id and kind = 'respondent' and day between :first and :last
        group by day order by day
        """,
        id=collection_id,
        first=first,
        last=last,
    )
    return [(row["day"], row["n"]) for row in rows]


def count_unwatched_days(db: Database, collection_id: str, last: int) -> list[tuple[int, int]]:
    """(day, number of respondents' stories that the monitor has not seen) up to a day, in date order."""
    rows = db.rows(
        """
        select day, count(*) as n from narratives
        where collection_id = :id and watched = 0 and kind = 'respondent' and day <= :last
        group by day order by day
        """,
        id=collection_id,
        last=last,
    )
    return [(row["day"], row["n"]) for row in rows]


def last_told(db: Database, collection_id: str, last: int) -> int | None:
    """The newest day up to `last` on which a respondent told a story; None when there is none."""
    row = db.one(
        """
        select day from narratives
        where collection_id = :id and kind = 'respondent' and day <= :last
        order by day desc limit 1
        """,
        id=collection_id,
        last=last,
    )
    return None if row is None else int(row["day"])


def count_watched_by_respondent(db: Database, collection_id: str) -> dict[str, int]:
    """How many stories of each repeat teller the monitor has seen."""
    rows = db.rows(
        """
        select respondent, count(*) as n from narratives
        where collection_id = :id and watched = 1 and kind = 'respondent' and respondent is not null
        group by respondent order by respondent
        """,
        id=collection_id,
    )
    return {row["respondent"]: row["n"] for row in rows}


def list_scores(db: Database, collection_id: str, first: int, last: int) -> list[Score]:
    """The hot scores of respondents' stories told between two days, both included."""
    rows = db.rows(
        """
        select day, group_name, stratum, mode, hot from narratives
        where collection_id = :id and kind = 'respondent' and hot is not null and day between :first and :last
        order by day, id
        """,
        id=collection_id,
        first=first,
        last=last,
    )
    return [Score(row["day"], row["group_name"], row["stratum"], row["mode"], row["hot"]) for row in rows]


def list_open_tellings(
    db: Database, collection_id: str, groups: Sequence[str] | None, first: int, last: int, limit: int = 2_000
) -> list[Telling]:
    """The newest open stories with words of some groups' respondents (None: all), each text once.

    Open as in `store.release`: released, readable with their placements, and in no closed batch.
    """
    rows = db.rows(
        f"""
        select {_COLUMNS}, text_hash from narratives
        where collection_id = :id and kind = 'respondent' and may_read = 1 and state = 'released' and counted = 0
          and text <> '' and day between :first and :last
          and (:groups is null or group_name in (select value from json_each(:groups)))
        order by day desc, id limit :limit
        """,
        id=collection_id,
        groups=None if groups is None else json.dumps(list(groups)),
        first=first,
        last=last,
        limit=limit,
    )
    newest = {row["text_hash"]: row for row in reversed(rows)}
    return [_row_to_telling(row) for row in reversed(newest.values())]


def story_serial(db: Database, collection_id: str | None = None) -> int:
    """A number that grows whenever a story of a collection (None: of any) arrives or changes."""
    row = db.one(
        "select coalesce(sum(serial), 0) as n from changes where :id is null or collection_id = :id", id=collection_id
    )
    return int(row["n"]) if row else 0


def _row_to_telling(row: Row) -> Telling:
    return Telling(
        id=row["id"],
        day=row["day"],
        group=row["group_name"],
        stratum=row["stratum"],
        mode=row["mode"],
        respondent=row["respondent"],
        answers=json.loads(row["answers"]),
        hot=row["hot"],
    )
