"""Under which conditions people place meetings otherwise: whole closed batches of pairs against all others.

Case side: it reads closed batches alone, and knows nothing of the stories. What can be a condition is what was
declared of a batch when it closed: its team, its kind of contact and its quarter.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from models.gap import Estimate, differences
from store.database import Database
from store.release_pairs import PairConditionRow, batches_of, pair_condition_rows

_CONDITIONS = ("team", "contact", "quarter")


@dataclass(frozen=True, slots=True)
class PairCondition:
    """How much further people place meetings towards a pole under one condition than under all others.

    `kind` is team, contact or quarter, `value` which of them; `n` counts pairs under it in whole k.
    """

    kind: str
    value: str
    signifier: str
    pole: int
    n: int
    difference: Estimate


@dataclass(frozen=True, slots=True)
class PairConditions:
    """Every comparison, those furthest beyond their interval first; the intervals of all of them hold together."""

    compared: tuple[PairCondition, ...]

    @property
    def told(self) -> tuple[PairCondition, ...]:
        """Those that can be told from scatter, the whole search taken into account."""
        return tuple(one for one in self.compared if one.difference.apart)


def pair_conditions(
    db: Database, collection_id: str, signifiers: Sequence[str], k: int, teams: Collection[str] | None = None
) -> PairConditions:
    """Hold what people say under each condition against what they say under all others, of these teams alone."""
    rows = [row for row in pair_condition_rows(db, collection_id, teams) if row.signifier in signifiers]
    sides = list(_sides(rows))
    comparisons = sum(len(inside[0].sums["person"]["total"]) for _, _, inside, _ in sides)
    found = [one for side in sides for one in _compared(*side, k, comparisons)]
    return PairConditions(tuple(sorted(found, key=_by_strength)))


def _sides(
    rows: Sequence[PairConditionRow],
) -> Iterator[tuple[str, str, list[PairConditionRow], list[PairConditionRow]]]:
    """Each condition with the batches of one question under it, and all others of that question."""
    for signifier in sorted({row.signifier for row in rows}):
        of_it = [row for row in rows if row.signifier == signifier]
        for kind in _CONDITIONS:
            # Batches of several kinds of contact are under none of them.
            for value in sorted({getattr(row, kind) for row in of_it} - {""}):
                inside = [row for row in of_it if getattr(row, kind) == value]
                outside = [row for row in of_it if getattr(row, kind) not in (value, "")]
                if outside:
                    yield kind, value, inside, outside


def _compared(
    kind: str,
    value: str,
    inside: Sequence[PairConditionRow],
    outside: Sequence[PairConditionRow],
    k: int,
    comparisons: int,
) -> Iterator[PairCondition]:
    n = sum(row.n for row in inside)
    found = differences(batches_of(inside, "person"), batches_of(outside, "person"), comparisons)
    for pole, difference in enumerate(found):
        yield PairCondition(kind, value, inside[0].signifier, pole, n - n % k, difference)


def _by_strength(one: PairCondition) -> tuple[float, str, str, str, int]:
    half = max(one.difference.high - one.difference.mean, 1e-9)
    return (-abs(one.difference.mean) / half, one.signifier, one.kind, one.value, one.pole)
