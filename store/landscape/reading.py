"""Reading open stories' columns from the store, a day at a time, without a look at their words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
import numpy.typing as npt

from narratives.narrative import Kind
from store.database import Database
from store.landscape.facets import NO_HEAT
from store.landscape.names import Register, Strata
from store.landscape.segments import HEAT_UNIT, NO_THEME, Piece

# The condition of the index `narratives_open`, which holds all that is asked for here.
OPEN = "collection_id = :id and may_read = 1 and state = 'released' and counted = 0"
# Group, area and language as one text (`names.told_in`): a name for every story costs as much as the story.
_TOLD_IN = "length(group_name) || ':' || length(area) || ':' || group_name || area || language"
_COLUMNS = f"kind, {_TOLD_IN}, codes, hot, id"
_DAY = f"select {_COLUMNS} from narratives where {OPEN} and day = :day order by kind"
_THEMED = f"""
    select {_COLUMNS}, a.theme_id from narratives left join assignments as a on a.narrative_id = narratives.id
    where narratives.{OPEN} and day = :day order by kind
"""


def read_marks(db: Database, collection_id: str) -> tuple[int, int]:
    """The sums of the serials of a collection's stories and themes: they grow with every change."""
    ((stories, themes),) = db.tuples(
        """
        select (select coalesce(sum(serial), 0) from changes where collection_id = :id),
               (select coalesce(sum(serial), 0) from theme_changes where collection_id = :id)
        """,
        id=collection_id,
    )
    return stories, themes


def read_serials(db: Database, collection_id: str) -> dict[int, int]:
    """The serial of every day on which a story was ever told."""
    return dict(db.tuples("select day, serial from changes where collection_id = :id", id=collection_id))


def read_theme_serials(db: Database, collection_id: str) -> dict[int, int]:
    """The serial of every day one of whose stories ever moved among the themes."""
    return dict(db.tuples("select day, serial from theme_changes where collection_id = :id", id=collection_id))


def read_day(
    db: Database, collection_id: str, day: int, slots: int, strata: Strata, themes: Register[int] | None
) -> dict[Kind, Piece]:
    """The open stories of a day by kind; with their themes where numbers for these are given."""
    sql = _DAY if themes is None else _THEMED
    rows = db.tuples(sql, id=collection_id, day=day)
    if rows and rows[0][0] == rows[-1][0]:  # they come in the order of their kinds
        return {Kind(rows[0][0]): _piece(rows, day, slots, strata, themes)}
    return {
        Kind(kind): _piece(list(told), day, slots, strata, themes) for kind, told in groupby(rows, key=itemgetter(0))
    }


def _piece(
    rows: Sequence[tuple[Any, ...]], day: int, slots: int, strata: Strata, themes: Register[int] | None
) -> Piece:
    _, told, codes, heats, ids, *rest = zip(*rows, strict=True)
    packed = np.frombuffer(b"".join(codes), dtype="<u2").reshape(len(rows), slots)
    return Piece(
        codes=np.ascontiguousarray(packed.T, dtype=np.uint16),
        strata=strata.numbers(told),
        days=np.full(len(rows), day, np.int32),
        prefixes=_prefixes(ids),
        heats=_heats(heats),
        themes=None if themes is None else _themes(rest[0], themes),
    )


def _prefixes(ids: Sequence[str]) -> npt.NDArray[np.uint32]:
    """The first 32 bits of each id: these are 128 random bits, written as hexadecimal digits."""
    numbers = np.frombuffer(bytes.fromhex("".join(ids)), dtype=">u4").reshape(len(ids), -1)
    return numbers[:, 0].astype(np.uint32)


def _heats(scores: Sequence[float | None]) -> npt.NDArray[np.uint16]:
    values = np.array(scores, np.float64)
    cold = np.isnan(values)
    values[cold] = 0.0
    kept = np.rint((values + 1.0) * HEAT_UNIT).astype(np.uint16)
    kept[cold] = NO_HEAT
    return kept


def _themes(found: Sequence[int | None], themes: Register[int]) -> npt.NDArray[np.uint16]:
    numbers: Mapping[int | None, int] = {
        theme: NO_THEME if theme is None else min(themes.number(theme), NO_THEME) for theme in dict.fromkeys(found)
    }
    return np.array([numbers[theme] for theme in found], np.uint16)
