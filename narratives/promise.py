"""The promise about false alerts: what was measured of it, and how soon a shift would be noticed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

TOTAL = ""  # in place of a signal: all of them together


class Kind(StrEnum):
    """How a past in which nothing happened is made: own stories dealt out again, or told anew at their own pace."""

    REDEALT = "redealt"
    RETOLD = "retold"


@dataclass(frozen=True, slots=True)
class Rate:
    """So many alarms, how many a year that makes, and its exact 95 % interval."""

    alarms: int
    a_year: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Replays:
    """What replays of one kind came to, of as many as are wanted: `years` watched in all, `stories` in one of them."""

    kind: Kind
    engine: str
    replays: int
    wanted: int
    years: float
    stories: int
    rates: Mapping[str, Rate]
    begun_on: date
    done_on: date


@dataclass(frozen=True, slots=True)
class Delay:
    """Days from a shift of `size` to its alert: one run in ten, half and nine in ten took at most so long.

    None where fewer ever noticed; `missed` is the share of the runs that did not within six months.
    """

    size: float
    runs: int
    low: int | None
    median: int | None
    high: int | None
    missed: float


@dataclass(frozen=True, slots=True)
class GroupPace:
    """A group with so many stories in all, and how many a week of late."""

    name: str
    n: int
    a_week: float


@dataclass(frozen=True, slots=True)
class Outlook:
    """How soon shifts would be noticed, everywhere and in the group of median pace alone.

    `question` names the signifier that was shifted; `least_whole` and `least_group` are the smallest sizes of which
    half would be noticed within 90 days; `least_pace` is how many stories a week a group needs for the largest size
    to be noticed in that time, None when no pace was enough. `slow` tell fewer; `young` are not watched yet.
    """

    question: str
    a_week: float
    groups: int
    whole: tuple[Delay, ...]
    group: tuple[Delay, ...]
    least_whole: float | None
    least_group: float | None
    least_pace: float | None
    slow: tuple[GroupPace, ...]
    young: tuple[GroupPace, ...]
