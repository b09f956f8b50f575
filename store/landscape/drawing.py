"""Drawing stories out of the columns: the newest of a view, or a fair sample of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from narratives.narrative import Kind
from store.database import Database
from store.landscape.choosing import Rows, many
from store.landscape.codebook import Codes
from store.landscape.facets import NO_HEAT
from store.landscape.names import Register, Strata
from store.landscape.reading import OPEN
from store.landscape.segments import HEAT_UNIT, NO_THEME, Segment

# A + before a column keeps SQLite from going through the whole collection for every beginning of an id.
_FIND = f"""
    select n.id, n.day, n.kind, n.group_name, n.area, n.language, n.codes
    from json_each(:prefixes) as w cross join narratives as n
    where n.id >= w.value and n.id < w.value || 'g' and +n.{OPEN}
    order by n.id
"""


_PLACES = 1 << 32
_BLOCK = 1 << 16


@dataclass(frozen=True, slots=True)
class Columns:
    """Some open stories of a view as columns, aligned. `total` is how many the view holds altogether.

    `codes` has a row for each story and the slots of `narratives.codes.layout`; `hot` is NaN where a story has no
    hot score; `themes` are None where it has none, or where the view did not ask for themes.
    """

    codes: Codes
    days: npt.NDArray[np.int32]
    groups: list[str]
    areas: list[str]
    languages: list[str]
    themes: list[int | None]
    hot: npt.NDArray[np.float64]
    total: int
    prefixes: npt.NDArray[np.uint32] = field(repr=False)
    kind: Kind = Kind.RESPONDENT
    collection_id: str = ""

    def __len__(self) -> int:
        return len(self.days)

    def part(self, start: int, stop: int) -> Columns:
        """Some of them that follow each other."""
        return replace(
            self,
            codes=self.codes[start:stop],
            days=self.days[start:stop],
            groups=self.groups[start:stop],
            areas=self.areas[start:stop],
            languages=self.languages[start:stop],
            themes=self.themes[start:stop],
            hot=self.hot[start:stop],
            prefixes=self.prefixes[start:stop],
        )

    def ids(self, db: Database) -> list[str]:
        """Their ids, in the same order, read from the store; "" for one that is gone meanwhile."""
        return find_ids(db, self)


@dataclass(frozen=True, slots=True)
class Drawn:
    """Rows of several segments, as (segment, row) pairs in the order in which they were drawn."""

    segments: Sequence[Segment]
    which: npt.NDArray[np.integer]
    rows: npt.NDArray[np.integer]


def draw(chosen: Sequence[tuple[Segment, Rows]], limit: int, seed: int) -> Drawn:
    """A uniform random sample in random order; everything, in random order too, where there is no more.

    Each story's place in the order follows from its id and the seed alone: stories that arrive or go move nobody
    else, and what is not open has no part in it.
    """
    total = sum(many(rows, segment) for segment, rows in chosen)
    # Of places that lie evenly, so many at least come before this one but in one of a thousand million draws.
    below = min((limit + 6.0 * limit**0.5 + 20.0) / max(total, 1), 1.0)
    drawn = _first(chosen, limit, seed, int(below * _PLACES))
    return drawn if len(drawn.rows) >= min(limit, total) else _first(chosen, limit, seed, _PLACES)


def _first(chosen: Sequence[tuple[Segment, Rows]], limit: int, seed: int, below: int) -> Drawn:
    found = [_places(segment, rows, seed, below) for segment, rows in chosen]
    if not found:
        return Drawn([], np.empty(0, np.intp), np.empty(0, np.intp))
    places = np.concatenate([places for places, _ in found])
    rows = np.concatenate([numbers for _, numbers in found])
    which = np.repeat(np.arange(len(found)), [len(numbers) for _, numbers in found])
    order = np.argsort(places, kind="stable")[:limit]
    return Drawn([segment for segment, _ in chosen], which[order], rows[order])


def _places(segment: Segment, rows: Rows, seed: int, below: int) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.intp]]:
    """(place in the order, row) of those stories whose place comes before one."""
    prefixes = segment.prefixes[rows]
    mixers = np.random.default_rng(seed).integers(0, _PLACES, 3, dtype=np.uint32)
    found: list[npt.NDArray[np.uint32]] = []
    kept: list[npt.NDArray[np.intp]] = []
    for start in range(0, len(prefixes), _BLOCK):
        # Ids are random bits already; multiplying by odd numbers shuffles them anew for each seed.
        places = (prefixes[start : start + _BLOCK] ^ mixers[0]) * (mixers[1] | np.uint32(1))
        places ^= places >> np.uint32(15)
        places *= mixers[2] | np.uint32(1)
        early = np.flatnonzero(places <= np.uint32(min(below, _PLACES - 1)))
        found.append(places[early])
        kept.append(early + start)
    numbers = np.concatenate(kept) if kept else np.empty(0, np.intp)
    if isinstance(rows, slice):
        numbers = numbers + (rows.start or 0)
    else:
        numbers = rows[numbers].astype(np.intp)
    return (np.concatenate(found) if found else np.empty(0, np.uint32)), numbers


def newest(chosen: Iterator[Sequence[tuple[Segment, Rows]]], most: int) -> Drawn:
    """The `most` newest of the stories that are given month by month, newest month first, and by id within a day.

    Further ones that share day and first part of the id with the last are added: their order is known by id alone.
    """
    segments: list[Segment] = []
    found: list[tuple[npt.NDArray[np.int64], npt.NDArray[np.intp], int]] = []
    held = 0
    for month in chosen:
        for segment, rows in month:
            keys, numbers = _newest_of(segment, rows, most - held)
            found.append((keys, numbers, len(segments)))
            segments.append(segment)
        held = sum(len(keys) for keys, _, _ in found)
        if held >= most:
            break
    if not found:
        return Drawn([], np.empty(0, np.intp), np.empty(0, np.intp))
    keys = np.concatenate([one for one, _, _ in found])
    rows = np.concatenate([numbers for _, numbers, _ in found])
    which = np.concatenate([np.full(len(numbers), place) for _, numbers, place in found])
    order = np.argsort(keys, kind="stable")
    if len(order) > most:
        order = order[: int(np.searchsorted(keys[order], keys[order[most - 1]], side="right"))]
    return Drawn(segments, which[order], rows[order])


def _newest_of(segment: Segment, rows: Rows, most: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.intp]]:
    """Sort keys, smallest first, and row numbers of at least the `most` newest stories."""
    days = segment.days[rows]
    numbers = np.arange(len(segment))[rows] if isinstance(rows, slice) else rows.astype(np.intp)
    # From the newest day down, as many whole days as are needed.
    behind = np.cumsum(np.bincount(days, minlength=32)[::-1])
    enough = int(np.searchsorted(behind, most))
    oldest = max(len(behind) - 1 - enough, 0)
    late = np.flatnonzero(days >= oldest)
    keys = _keys(segment, numbers[late])
    if len(keys) > most:
        limit = np.partition(keys, most - 1)[most - 1]
        late, keys = late[keys <= limit], keys[keys <= limit]
    return keys, numbers[late]


def newest_ids(db: Database, found: Columns, limit: int, offset: int) -> list[str]:
    """The ids of a stretch of the newest stories, by day and then by id."""
    keys = (-found.days.astype(np.int64) << 32) + found.prefixes.astype(np.int64)
    stop = min(offset + limit, len(keys))
    if offset >= stop:
        return []
    # Stories whose order the columns cannot tell are looked up together, then put in order by their whole ids.
    first = int(np.searchsorted(keys, keys[offset], side="left"))
    last = int(np.searchsorted(keys, keys[stop - 1], side="right"))
    looked_up = found.part(first, last)
    ids = looked_up.ids(db)
    ordered = sorted(zip((-looked_up.days).tolist(), ids, strict=True))
    return [one for _, one in ordered[offset - first : stop - first] if one]


def _keys(segment: Segment, rows: npt.NDArray[np.intp]) -> npt.NDArray[np.int64]:
    days = segment.days[rows].astype(np.int64) + segment.first
    return (-days << 32) + segment.prefixes[rows].astype(np.int64)


def columns(drawn: Drawn, strata: Strata, themes: Register[int], kind: Kind, collection_id: str, total: int) -> Columns:
    """What is known of the stories drawn, in the order in which they were."""
    n = len(drawn.rows)
    slots = drawn.segments[0].codes.shape[0] if drawn.segments else 0
    codes = np.empty((n, slots), np.uint16)
    days, numbers = np.empty(n, np.int32), np.empty(n, np.int32)
    prefixes = np.empty(n, np.uint32)
    heats, themed = np.empty(n, np.uint16), np.full(n, NO_THEME, np.uint16)
    for place in np.unique(drawn.which):
        segment = drawn.segments[place]
        mine = np.flatnonzero(drawn.which == place)
        rows = drawn.rows[mine]
        codes[mine] = segment.codes[:, rows].T
        days[mine] = segment.days[rows].astype(np.int32) + np.int32(segment.first)
        numbers[mine] = segment.strata[np.searchsorted(segment.starts, rows.astype(np.int32), side="right") - 1]
        prefixes[mine] = segment.prefixes[rows]
        heats[mine] = segment.heats[rows]
        if segment.themes is not None:
            themed[mine] = segment.themes[rows]
    told = [strata.name(number) for number in numbers.tolist()]
    hot = np.where(heats == NO_HEAT, np.nan, heats / HEAT_UNIT - 1.0)
    named = [None if number == NO_THEME else themes.name(number) for number in themed.tolist()]
    return Columns(
        codes,
        days,
        [group for group, _, _ in told],
        [area for _, area, _ in told],
        [language for _, _, language in told],
        named,
        hot,
        total,
        prefixes,
        kind,
        collection_id,
    )


def find_ids(db: Database, wanted: Columns) -> list[str]:
    """The ids behind the first parts of ids; those that share one are told apart by what else is known of them."""
    prefixes = sorted({f"{prefix:08x}" for prefix in wanted.prefixes.tolist()})
    rows = db.tuples(_FIND, prefixes=json.dumps(prefixes), id=wanted.collection_id)
    by_key: dict[tuple[str, int], list[tuple[Any, ...]]] = {}
    for row in rows:
        if row[2] == wanted.kind.value:
            by_key.setdefault((row[0][:8], row[1]), []).append(row)
    found = []
    for place, (prefix, day) in enumerate(zip(wanted.prefixes.tolist(), wanted.days.tolist(), strict=True)):
        candidates = by_key.get((f"{prefix:08x}", day), [])
        match = next((row for row in candidates if _is_same(row, wanted, place)), None)
        if match is not None:
            # Two stories that are alike in everything are taken one after the other.
            candidates.remove(match)
        found.append("" if match is None else str(match[0]))
    return found


def _is_same(row: tuple[Any, ...], wanted: Columns, place: int) -> bool:
    told = (wanted.groups[place], wanted.areas[place], wanted.languages[place])
    return row[3:6] == told and row[6] == wanted.codes[place].astype("<u2").tobytes()
