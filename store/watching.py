"""What respondents answered, day by day, for the temperature and the monitor; no words and no consent."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from store.database import Database, Row
from store.voices import ONE_VOICE

LONG_TEXT = 40  # characters: shorter ones ("Nothing, thank you.") are the same by chance
TELLING_COLUMNS = f"""id, day, group_name, stratum, mode, respondent, answers, hot,
    case when text <> '' then text_hash end as text_hash, length(text) >= {LONG_TEXT} as is_long,
    {ONE_VOICE} as voice"""
FIRST_DAY = -1_000_000
# What the monitor has seen of a story; stands in the text of a query, since a bound value misses the partial indexes.
NOTHING_SEEN, ANSWERS_SEEN, TEXT_SEEN = 0, 1, 2
_PAST_EVERY_ID = "~"
_NO_NUMBER = ("NaN", "Infinity", "null")


@dataclass(frozen=True, slots=True)
class Telling:
    """What one story tells without its words: `day` since 1970-01-01, `answers` in the framework's own terms.

    `text_hash` names the text, None where there is none; `is_long` says that it is long enough for another story
    with the same to be a copy. `voice` names the stories that are all but the same as this one, None where there are
    none or somebody has decided that they are many voices.
    """

    id: str
    day: int
    group: str
    stratum: str
    mode: str
    respondent: str | None
    answers: dict[str, Any]
    hot: float | None
    text_hash: str | None = None
    is_long: bool = False
    voice: str | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """The hot score of one story and the codes that it is made of, with who answered and how they were asked.

    `voices` name what it shares its weight with: a known teller, a long text.
    """

    day: int
    group: str
    stratum: str
    mode: str
    hot: float
    codes: bytes
    voices: tuple[str, ...] = ()


def list_tellings(db: Database, collection_id: str, first: int, last: int, share: float = 1.0) -> list[Telling]:
    """Respondents' stories told between two days, both included, in date order.

    A `share` below 1 takes about so many of them: those whose random ids are smallest, always the same.
    """
    rows = db.rows(
        f"""
        select {TELLING_COLUMNS} from narratives
        where collection_id = :id and kind = 'respondent' and day between :first and :last and id < :below
        order by day, id
        """,
        id=collection_id,
        first=first,
        last=last,
        below=f"{int(share * 2**32):08x}" if share < 1 else _PAST_EVERY_ID,
    )
    return [row_to_telling(row) for row in rows]


def list_unwatched_tellings(db: Database, collection_id: str, last: int, *, seen: int = NOTHING_SEEN) -> list[Telling]:
    """Respondents' stories of which the monitor has `seen` only so much, told up to a day, in date order."""
    rows = db.rows(
        f"""
        select {TELLING_COLUMNS} from narratives
        where collection_id = :id and watched = {seen:d} and kind = 'respondent' and day <= :last
        order by day, id
        """,
        id=collection_id,
        last=last,
    )
    return [row_to_telling(row) for row in rows]


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


def count_unwatched_days(
    db: Database, collection_id: str, last: int, *, seen: int = NOTHING_SEEN
) -> list[tuple[int, int]]:
    """(day, number of respondents' stories of which the monitor has `seen` only so much) up to a day, in date order."""
    rows = db.rows(
        f"""
        select day, count(*) as n from narratives
        where collection_id = :id and watched = {seen:d} and kind = 'respondent' and day <= :last
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


def list_scores(db: Database, collection_id: str, first: int, last: int) -> list[Score]:
    """The hot scores of respondents' stories told between two days, both included."""
    rows = db.rows(
        f"""
        select day, group_name, stratum, mode, hot, codes, respondent,
            case when length(text) >= {LONG_TEXT} then text_hash end as text_hash
        from narratives
        where collection_id = :id and kind = 'respondent' and hot is not null and day between :first and :last
        order by day, id
        """,
        id=collection_id,
        first=first,
        last=last,
    )
    return [_row_to_score(row) for row in rows]


def list_open_tellings(
    db: Database, collection_id: str, groups: Sequence[str] | None, first: int, last: int, limit: int = 2_000
) -> list[Telling]:
    """The newest open stories with words of some groups' respondents (None: all), each text once.

    Open as in `store.release`: released, readable with their placements, and in no closed batch.
    """
    rows = db.rows(
        f"""
        select {TELLING_COLUMNS} from narratives
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
    return [row_to_telling(row) for row in reversed(newest.values())]


def list_tellings_of(
    db: Database, collection_id: str, groups: Sequence[str] | None, first: int, last: int, limit: int
) -> list[Telling]:
    """The newest stories of some groups' respondents (None: of all) told between two days, both included."""
    rows = db.rows(
        f"""
        select {TELLING_COLUMNS} from narratives
        where collection_id = :id and kind = 'respondent' and day between :first and :last
          and (:groups is null or group_name in (select value from json_each(:groups)))
        order by day desc, id limit :limit
        """,
        id=collection_id,
        groups=None if groups is None else json.dumps(list(groups)),
        first=first,
        last=last,
        limit=limit,
    )
    return [row_to_telling(row) for row in rows]


def story_serial(db: Database, collection_id: str | None = None) -> int:
    """A number that grows whenever a story of a collection (None: of any) arrives or changes."""
    row = db.one(
        "select coalesce(sum(serial), 0) as n from changes where :id is null or collection_id = :id", id=collection_id
    )
    return int(row["n"]) if row else 0


def _row_to_score(row: Row) -> Score:
    voices = tuple(row[name] for name in ("respondent", "text_hash") if row[name] is not None)
    return Score(row["day"], row["group_name"], row["stratum"], row["mode"], row["hot"], row["codes"], voices)


def row_to_telling(row: Row) -> Telling:
    """What a row of `TELLING_COLUMNS` tells."""
    return Telling(
        id=row["id"],
        day=row["day"],
        group=row["group_name"],
        stratum=row["stratum"],
        mode=row["mode"],
        respondent=row["respondent"],
        answers=_answers(row["answers"]),
        hot=row["hot"],
        text_hash=row["text_hash"],
        is_long=bool(row["is_long"]),
        voice=row["voice"],
    )


def _answers(stored: str) -> dict[str, Any]:
    """The answers without those that hold a number that is none: a program that writes them means no answer."""
    answers: dict[str, Any] = json.loads(stored)
    if not any(mark in stored for mark in _NO_NUMBER):
        return answers
    return {name: answer for name, answer in answers.items() if _is_whole(answer)}


def _is_whole(answer: dict[str, Any]) -> bool:
    numbers = [*answer.get("shares", ()), answer.get("value", 0.0)]
    return all(isinstance(number, int | float) and isfinite(number) for number in numbers)
