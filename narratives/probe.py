"""A safe-to-fail probe: what is tried where, which part of the picture should grow or shrink, and what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

MOST_AIMS = 4  # every aim takes its part of the one chance in twenty that a reading misleads
LEAST_PEOPLE = 20  # by whom stories were told, on each side and before and since
LONGEST_BEFORE = timedelta(days=365)


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

    `groups` is where it runs, `beside` the comparison groups (empty: all others). `amplify` and `dampen` say
    beforehand what to do if it works and if it does harm. What was usual is learnt from the stories told since
    `before_from`: a year before the start, or since the shift began that the probe answers.
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
    before_from: date | None = None
    decided_on: date | None = None

    @property
    def learns_from(self) -> date:
        """The first day of the time before."""
        return self.before_from or self.starts_on - LONGEST_BEFORE

    @property
    def last_day(self) -> date:
        """The last day on which it runs: a decision may have ended it before its time."""
        if self.state is ProbeState.ENDED and self.decided_on is not None and self.decided_on >= self.starts_on:
            return min(self.decided_on, self.ends_on)
        return self.ends_on

    @property
    def is_open(self) -> bool:
        """Whether it is planned or running."""
        return self.state is not ProbeState.ENDED


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


@dataclass(frozen=True, slots=True)
class AimOutlook:
    """What the stories told before a probe promise of one aim: how many since would show its smallest change.

    `needed` is None where no number would: the time before is too short. `a_week` are the stories a week where it
    runs, lately. `n_before` and `n_before_beside` are stories told before on each side; 0 stands for fewer than k.
    """

    place: int
    on: date
    needed: int | None
    a_week: float
    n_before: int
    n_before_beside: int
    has_enough: bool

    @property
    def weeks(self) -> int | None:
        """About how many weeks that takes; None where it never comes."""
        if self.needed is None or not self.has_enough or self.a_week <= 0:
            return None
        return max(1, round(self.needed / self.a_week))
