"""What was told lately against what was expected: the part of a surprise that everybody, or a whole group, shares."""

import numpy as np

from models.arrays import Arrays, Floats, Ints, add_rows, grown
from models.habit import Habits

MEMORY_DAYS = 14.0
STRENGTH = 40.0
MOST = 4.0


class Lately:
    """Ratios of counts to predictions over about the last `MEMORY_DAYS` days with stories, programme and groups.

    A surprise that is shared by all is learnt by the programme's own table and by no finer one,
    one shared by a group's cells by the group's and by none of its cells. Otherwise every
    table would learn the same shift at its own pace, and all together would take it for usual
    within days.
    """

    def __init__(self, habits: Habits, shape: tuple[int, int], groups: int) -> None:
        self._habits = habits
        self.told: Floats = np.zeros(shape)
        self.expected: Floats = np.zeros(shape)
        self.group_told: Floats = np.zeros((groups, *shape))
        self.group_expected: Floats = np.zeros((groups, *shape))

    def extend(self, groups: int) -> None:
        """Make room for more groups."""
        for name in ("group_told", "group_expected"):
            setattr(self, name, grown(getattr(self, name), (groups, *self.told.shape)))

    def shared(self, group: Ints, base: Floats) -> tuple[Floats, Floats]:
        """By how much answers of late exceeded their prediction: (1, S, B) by all, (u, S, B) by each cell's group.

        The second is over and above the first; `base` (S, B) is the programme's marginal.
        """
        pull = STRENGTH * base
        everywhere = self._ratio(self.told[None], self.expected[None], pull)
        distinct, place = np.unique(group, return_inverse=True)
        own = self._ratio(self.group_told[distinct], self.group_expected[distinct] * everywhere, pull)
        return everywhere, own[place]

    def close_day(self, group: Ints, counts: Floats, expected: Floats) -> None:
        """Take one day's weighted counts and predictions (u, S, B) of the cells of `group` (u,)."""
        for table in (self.told, self.expected, self.group_told, self.group_expected):
            table *= 1 - 1 / MEMORY_DAYS
        self.told += counts.sum(axis=0)
        self.expected += expected.sum(axis=0)
        add_rows(self.group_told, group, counts)
        add_rows(self.group_expected, group, expected)

    def _ratio(self, told: Floats, expected: Floats, pull: Floats) -> Floats:
        above, below = self._habits.smoothed(told + pull), self._habits.smoothed(expected + pull)
        ratio = np.divide(above, below, out=np.ones_like(above), where=below > 1e-12)
        return np.asarray(np.clip(ratio, 1 / MOST, MOST))

    def state(self) -> Arrays:
        """The running sums as plain arrays."""
        names = ("told", "expected", "group_told", "group_expected")
        return {name: getattr(self, name) for name in names}

    def restore(self, state: Arrays) -> None:
        """Take the running sums from `state`."""
        for name in self.state():
            setattr(self, name, state[name])
