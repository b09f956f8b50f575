"""The drift monitor: a bank of predictive-tilt CUSUMs that share one yearly budget of false alarms."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from models.alarms import Alarms
from models.arrays import Arrays, Bools, Floats, Ints, prefixed, unprefixed
from models.batch import Batch
from models.bets import BetBook
from models.budget import bet_slices, scope_shares, signifier_shares
from models.findings import Finding, Scope
from models.learning import Learner
from models.rows import Rows
from models.streams import Stream
from models.volume import RATIOS, WeekdayProfile
from models.watch import Watch

WIDE_STORIES = 10
LONGEST_GAP_DAYS = 3660


class DriftMonitor:
    """Watches every stream in every group, declared parent and the whole collection, day by day.

    Each answer is predicted from who answers, how they were asked, the weekday, the group's own
    habit and a slowly moving level; bets that it is higher, lower, further off or more frequent
    are accumulated in CUSUMs; the thresholds follow from a yearly budget of false alarms over
    everything watched. Deterministic; O(1) a story and stream.

    Parameters
    ----------
    streams : sequence of Stream
        What the columns of `Batch.bins` hold; joint streams stand last and have none.
    parents : array of shape (groups,)
        The index of each group's declared parent, -1 for none.
    strata, modes : int
        How many codes there are of who answers and of how they were asked.
    budget : float, default=1.0
        False alarms a year that are accepted for the whole collection, volume included.
    volume : bool, default=True
        Whether to watch the number of stories too.
    start_stories, start_days : int
        A unit is watched once it has this many stories and this many days behind it.
    mute_days : int
        How long a unit's signifier stays silent after an alarm.
    wide_days : int
        `start_days` of the whole where it has several groups: what all of them share must first be known.

    References
    ----------
    Page (1954), Biometrika 41; Lorden (1971), Annals of Mathematical Statistics 42; Shin, Ramdas
    & Rinaldo (2022), "E-detectors: a nonparametric framework for sequential change detection".

    Examples
    --------
    >>> from models.streams import dyad_streams
    >>> monitor = DriftMonitor(dyad_streams("safe"), parents=[-1, -1], strata=1, modes=1)
    >>> monitor.update(738000, Batch.empty(2))
    []
    """

    def __init__(
        self,
        streams: Sequence[Stream],
        parents: ArrayLike,
        strata: int,
        modes: int,
        *,
        budget: float = 1.0,
        volume: bool = True,
        start_stories: int = 25,
        start_days: int = 30,
        mute_days: int = 28,
        wide_days: int = 56,
    ) -> None:
        if not streams:
            raise ValueError("there is no stream to watch: give at least one")
        if budget <= 0:
            raise ValueError(f"the budget is {budget} false alarms a year and must be above 0")
        self.streams = tuple(streams)
        self.parents = _codes(parents, "parents")
        self.strata, self.modes = strata, modes
        self.budget, self.volume = budget, volume
        self.start_stories, self.start_days, self.mute_days = start_stories, start_days, mute_days
        self.wide_days = wide_days
        self._book = BetBook(self.streams)
        self._learner = Learner(self.streams, len(self.parents), strata, modes)
        self._profile = WeekdayProfile()
        self._lay_out_bets()
        self._watches = self._make_watches()
        self._alarms = Alarms(self.streams, self._book, self._signifiers, self._signifier_of_bet, budget, mute_days)
        self._last_day = 0

    def update(self, day: int, batch: Batch) -> list[Finding]:
        """Close a day and return what was found on it, strongest first.

        Days must rise; days left out since the last one are closed as days without stories,
        and what was found on them comes first. Raises ValueError for a day that is already
        closed, and for codes or bins that were not declared.
        """
        self._check(day, batch)
        findings: list[Finding] = []
        if self._last_day:
            for quiet in range(self._last_day + 1, day):
                findings += self._close(quiet, Batch.empty(self._learner.columns))
        return findings + self._close(day, batch)

    def extend(self, parents: ArrayLike, strata: int, modes: int) -> None:
        """Declare more groups, strata or modes; codes already in use keep their meaning.

        Raises ValueError when anything would shrink or a known group would get another parent.
        """
        longer = _codes(parents, "parents")
        known = len(self.parents)
        if len(longer) < known or strata < self.strata or modes < self.modes:
            raise ValueError("groups, strata and modes can only be added: give at least as many as before")
        if (longer[:known] != self.parents).any():
            raise ValueError("a known group has another parent: start a new monitor and replay the stories")
        self.parents, self.strata, self.modes = longer, strata, modes
        self._learner.extend(len(longer), strata, modes)
        old = {watch.scope: watch for watch in self._watches}
        self._watches = self._make_watches()
        for watch in self._watches:
            if watch.scope in old:
                old[watch.scope].extend(watch.unit_of, watch.slices)
        self._watches = [old.get(watch.scope, watch) for watch in self._watches]

    def state(self) -> Arrays:
        """Everything learnt so far as plain arrays, for `numpy.savez`; no pickle needed."""
        arrays: Arrays = {
            "shape": self._shape(),
            "last_day": np.array([self._last_day], dtype=np.int64),
            "weekday.stories": self._profile.stories.copy(),
            "weekday.days": self._profile.days.copy(),
        }
        arrays |= prefixed("learner", self._learner.state())
        for watch in self._watches:
            arrays |= prefixed(watch.scope, watch.state())
        return arrays

    def restore(self, state: Arrays) -> None:
        """Continue from `state` exactly. Raises ValueError when it is the state of another kind of monitor."""
        if "shape" not in state or not np.array_equal(state["shape"], self._shape()):
            raise ValueError(
                "this state belongs to a monitor with other streams, groups, strata or modes: "
                "start afresh and replay the stories"
            )
        self._last_day = int(np.asarray(state["last_day"], dtype=np.int64)[0])
        self._profile.stories = np.array(state["weekday.stories"], dtype=np.float64)
        self._profile.days = np.array(state["weekday.days"], dtype=np.float64)
        self._learner.restore(unprefixed("learner", state))
        for watch in self._watches:
            watch.restore(unprefixed(watch.scope, state))

    def _shape(self) -> Ints:
        levels = [stream.levels for stream in self.streams]
        sizes = [self.strata, self.modes, int(self.volume), len(self.streams), *levels, len(self.parents)]
        return np.array([*sizes, *self.parents.tolist()], dtype=np.int64)

    def _lay_out_bets(self) -> None:
        self._signifiers, shares = signifier_shares(self.streams, self.volume)
        of_stream = np.array([self._signifiers.index(stream.signifier) for stream in self.streams])
        volumes = np.full(len(RATIOS) if self.volume else 0, len(self._signifiers) - 1)
        self._signifier_of_bet: Ints = np.concatenate([of_stream[self._book.stream], volumes]).astype(np.int64)
        parts = np.concatenate([self._book.share, np.ones(len(volumes))])
        self._slices = self.budget * bet_slices(self._signifier_of_bet, parts, shares)

    def _make_watches(self) -> list[Watch]:
        groups = len(self.parents)
        unit_of: dict[Scope, Ints] = {
            "collection": np.zeros(groups, dtype=np.int64),
            "parent": self.parents,
            "group": np.arange(groups, dtype=np.int64),
        }
        shares = scope_shares(groups, int(self.parents.max(initial=-1)) + 1)
        volumes = len(RATIOS) if self.volume else 0
        return [
            Watch(scope, units, self._slices * shares[scope], self._book, self._signifier_of_bet, volumes)
            for scope, units in unit_of.items()
            if scope in shares
        ]

    def _check(self, day: int, batch: Batch) -> None:
        if self._last_day and day <= self._last_day:
            raise ValueError(
                f"day {day} comes after day {self._last_day} was closed: give the days in rising order, each once"
            )
        if self._last_day and day - self._last_day > LONGEST_GAP_DAYS:
            raise ValueError(f"day {day} is more than ten years after day {self._last_day}: check the date")
        self._learner.check(batch)

    def _close(self, day: int, batch: Batch) -> list[Finding]:
        open_bets = [self._open_bets(watch, day) for watch in self._watches]
        old = self._learner.old(batch)
        if len(batch):
            self._close_answers(day, batch, old, open_bets)
        learnt, due = self._learner.close_day(day, batch, old)
        for watch in self._watches:
            watch.learn(learnt, due)
        self._close_volume(day, batch, open_bets)
        self._last_day = day
        chance = self._learner.chances(self._book)
        levels = [watch.thresholds(self._book.renewal(chance, watch.bank.stories_a_day())) for watch in self._watches]
        return self._alarms.ring(day, self._watches, levels, self._learner)

    def _open_bets(self, watch: Watch, day: int) -> Bools:
        days = self.wide_days if watch.scope == "collection" and len(self.parents) > 1 else self.start_days
        awake = watch.bank.awake(day, self.start_stories, days)
        unmuted = watch.bank.muted_until[:, self._signifier_of_bet] <= day
        return np.asarray(awake[:, None] & unmuted)

    def _close_answers(self, day: int, batch: Batch, old: Bools, open_bets: list[Bools]) -> None:
        said = self._learner.expect(day, batch)
        placed = self._book.place(said.prediction.full, said.pockets, said.tally)
        group, rows = placed.heard(said.known).by(said.tally.group)
        expected = self._expected_levels()
        heard = self._heard(day, group, rows)
        for watch, level, bets in zip(self._watches, expected, open_bets, strict=True):
            unit = watch.unit_of[group]
            inside = np.flatnonzero(unit >= 0)
            if watch.scope != "group" and len(self._watches) > 1:
                inside = inside[self._groups.bank.total[group[inside]] >= WIDE_STORIES]
            if len(inside):
                units, of_unit = heard.taken(inside).by(unit[inside])
                watch.close_answers(day, units, of_unit, level, _share(watch, batch, old), bets)

    @property
    def _groups(self) -> Watch:
        return self._watches[-1]

    def _expected_levels(self) -> list[Floats]:
        """The slow level that each scope takes for granted: its own for the whole, that of all others for a part."""
        whole = self._watches[0].slow
        return [
            watch.slow.level() if watch.scope == "collection" else watch.slow.others(whole) for watch in self._watches
        ]

    def _heard(self, day: int, group: Ints, rows: Rows) -> Rows:
        """What is already known of a group is no evidence about its region or the whole."""
        if len(self._watches) == 1:
            return rows
        quiet = self._groups.bank.muted_until[group] > day
        if not quiet.any():
            return rows
        bets = ~quiet[:, self._signifier_of_bet[: len(self._book)]]
        return rows.masked(bets, ~quiet[:, self._signifier_of_bet[self._book.first_of_score]])

    def _close_volume(self, day: int, batch: Batch, open_bets: list[Bools]) -> None:
        factor = self._profile.factor(day)
        for watch, bets in zip(self._watches, open_bets, strict=True):
            unit = watch.unit_of[batch.group]
            counts = np.bincount(unit[unit >= 0], minlength=watch.units)
            units = np.flatnonzero(counts)
            watch.bank.count(day, units, counts[units])
            started = watch.bank.total > 0
            inside = unit >= 0
            voices = np.bincount(unit[inside], weights=batch.weights()[inside], minlength=watch.units)
            watch.close_volume(day, counts.astype(np.float64), voices.astype(np.float64), factor, started, bets)
            watch.close_pace(int(counts.sum()), bool(started.any()))
        if self._last_day or len(batch):
            self._profile.close_day(day, len(batch))


def _share(watch: Watch, batch: Batch, chosen: Bools) -> Floats:
    """The chosen part of the day's stories of every unit (units,); 0 without stories."""
    unit = watch.unit_of[batch.group]
    inside = unit >= 0
    told = np.bincount(unit[inside], minlength=watch.units)
    found = np.bincount(unit[inside], weights=chosen[inside], minlength=watch.units)
    return np.asarray(found / np.maximum(told, 1))


def _codes(values: ArrayLike, name: str) -> Ints:
    codes = np.asarray(values, dtype=np.int64)
    if codes.ndim != 1 or not len(codes):
        raise ValueError(f"{name} must be a list with one number a group")
    return codes
