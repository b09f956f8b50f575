"""A safe-to-fail probe: what is tried where, which part of the picture should grow or shrink, and what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MOST_AIMS = 4  # every aim takes its part of the one chance in twenty that a reading misleads


class ProbeState(StrEnum):
    """Where a probe stands. What it aims at, where and since when is fixed once it runs."""

    PLANNED = "planned"
    RUNNING = "running"
    ENDED = "ended"


class Advice(StrEnum):
    """What the reading suggests; a person decides."""

    AMPLIFY = "amplify"
    KEEP_WATCHING = "keep watching"
    DAMPEN = "dampen"
    STOP = "stop"


class Verdict(StrEnum):
    """What may be said of an aim: the words of `models.probe.Verdict`, which a test compares."""

    HOPED = "moved the hoped-for way"
    OTHER = "moved the other way"
    SCATTER = "not distinguishable from scatter yet"
    FEW = "not enough stories"


@dataclass(frozen=True, slots=True)
class Aim:
    """A region of a signifier that should grow ("more stories like these") or shrink ("fewer like those").

    `region` is "anchor:ID" (nearness to an anchor of a triad or dyad), "zone:NUMBER" (a place of `triangle.ZONES`),
    "option:ID" of a choice, or "hot" of the signifier `movement.HOT_SCORE`. `size` is the smallest change worth
    having, as a share (0.1: ten stories more in every hundred, or ten points of a hundred); of the hot score, which
    runs from -1 to 1, too.
    """

    signifier: str
    region: str
    grows: bool
    size: float = 0.1

    @property
    def hoped(self) -> int:
        """1 where it should grow, -1 where it should shrink."""
        return 1 if self.grows else -1


@dataclass(frozen=True, slots=True)
class Probe:
    """A small experiment that may fail.

    `groups` is where it runs, `beside` the comparison groups (empty: all others). `amplify` and `dampen` say beforehand what to do if it works and if it does harm.
    """

    id: str
    collection: str
    alert: str | None
    title: str
    tries: str
    because: str
    success: str
    failure: str
    amplify: str
    dampen: str
    owner: str
    groups: tuple[str, ...]
    beside: tuple[str, ...]
    aims: tuple[Aim, ...]
    starts_on: date
    ends_on: date
    state: ProbeState = ProbeState.PLANNED
    decision: Advice | None = None
    decided_because: str = ""
    made_by: str = ""
    made_at: str = ""


@dataclass(frozen=True, slots=True)
class AimReading:
    """How one aim of a probe stood on a day: change where it runs minus change beside it, as a share; NaN while few.

    `n_*` are stories before and after, where it runs and beside it. `is_compared` is false without a comparison group.
    """

    place: int
    on: date
    verdict: Verdict
    effect: float
    low: float
    high: float
    change: float
    change_beside: float
    n_before: int
    n_after: int
    n_before_beside: int
    n_after_beside: int
    is_compared: bool
