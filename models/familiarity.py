"""Who answers and how they were asked: what of it may be bet on, and what may wait to be learnt."""

import numpy as np

from models.arrays import Arrays, Bools, Floats, Ints, grown
from models.batch import Batch
from models.tally import Tally

KNOWN_STORIES = 25
KNOWN_DAYS = 5
OLD = 4.0


class Familiarity:
    """Stories and days with stories of every stratum x mode, and stories of every group.

    A stratum or a way of asking that nobody has met is predicted like the rest until it is known, so
    bets on its first stories would be bets on who answers. It is known after `KNOWN_STORIES` stories on
    `KNOWN_DAYS` days. Learning may be delayed only where what is known is at least `OLD` times what waits.
    """

    def __init__(self, groups: int, strata: int, modes: int) -> None:
        self.stories: Floats = np.zeros((strata, modes))
        self.days: Floats = np.zeros((strata, modes))
        self.of_group: Floats = np.zeros(groups)
        self.waiting: Floats = np.zeros((strata, modes))
        self.waiting_of_group: Floats = np.zeros(groups)

    def extend(self, groups: int, strata: int, modes: int) -> None:
        """Make room for more groups, strata and modes."""
        for name in ("stories", "days", "waiting"):
            setattr(self, name, grown(getattr(self, name), (strata, modes)))
        for name in ("of_group", "waiting_of_group"):
            setattr(self, name, grown(getattr(self, name), (groups,)))

    def known(self, stratum: Ints, mode: Ints) -> Bools:
        """Which cells (u,) are of a stratum and way that may be bet on."""
        enough = (self.stories >= KNOWN_STORIES) & (self.days >= KNOWN_DAYS)
        return np.asarray(enough[stratum, mode])

    def old(self, batch: Batch) -> Bools:
        """Which stories (n,) of a day may wait to be learnt from."""
        waiting, of_group = self.waiting.copy(), self.waiting_of_group.copy()
        np.add.at(waiting, (batch.stratum, batch.mode), 1.0)
        np.add.at(of_group, batch.group, 1.0)
        ways, groups = self.stories >= OLD * waiting, self.of_group >= OLD * of_group
        return np.asarray(ways[batch.stratum, batch.mode] & groups[batch.group])

    def much(self, tally: Tally) -> tuple[Bools, int]:
        """The cells (u,) of which a day brings more than a quarter of what is known of their group, stratum or way.

        And how many stories the largest of these groups, strata and ways has that day.
        """
        told = tally.answers[2].sum(axis=2).max(axis=1)
        ways, groups = np.zeros_like(self.stories), np.zeros_like(self.of_group)
        np.add.at(ways, (tally.stratum, tally.mode), told)
        np.add.at(groups, tally.group, told)
        new_ways, new_groups = OLD * ways > self.stories, OLD * groups > self.of_group
        most = max(float(ways[new_ways].max(initial=0.0)), float(groups[new_groups].max(initial=0.0)))
        return np.asarray(new_ways[tally.stratum, tally.mode] | new_groups[tally.group]), int(most)

    def wait(self, batch: Batch, sign: float = 1.0) -> None:
        """Count stories that begin to wait, or with `sign` -1 that waited long enough."""
        np.add.at(self.waiting, (batch.stratum, batch.mode), sign)
        np.add.at(self.waiting_of_group, batch.group, sign)

    def learn(self, batch: Batch) -> None:
        """Count stories that were learnt from; one batch is of one day."""
        np.add.at(self.stories, (batch.stratum, batch.mode), 1.0)
        np.add.at(self.of_group, batch.group, 1.0)
        met = np.unique(batch.stratum * self.days.shape[1] + batch.mode)
        self.days.ravel()[met] += 1.0

    def state(self) -> Arrays:
        """The counts as plain arrays."""
        return {name: getattr(self, name) for name in ("stories", "days", "of_group", "waiting", "waiting_of_group")}

    def restore(self, state: Arrays) -> None:
        """Take the counts from `state`."""
        for name in self.state():
            setattr(self, name, state[name])
