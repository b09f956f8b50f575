"""What a collection was opened to change: a share of the answers to one question, from where, to where, by when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import hypot


class Direction(StrEnum):
    """Whether the share should grow or shrink."""

    MORE = "more"
    LESS = "less"


class Standing(StrEnum):
    """What may be said of a reading beside the baseline and the target."""

    REACHED = "reached"  # the whole interval lies beyond the target
    TOWARDS = "towards"  # distinguishable from the baseline, on the side of the target
    UNCLEAR = "unclear"  # not distinguishable from the baseline
    AWAY = "away"  # distinguishable from the baseline, on the other side
    BASELINE = "baseline"  # it is the baseline of those that come
    UNTOLD = "untold"  # too few answered, or a figure would tell something of fewer than k people


@dataclass(frozen=True, slots=True)
class Objective:
    """One objective; shares are of all who answered the question, in [0, 1].

    `item` is a part of the question (`public_items.item_labels`). Without `baseline` the first reading that is told
    is the baseline; `baseline_from` says where somebody has it from.
    """

    id: str
    collection: str
    title: str
    why: str
    signifier: str
    item: str
    direction: Direction
    baseline: float | None
    baseline_from: str
    target: float
    due: date
    made_by: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One round of an objective: how many answered from `first` to `last`, and the share with its 95 % interval.

    Rounds are disjoint. `share` is None where it is not told: `is_below` then says that fewer than k lie in the item,
    and `high` that the share lies below.
    """

    number: int
    first: date
    last: date
    n: int
    share: float | None
    low: float
    high: float
    is_below: bool = False

    @property
    def is_told(self) -> bool:
        """Whether it says anything about the share."""
        return self.share is not None or self.is_below


@dataclass(frozen=True, slots=True)
class Judged:
    """A reading with what may be said of it."""

    reading: Reading
    standing: Standing


def judge(objective: Objective, readings: Sequence[Reading]) -> tuple[Judged, ...]:
    """Every reading beside the baseline that was declared, or beside the first that is told."""
    first = next((one for one in readings if one.share is not None), None) if objective.baseline is None else None
    return tuple(Judged(one, _standing(objective, one, first)) for one in readings)


def baseline_of(objective: Objective, readings: Sequence[Reading]) -> float | None:
    """The share that readings are held against; None before there is one."""
    if objective.baseline is not None:
        return objective.baseline
    return next((one.share for one in readings if one.share is not None), None)


def _standing(objective: Objective, reading: Reading, first: Reading | None) -> Standing:
    if not reading.is_told:
        return Standing.UNTOLD
    if reading is first:
        return Standing.BASELINE
    grows = objective.direction is Direction.MORE
    if reading.low >= objective.target if grows else reading.high <= objective.target:
        return Standing.REACHED
    low, high = _apart(objective, reading, first)
    if low <= 0 <= high:
        return Standing.UNCLEAR
    return Standing.TOWARDS if (low > 0) is grows else Standing.AWAY


def _apart(objective: Objective, reading: Reading, first: Reading | None) -> tuple[float, float]:
    """The interval of the difference from the baseline; Newcombe's (1998, method 10) where that is a reading too.

    Newcombe, "Interval estimation for the difference between independent proportions", Statistics in Medicine 17,
    873-890.
    """
    if objective.baseline is not None:
        return reading.low - objective.baseline, reading.high - objective.baseline
    if first is None or first.share is None:
        return -1.0, 1.0
    if reading.share is None:  # below k: both bounds at their worst
        return reading.low - first.high, reading.high - first.low
    away = reading.share - first.share
    least = away - hypot(reading.share - reading.low, first.high - first.share)
    return least, away + hypot(reading.high - reading.share, first.share - first.low)
