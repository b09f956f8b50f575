"""Patterns of answers as fitted, and the open stories' places among them. All of it can be made again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from store.database import Database
from store.readable import OPEN


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern; `id` is its identity, which no other pattern of the collection gets, ever."""

    id: int
    born_on: date
    retired_on: date | None = None


@dataclass(frozen=True, slots=True)
class PatternFound:
    """What fits have said besides the middles.

    `stability` is that of all patterns with the ends of its interval, `each` that of every one of `ids`; None and
    empty where there are no patterns. `chance` is how often scatter explains as much. `leaning` are the numbers of
    patterns that free fits asked for, by day.
    """

    stability: tuple[float, float, float] | None = None
    each: tuple[float, ...] = ()
    chance: float | None = None
    leaning: tuple[tuple[date, int], ...] = ()


@dataclass(frozen=True, slots=True)
class PatternFit:
    """Patterns as fitted: `id` names the fit, `n` is how many open stories there were, `arrays` (npz) what was learnt.

    `ids` are the patterns of the middles, in the order of these; none where answers lie evenly.
    """

    id: str
    n: int
    fitted_on: date
    arrays: bytes
    ids: tuple[int, ...]
    found: PatternFound = field(default_factory=PatternFound)


@dataclass(frozen=True, slots=True)
class PatternPlace:
    """Where a story lies; `pattern` is None where there are none, or it has too few answers."""

    narrative: str
    pattern: int | None
    distance: float
    unusual: bool


def get_pattern_fit(db: Database, collection_id: str) -> PatternFit | None:
    """A collection's patterns as they were last fitted; None before the first fit."""
    row = db.one(
        "select fit, n, fitted_on, arrays, found from pattern_fits where collection_id = :id", id=collection_id
    )
    if row is None:
        return None
    told = json.loads(row["found"])
    return PatternFit(
        row["fit"],
        int(row["n"]),
        date.fromisoformat(row["fitted_on"]),
        bytes(row["arrays"]),
        tuple(told["ids"]),
        _found_of(told),
    )


def replace_pattern_fit(db: Database, collection_id: str, fit: PatternFit) -> None:
    """Keep a fit in one commit; every story's place in another one is then missing.

    Patterns that are not of the fit are retired, and those that nobody knew are born.
    """
    on = fit.fitted_on.isoformat()
    with db.write():
        db.execute(
            """
            insert into pattern_fits (collection_id, fit, fitted_on, n, arrays, found)
            values (:id, :fit, :on, :n, :arrays, :found)
            on conflict (collection_id) do update set fit = excluded.fit, fitted_on = excluded.fitted_on,
                n = excluded.n, arrays = excluded.arrays, found = excluded.found
            """,
            id=collection_id,
            fit=fit.id,
            on=on,
            n=fit.n,
            arrays=fit.arrays,
            found=_found_text(fit),
        )
        db.execute(
            """
            update patterns set retired_on = :on where collection_id = :id and retired_on is null
                and id not in (select value from json_each(:living))
            """,
            id=collection_id,
            on=on,
            living=json.dumps(fit.ids),
        )
        db.many(
            """
            insert into patterns (collection_id, id, born_on, retired_on) values (:collection, :id, :on, null)
            on conflict (collection_id, id) do nothing
            """,
            [{"collection": collection_id, "id": one, "on": on} for one in fit.ids],
        )


def list_patterns(db: Database, collection_id: str) -> list[Pattern]:
    """A collection's living patterns, in the order of their numbers."""
    rows = db.rows(
        "select id, born_on from patterns where collection_id = :id and retired_on is null order by id",
        id=collection_id,
    )
    return [Pattern(row["id"], date.fromisoformat(row["born_on"])) for row in rows]


def next_pattern(db: Database, collection_id: str) -> int:
    """The first number that no pattern ever had."""
    row = db.one("select coalesce(max(id), 0) + 1 as next from patterns where collection_id = :id", id=collection_id)
    return int(row["next"]) if row else 1


