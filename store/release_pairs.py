"""What managers may see of pairs: sums over whole closed batches, with intervals that hold together.

Case side: it reads closed batches of pairs alone, and knows nothing of the stories. What waits is not told of.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from models.gap import Batches, Estimate, estimates
from store.database import Database

__all__ = [
    "Estimate",
    "PairConditionRow",
    "PairReport",
    "Pole",
    "Reading",
    "Table",
    "pair_condition_rows",
    "pair_report",
]
_SIDES = ("person", "officer", "gap")


@dataclass(frozen=True, slots=True)
class PairConditionRow:
    """One closed batch: what was declared about its pairs, how many they are, and its sums by side and pole."""

    signifier: str
    team: str
    contact: str
    quarter: str
    n: int
    sums: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Pole:
    """One corner, or the far end: where both sides place meetings on average, and the gap, person minus practitioner.

    All in shares; `officer` and `person` have the interval of a single figure, `gap` one that holds with all others
    of its table.
    """

    person: Estimate
    officer: Estimate
    gap: Estimate


@dataclass(frozen=True, slots=True)
class Reading:
    """One question in one part of the pairs; `n` is the number of pairs in whole k."""

    signifier: str
    part: str
    n: int
    poles: tuple[Pole, ...]

    @property
    def widest(self) -> int:
        """The pole with the largest gap."""
        return max(range(len(self.poles)), key=lambda pole: abs(self.poles[pole].gap.mean))


@dataclass(frozen=True, slots=True)
class Table:
    """Readings whose intervals hold together; `comparisons` is how many intervals these are."""

    readings: tuple[Reading, ...]
    comparisons: int

    def of(self, signifier: str) -> tuple[Reading, ...]:
        """The readings of one question."""
        return tuple(one for one in self.readings if one.signifier == signifier)


@dataclass(frozen=True, slots=True)
class PairReport:
    """Everything that is told of a collection's pairs."""

    whole: Table
    by_team: Table
    by_contact: Table
    by_quarter: Table

    @property
    def first(self) -> Reading | None:
        """The reading to tell first: the largest gap that its interval keeps from zero; None where there is none."""
        apart = [(abs(pole.gap.mean), one) for one in self.whole.readings for pole in one.poles if pole.gap.apart]
        return max(apart, key=lambda pair: pair[0])[1] if apart else None


def pair_condition_rows(
    db: Database, collection_id: str, teams: Collection[str] | None = None
) -> tuple[PairConditionRow, ...]:
    """Every closed batch of a collection, of these teams alone where they are given; in no order of closing."""
    rows = db.rows(
        """
        select signifier, group_name, contact, quarter, n, sums from pair_batches
        where collection_id = :id order by signifier, group_name, contact, quarter, id
        """,
        id=collection_id,
    )
    return tuple(
        PairConditionRow(
            row["signifier"], row["group_name"], row["contact"], row["quarter"], row["n"], json.loads(row["sums"])
        )
        for row in rows
        if teams is None or row["group_name"] in teams
    )


def pair_report(
    db: Database, collection_id: str, signifiers: Sequence[str], k: int, teams: Collection[str] | None = None
) -> PairReport:
    """What is told of a collection's pairs on these questions, of these teams alone where they are given."""
    rows = [row for row in pair_condition_rows(db, collection_id, teams) if row.signifier in signifiers]
    return PairReport(
        whole=_table(rows, signifiers, k, lambda row: ""),
        by_team=_table(rows, signifiers, k, lambda row: row.team),
        by_contact=_table(rows, signifiers, k, lambda row: row.contact),
        by_quarter=_table(rows, signifiers, k, lambda row: row.quarter),
    )


def _table(
    rows: Sequence[PairConditionRow], signifiers: Sequence[str], k: int, part_of: Callable[[PairConditionRow], str]
) -> Table:
    parts: dict[tuple[int, str], list[PairConditionRow]] = {}
    for row in rows:
        parts.setdefault((signifiers.index(row.signifier), part_of(row)), []).append(row)
    comparisons = sum(len(ones[0].sums["gap"]["total"]) for ones in parts.values())
    readings = tuple(
        _reading(signifiers[place], part, ones, k, comparisons) for (place, part), ones in sorted(parts.items())
    )
    return Table(readings, comparisons)


def _reading(signifier: str, part: str, rows: Sequence[PairConditionRow], k: int, comparisons: int) -> Reading:
    n = sum(row.n for row in rows)
    found = {side: estimates(batches_of(rows, side), comparisons if side == "gap" else 1) for side in _SIDES}
    poles = tuple(Pole(*each) for each in zip(*(found[side] for side in _SIDES), strict=True))
    return Reading(signifier, part, n - n % k, poles)


def batches_of(rows: Sequence[PairConditionRow], side: str) -> Batches:
    """What an estimate needs of closed batches: of "person", "officer" or the "gap" between them."""
    return Batches(
        pairs=np.array([row.n for row in rows], dtype=np.float64),
        crowding=np.array([row.sums["crowding"] for row in rows], dtype=np.float64),
        totals=np.array([row.sums[side]["total"] for row in rows], dtype=np.float64),
        spreads=np.array([row.sums[side]["spread"] for row in rows], dtype=np.float64),
    )
