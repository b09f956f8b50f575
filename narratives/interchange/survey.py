"""A whole file looked over before anything of it is stored: its structure, its dates and its groups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from narratives.errors import ImportRefusedError
from narratives.interchange.cells import clean_label, shown
from narratives.interchange.dates import EARLIEST, likely_format
from narratives.interchange.mapping import CsvMapping
from narratives.interchange.months import Month, swap_hint
from narratives.interchange.table import NOTHING_STORED, Table

_SHOWN = 5
MOST_GROUPS = 500


@dataclass(frozen=True, slots=True)
class Survey:
    """What a file holds: its rows, its dates by month, the parents of its groups, and what looks odd."""

    rows: int
    months: Mapping[Month, int]
    undated: int
    groups: frozenset[str]
    parents: Mapping[str, str]
    hint: str


@dataclass(slots=True)
class _Tally:
    rows: int = 0
    undated: int = 0
    days: Counter[date] = field(default_factory=Counter)
    unfit: list[tuple[int, str]] = field(default_factory=list)
    n_unfit: int = 0
    outside: list[tuple[int, str]] = field(default_factory=list)
    n_outside: int = 0
    groups: set[str] = field(default_factory=set)
    parents: dict[str, tuple[str, int]] = field(default_factory=dict)


def check_columns(table: Table, mapping: CsvMapping) -> None:
    """Raises ImportRefusedError naming every column that the file does not have, and those that it has."""
    problems = [problem for place, name in mapping.places if (problem := table.missing(place, name))]
    if problems:
        has = "It has: " + ", ".join(repr(name) for name in table.named) + "."
        raise ImportRefusedError("\n".join([*(f"{problem}." for problem in problems), has, NOTHING_STORED]))


def survey(table: Table, mapping: CsvMapping, today: date) -> Survey:
    """Read every row once. Raises ImportRefusedError when the structure is broken or the dates are a mixture."""
    check_columns(table, mapping)
    tally = _Tally()
    for row in table.rows():
        tally.rows += 1
        if not row.problem:
            _count_date(tally, row.line, row.cells, mapping, today)
            _count_group(tally, row.line, row.cells, mapping)
    if not tally.rows:
        raise ImportRefusedError(f"The file has a header and no rows; export it again. {NOTHING_STORED}")
    _refuse_dates(tally, mapping, today)
    if len(tally.groups) > MOST_GROUPS:
        raise ImportRefusedError(
            f"The group column {mapping.group.column!r} has {len(tally.groups):,} different values, and a collection "
            f"has at most {MOST_GROUPS} reporting groups; map another column. {NOTHING_STORED}"
        )
    months: Counter[Month] = Counter()
    for day, n in tally.days.items():
        months[day.year, day.month] += n
    hint = swap_hint(tally.days) if mapping.date.format.may_be_swapped else ""
    parents = {group: parent for group, (parent, _) in tally.parents.items()}
    return Survey(tally.rows, months, tally.undated, frozenset(tally.groups), parents, hint)


def _count_date(tally: _Tally, line: int, cells: Mapping[str, str], mapping: CsvMapping, today: date) -> None:
    declared = mapping.date
    if declared.column is None:
        tally.days[declared.constant or today] += 1
        return
    cell = cells[declared.column]
    if not cell.strip():
        tally.undated += 1
        return
    day = declared.format.read(cell)
    if day is None:
        tally.n_unfit += 1
        _keep(tally.unfit, line, cell)
    elif not EARLIEST <= day <= today + timedelta(days=1):
        tally.n_outside += 1
        _keep(tally.outside, line, cell)
    else:
        tally.days[day] += 1


def _keep(found: list[tuple[int, str]], line: int, cell: str) -> None:
    if len(found) < _SHOWN:
        found.append((line, cell))


def _count_group(tally: _Tally, line: int, cells: Mapping[str, str], mapping: CsvMapping) -> None:
    named = mapping.group
    if named.column is None:
        return
    label = clean_label(cells[named.column])
    group = (named.values or {}).get(label, label) or named.empty or ""
    if not group:
        return
    tally.groups.add(group)
    parent = clean_label(cells[mapping.group_parent]) if mapping.group_parent else ""
    if parent and parent != group:
        first, at = tally.parents.setdefault(group, (parent, line))
        if first != parent:
            raise ImportRefusedError(
                f"line {line}: the group {group!r} has the parent {parent!r} here and {first!r} on line {at}; "
                f"give each group one parent. {NOTHING_STORED}"
            )


def _refuse_dates(tally: _Tally, mapping: CsvMapping, today: date) -> None:
    column, pattern = mapping.date.column, mapping.date.format.pattern
    if tally.n_unfit:
        fit = sum(tally.days.values()) + tally.n_outside
        what = "is a mixture of formats" if fit else "is written in another format"
        _refuse(
            f"The date column {column!r} {what}: {fit:,} of its cells are {pattern} and {tally.n_unfit:,} are not.",
            [f"line {line}: found {shown(cell)}{_looks(cell)}" for line, cell in tally.unfit],
            "Declare the format that all dates have, or write them all in one format.",
        )
    if tally.n_outside:
        what, last = "lies" if tally.n_outside == 1 else "lie", today + timedelta(days=1)
        _refuse(
            f"{tally.n_outside:,} of the dates in {column!r} {what} before 1900 or after {last}, read as {pattern}.",
            [f"line {line}: found {shown(cell)}" for line, cell in tally.outside],
            "Day and month or the century may be swapped: mend the dates or the format.",
        )


def _refuse(problem: str, lines: list[str], advice: str) -> None:
    raise ImportRefusedError("\n".join([problem, *(f"  {line}" for line in lines), f"{advice} {NOTHING_STORED}"]))


def _looks(cell: str) -> str:
    likely = likely_format(cell)
    return f", which looks like {likely}" if likely else ""
