"""The same counting by others: SQL's GROUP BY in SQLite and in DuckDB, and `numpy.bincount` on flat columns."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from narratives.calendar import day_number
from narratives.codes import FIRST_MARK, layout
from narratives.framework import Framework
from narratives.selection import View
from narratives.triangle import coarser

GRID = 20
_ALL = "select day, group_name, area, codes from narratives"
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Flat:
    """Every story's columns in memory, in no order: days, groups, areas and the cell of each triad."""

    days: npt.NDArray[np.int32]
    groups: npt.NDArray[np.uint16]
    areas: npt.NDArray[np.uint16]
    cells: dict[str, npt.NDArray[np.uint16]]
    group_numbers: dict[str, int]
    area_numbers: dict[str, int]

    def count(self, triad_id: str, view: View) -> Counts:
        """Stories in each cell, by one mask and one `bincount`."""
        cells = self.cells[triad_id]
        mask: npt.NDArray[np.bool_] | None = None
        for wanted in self._masks(view):
            mask = wanted if mask is None else mask & wanted
        return np.bincount(cells if mask is None else cells[mask], minlength=GRID * GRID + 1)[: GRID * GRID]

    def _masks(self, view: View) -> list[npt.NDArray[np.bool_]]:
        masks = []
        if view.groups:
            masks.append(self.groups == np.uint16(self.group_numbers[view.groups[0]]))
        if view.areas:
            masks.append(self.areas == np.uint16(self.area_numbers[view.areas[0]]))
        if view.first is not None:
            masks.append(self.days >= np.int32(day_number(view.first)))
        if view.last is not None:
            masks.append(self.days <= np.int32(day_number(view.last)))
        return masks


def flat_columns(path: Path, framework: Framework) -> Flat:
    """Read a store of open stories whole."""
    connection = sqlite3.connect(path)
    days, groups, areas, packed = zip(*connection.execute(_ALL), strict=True)
    connection.close()
    slots = layout(framework)
    codes = np.frombuffer(b"".join(packed), "<u2").reshape(len(days), -1)
    lookup = np.full(65_536, GRID * GRID, np.uint16)
    lookup[:FIRST_MARK] = np.resize(np.array(coarser(GRID), np.uint16), FIRST_MARK)
    group_numbers = {name: number for number, name in enumerate(sorted(set(groups)))}
    area_numbers = {name: number for number, name in enumerate(sorted(set(areas)))}
    return Flat(
        days=np.array(days, np.int32),
        groups=np.array([group_numbers[name] for name in groups], np.uint16),
        areas=np.array([area_numbers[name] for name in areas], np.uint16),
        cells={triad.id: lookup[codes[:, slots[triad.id].start]] for triad in framework.triads},
        group_numbers=group_numbers,
        area_numbers=area_numbers,
    )


Counter = Callable[[str, View], Counts]


def in_sqlite(flat: Flat, path: Path) -> Counter:
    """A plain table with an integer a triad, indexed as dashboards are: by area and day, by group and day, by day."""
    connection = sqlite3.connect(path)
    connection.execute("pragma synchronous = off")
    names = list(flat.cells)
    columns = ", ".join(f"c{number} integer" for number in range(len(names)))
    connection.execute(f"create table stories (day integer, grp integer, area integer, {columns})")
    numbers: list[npt.NDArray[Any]] = [flat.days, flat.groups, flat.areas, *flat.cells.values()]
    rows = zip(*(column.tolist() for column in numbers), strict=True)
    connection.executemany(f"insert into stories values ({', '.join('?' * (3 + len(names)))})", rows)
    for index, on in (("a", "area, day"), ("g", "grp, day"), ("d", "day")):
        connection.execute(f"create index {index} on stories ({on})")
    connection.execute("analyze")
    connection.commit()
    return _grouped(flat, names, lambda sql, values: connection.execute(sql, values).fetchall())


def in_duckdb(flat: Flat) -> Counter | None:
    """The same table in DuckDB, in memory; None where DuckDB is not installed."""
    try:
        import duckdb
    except ImportError:
        return None
    names = list(flat.cells)
    connection = duckdb.connect()
    columns: dict[str, npt.NDArray[np.generic]] = {"day": flat.days, "grp": flat.groups, "area": flat.areas}
    columns |= {f"c{number}": flat.cells[name] for number, name in enumerate(names)}
    connection.register("columns", columns)
    connection.execute("create table stories as select * from columns")
    return _grouped(flat, names, lambda sql, values: connection.execute(sql, values).fetchall())


def _grouped(flat: Flat, names: list[str], ask: Callable[[str, list[int]], list[tuple[Any, ...]]]) -> Counter:
    def count(triad_id: str, view: View) -> Counts:
        where, values = _where(flat, view)
        column = f"c{names.index(triad_id)}"
        found = np.zeros(GRID * GRID, np.int64)
        for cell, n in ask(f"select {column}, count(*) from stories{where} group by {column}", values):
            if cell < GRID * GRID:
                found[cell] = n
        return found

    return count


def _where(flat: Flat, view: View) -> tuple[str, list[int]]:
    conditions, values = [], []
    if view.groups:
        conditions.append("grp = ?")
        values.append(flat.group_numbers[view.groups[0]])
    if view.areas:
        conditions.append("area = ?")
        values.append(flat.area_numbers[view.areas[0]])
    for sign, day in ((">=", view.first), ("<=", view.last)):
        if day is not None:
            conditions.append(f"day {sign} ?")
            values.append(day_number(day))
    return (f" where {' and '.join(conditions)}" if conditions else ""), values
