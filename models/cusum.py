"""A bank of CUSUMs: the evidence of every bet in every unit since it last had none."""

import numpy as np

from models.arrays import Arrays, Bools, Floats, Ints, grown

START_ACTIVE_DAYS = 10

_MATRICES = ("evidence", "since", "stories", "weight", "score")


class CusumBank:
    """Arrays of shape (units, bets): W = max(0, W + gain), closed once a day.

    Attributes
    ----------
    evidence : the CUSUM W, in nats.
    since : first day of the present run above 0: the estimated onset; 0 while W is 0.
    stories, weight, score : stories, their summed weights and weighted scores in that run.
    history : ndarray of shape (units, signifiers)
        Weight of the stories that what is predicted of each signifier rests on.
    total : ndarray of shape (units,)
        Stories ever seen in the unit.
    active_days : ndarray of shape (units,)
        Days on which the unit had a story.
    first_day : ndarray of shape (units,)
        The unit's first day with a story; 0 before it.
    last_day : ndarray of shape (units,)
        The unit's newest day with a story; 0 before it.
    muted_until : ndarray of shape (units, signifiers)
        The first day on which a signifier may alarm again.

    References
    ----------
    Page (1954), "Continuous inspection schemes", Biometrika 41, 100-115.
    """

    def __init__(self, units: int, bets: int, signifiers: int) -> None:
        self.evidence: Floats = np.zeros((units, bets))
        self.since: Ints = np.zeros((units, bets), dtype=np.int64)
        self.stories: Floats = np.zeros((units, bets))
        self.weight: Floats = np.zeros((units, bets))
        self.score: Floats = np.zeros((units, bets))
        self.history: Floats = np.zeros((units, signifiers))
        self.total: Ints = np.zeros(units, dtype=np.int64)
        self.active_days: Ints = np.zeros(units, dtype=np.int64)
        self.first_day: Ints = np.zeros(units, dtype=np.int64)
        self.last_day: Ints = np.zeros(units, dtype=np.int64)
        self.muted_until: Ints = np.zeros((units, signifiers), dtype=np.int64)

    def extend(self, units: int) -> None:
        """Make room for more units."""
        for name, array in self.state().items():
            setattr(self, name, grown(array, (units, *array.shape[1:])))

    def count(self, day: int, units: Ints, stories: Ints) -> None:
        """Count the day's stories of the distinct `units`, watched or not."""
        self.first_day[units] = np.where(self.total[units] == 0, day, self.first_day[units])
        self.total[units] += stories
        self.last_day[units] = day
        self.active_days[units] += 1

    def stories_a_day(self) -> Floats:
        """Mean number of stories of a day that has any (units,)."""
        return self.total / np.maximum(self.active_days, 1)

    def awake(self, day: int, start_stories: int, start_days: int) -> Bools:
        """Which units (units,) have enough history to be watched."""
        told = (self.total >= start_stories) & (self.active_days >= START_ACTIVE_DAYS)
        return told & (day - self.first_day >= start_days) & (self.first_day > 0)

    def close_day(
        self, day: int, units: Ints, bets: slice, gain: Floats, stories: Floats, weight: Floats, score: Floats
    ) -> None:
        """Add the day's gains, stories, weights and scores, each (len(units), len(bets)), of the distinct `units`."""
        before = self.evidence[units, bets]
        after = np.maximum(before + gain, 0.0)
        started = (before <= 0.0) & (after > 0.0)
        running = after > 0.0
        self.since[units, bets] = np.where(started, day, np.where(running, self.since[units, bets], 0))
        self.stories[units, bets] = np.where(running, self.stories[units, bets] + stories, 0)
        self.weight[units, bets] = np.where(running, self.weight[units, bets] + weight, 0.0)
        self.score[units, bets] = np.where(running, self.score[units, bets] + score, 0.0)
        self.evidence[units, bets] = after

    def forget_before(self, day: int, bets: slice) -> None:
        """Start afresh every run that began before a day."""
        old = (self.since[:, bets] > 0) & (self.since[:, bets] < day)
        for name in _MATRICES:
            getattr(self, name)[:, bets][old] = 0

    def forget(self, unit: int, bets: Bools) -> None:
        """Start the chosen bets of a unit afresh."""
        for name in _MATRICES:
            getattr(self, name)[unit, bets] = 0

    def state(self) -> Arrays:
        """The bank as plain arrays."""
        names = (*_MATRICES, "history", "total", "active_days", "first_day", "last_day", "muted_until")
        return {name: getattr(self, name) for name in names}

    def restore(self, state: Arrays) -> None:
        """Take the bank from `state`."""
        for name in self.state():
            setattr(self, name, state[name])