def count_open_stories(db: Database, collection_id: str) -> int:
    """How many respondents' stories of a collection may be looked at one by one."""
    row = db.one(f"select count(*) as n from narratives as n where {OPEN} and n.kind = 'respondent'", id=collection_id)
    return int(row["n"]) if row else 0


def list_open_codes(db: Database, collection_id: str, limit: int) -> list[bytes]:
    """The packed codes of respondents' open stories by id; ids are random, so the first ones are a fair sample."""
    rows = db.tuples(
        f"""
        select n.codes from narratives as n where +{OPEN} and n.kind = 'respondent' order by n.id limit :limit
        """,
        id=collection_id,
        limit=limit,
    )
    return [bytes(codes) for (codes,) in rows]


def list_unplaced(db: Database, collection_id: str, fit: str, limit: int, after: str = "") -> list[tuple[str, bytes]]:
    """(id, packed codes) of open stories without a place in this fit, from beyond id `after`."""
    rows = db.tuples(
        f"""
        select n.id, n.codes from narratives as n left join pattern_places as p on p.narrative_id = n.id
        where +{OPEN} and n.kind = 'respondent' and n.id > :after and p.fit is not :fit
        order by n.id limit :limit
        """,
        id=collection_id,
        fit=fit,
        after=after,
        limit=limit,
    )
    return [(one, bytes(codes)) for one, codes in rows]


def add_pattern_places(db: Database, collection_id: str, fit: str, places: Iterable[PatternPlace]) -> None:
    """Keep stories' places in a fit; a story withdrawn meanwhile is left out."""
    with db.write():
        db.many(
            """
            insert into pattern_places (narrative_id, collection_id, pattern_id, distance, unusual, fit)
            select id, :collection, :pattern, :distance, :unusual, :fit from narratives where id = :narrative
            on conflict (narrative_id) do update set pattern_id = excluded.pattern_id, distance = excluded.distance,
                unusual = excluded.unusual, fit = excluded.fit
            """,
            (
                {
                    "narrative": one.narrative,
                    "collection": collection_id,
                    "pattern": one.pattern,
                    "distance": one.distance,
                    "unusual": int(one.unusual),
                    "fit": fit,
                }
                for one in places
            ),
        )


def forget_closed_places(db: Database, collection_id: str) -> int:
    """Forget the places of stories that may no longer be looked at one by one; how many there were."""
    with db.write():
        return db.execute(
            f"""
            delete from pattern_places where collection_id = :id and not exists (
                select 1 from narratives as n where n.id = pattern_places.narrative_id and {OPEN})
            """,
            id=collection_id,
        )


def list_placed_ids(
    db: Database, collection_id: str, pattern_id: int, limit: int, offset: int = 0, *, unusual: bool = False
) -> list[str]:
    """Ids of a pattern's open stories, nearest its middle first; with `unusual`, those far from all, farthest first."""
    rows = db.tuples(
        f"""
        select p.narrative_id from pattern_places as p cross join narratives as n on n.id = p.narrative_id
        where p.collection_id = :id and p.pattern_id = :pattern and (:unusual = 0 or p.unusual = 1) and {OPEN}
        order by {"p.distance desc" if unusual else "p.distance"}, p.narrative_id limit :limit offset :offset
        """,
        id=collection_id,
        pattern=pattern_id,
        unusual=int(unusual),
        limit=limit,
        offset=offset,
    )
    return [one for (one,) in rows]


def _found_text(fit: PatternFit) -> str:
    found = fit.found
    return json.dumps(
        {
            "ids": fit.ids,
            "stability": found.stability,
            "each": found.each,
            "chance": found.chance,
            "leaning": [[day.isoformat(), k] for day, k in found.leaning],
        }
    )


def _found_of(told: Mapping[str, Any]) -> PatternFound:
    stability = told["stability"]
    return PatternFound(
        None if stability is None else (stability[0], stability[1], stability[2]),
        tuple(told["each"]),
        told["chance"],
        tuple((date.fromisoformat(day), k) for day, k in told["leaning"]),
    )
