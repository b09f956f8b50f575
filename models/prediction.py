"""What the next answer is expected to be, given who answers, how they were asked, the weekday and the group's habit."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.arrays import Arrays, Bools, Floats, Ints, add_rows, grown, prefixed, unprefixed
from models.habit import Habits
from models.lately import Lately
from models.streams import Stream

MARGINAL_STRENGTH = 0.5
WHO_STRENGTH = 15.0
WEEKEND_STRENGTH = 30.0
GROUP_STRENGTH = 8.0
CELL_STRENGTH = 15.0
MATURE_STORIES = 25.0
MOST_CORRECTION = 4.0
LEAST_CHANCE = 0.02

_TABLES = (
    "marginal",
    "who",
    "who_expected",
    "weekend",
    "weekend_expected",
    "group",
    "group_expected",
    "cell",
    "cell_expected",
    "cell_of",
)


@dataclass(frozen=True, slots=True)
class Prediction:
    """Distributions (u, S, B) of the distinct cells, each knowing more than the one before: nobody, stratum and
    mode, whether it is a weekend, the group's habit, the habit of the cell in the group."""

    base: Floats
    who: Floats
    weekend: Floats
    group: Floats
    full: Floats


class CountTables:
    """Hierarchical count tables, one set a stream.

    A prediction starts from the programme's marginal and is corrected, by ratios of observed to
    expected counts, for stratum x mode (worth `WHO_STRENGTH` stories), for the weekend
    (`WEEKEND_STRENGTH`), for the group (`GROUP_STRENGTH`) and for the group x stratum x mode cell
    (`CELL_STRENGTH`). It is a posterior mean at every level, so what is not known yet is not news.

    Counts are in stories (a respondent's k-th story is 1/k of one). Streams share one padded
    axis of bins. Cells are kept only where a story ever fell.
    """

    def __init__(self, streams: Sequence[Stream], groups: int, strata: int, modes: int) -> None:
        sizes = np.array([stream.levels for stream in streams], dtype=np.int64)
        self.real: Bools = np.arange(int(sizes.max())) < sizes[:, None]
        self._habits = Habits(streams, self.real)
        shape = self.real.shape
        self.marginal: Floats = np.zeros(shape)
        self.who: Floats = np.zeros((strata, modes, *shape))
        self.who_expected: Floats = np.zeros_like(self.who)
        self.weekend: Floats = np.zeros((2, strata, modes, *shape))
        self.weekend_expected: Floats = np.zeros_like(self.weekend)
        self.group: Floats = np.zeros((groups, *shape))
        self.group_expected: Floats = np.zeros_like(self.group)
        self.cell: Floats = np.zeros((0, *shape))
        self.cell_expected: Floats = np.zeros_like(self.cell)
        self.cell_of: Ints = np.full((groups, strata, modes), -1, dtype=np.int64)
        self.lately = Lately(self._habits, (int(shape[0]), int(shape[1])), groups)

    def extend(self, groups: int, strata: int, modes: int) -> None:
        """Make room for more groups, strata and modes; what was counted stays."""
        shape = self.real.shape
        for name in ("who", "who_expected"):
            setattr(self, name, grown(getattr(self, name), (strata, modes, *shape)))
        for name in ("weekend", "weekend_expected"):
            setattr(self, name, grown(getattr(self, name), (2, strata, modes, *shape)))
        for name in ("group", "group_expected"):
            setattr(self, name, grown(getattr(self, name), (groups, *shape)))
        self.lately.extend(groups)
        self.cell_of = np.asarray(grown(self.cell_of, (groups, strata, modes), fill=-1), dtype=np.int64)

    def expected_marginal(self) -> Floats:
        """The programme's expected distribution of every stream, shape (S, B), rows summing to 1."""
        base = np.where(self.real, self.marginal + MARGINAL_STRENGTH, 0.0)
        return np.asarray(base / base.sum(axis=1, keepdims=True))

    def predict(self, weekend: int, group: Ints, stratum: Ints, mode: Ints) -> Prediction:
        """Predictions for the distinct cells (group, stratum, mode), each of shape (u,)."""
        rows = self._rows(group, stratum, mode)
        marginal = self.expected_marginal()
        base = np.broadcast_to(marginal, (len(group), *marginal.shape))
        who = self._habits.apply(
            base, self.who[stratum, mode], self.who_expected[stratum, mode], marginal, WHO_STRENGTH
        )
        when = self._habits.apply(
            who,
            self.weekend[weekend, stratum, mode],
            self.weekend_expected[weekend, stratum, mode],
            marginal,
            WEEKEND_STRENGTH,
        )
        own = self._habits.apply(when, self.group[group], self.group_expected[group], marginal, GROUP_STRENGTH)
        full = self._habits.apply(own, self.cell[rows], self.cell_expected[rows], marginal, CELL_STRENGTH)
        return Prediction(base, who, when, own, self._never_certain(full))

    def _never_certain(self, q: Floats) -> Floats:
        """No bin is ruled out for never having been met: `LEAST_CHANCE` is spread evenly over each stream's bins."""
        even = self.real / self.real.sum(axis=1, keepdims=True)
        return np.asarray((1 - LEAST_CHANCE) * q + LEAST_CHANCE * even)

    def learn(self, weekend: int, group: Ints, stratum: Ints, mode: Ints, counts: Floats, said: Prediction) -> None:
        """Add the weighted counts (u, S, B) of the distinct cells (u,), given what was predicted for them.

        Each table learns what the finer ones do not explain: a count enters it by the ratio of
        its own prediction to the full one, so that one group's shift, or another mix of people,
        does not move what is expected of everybody else. And none learns what a coarser one has to
        learn: see `Lately`. Habits are learnt once the programme's own distribution is known a little.
        """
        mature = (self.marginal.sum(axis=1) >= MATURE_STORIES)[:, None]
        self.marginal += (counts * np.where(mature, _unexplained(said.base, said.full), 1.0)).sum(axis=0)
        told = counts * mature
        n = told.sum(axis=2, keepdims=True)
        everywhere, own = self.lately.shared(group, self.expected_marginal())
        mine = told / everywhere
        way = stratum * self.who.shape[1] + mode
        self._add(self.who, way, mine * _unexplained(said.who, said.full))
        self._add(self.who_expected, way, n * said.base)
        self._add(self.weekend[weekend], way, mine * _unexplained(said.weekend, said.full))
        self._add(self.weekend_expected[weekend], way, n * said.who)
        add_rows(self.group, group, mine * _unexplained(said.group, said.full))
        add_rows(self.group_expected, group, n * said.weekend)
        rows = self._rows(group, stratum, mode)
        self.cell[rows] += mine / own
        self.cell_expected[rows] += n * said.group

    def _add(self, table: Floats, way: Ints, rows: Floats) -> None:
        """Add rows (u, S, B) to the table (strata, modes, S, B); there are few ways, so a product is quickest."""
        at = np.zeros((table.shape[0] * table.shape[1], len(way)))
        at[way, np.arange(len(way))] = 1.0
        table += (at @ rows.reshape(len(way), -1)).reshape(table.shape)

    def note(self, group: Ints, counts: Floats, said: Prediction) -> None:
        """Take notice, before anything is learnt from it, of a day's weighted counts (u, S, B) and their prediction."""
        told = counts * (self.marginal.sum(axis=1) >= MATURE_STORIES)[:, None]
        self.lately.close_day(group, told, told.sum(axis=2, keepdims=True) * said.full)

    def fade(self, streams: Bools, groups: Bools, keep: float, programme: bool) -> None:
        """Keep only the share `keep` of what the chosen streams (S,) learnt about the chosen groups (G,).

        With `programme` the tables of the whole programme fade too: an alarm about everybody.
        """
        chosen = np.ix_(groups, streams)
        self.group[chosen] *= keep
        self.group_expected[chosen] *= keep
        rows = self.cell_of[groups]
        inside = np.ix_(rows[rows >= 0], np.flatnonzero(streams))
        self.cell[inside] *= keep
        self.cell_expected[inside] *= keep
        if programme:
            self.marginal[streams] *= keep
            for table in (self.who, self.who_expected):
                table[:, :, streams] *= keep
            for table in (self.weekend, self.weekend_expected):
                table[:, :, :, streams] *= keep

    def state(self) -> Arrays:
        """The tables as plain arrays."""
        return {name: getattr(self, name) for name in _TABLES} | prefixed("lately", self.lately.state())

    def restore(self, state: Arrays) -> None:
        """Take the tables from `state`."""
        for name in _TABLES:
            setattr(self, name, state[name])
        self.lately.restore(unprefixed("lately", state))

    def _rows(self, group: Ints, stratum: Ints, mode: Ints) -> Ints:
        """The rows of the cells, made for those met for the first time."""
        fresh = self.cell_of[group, stratum, mode] < 0
        if fresh.any():
            first, more = len(self.cell), int(fresh.sum())
            self.cell_of[group[fresh], stratum[fresh], mode[fresh]] = np.arange(first, first + more)
            empty = np.zeros((more, *self.real.shape))
            self.cell = np.concatenate([self.cell, empty])
            self.cell_expected = np.concatenate([self.cell_expected, empty])
        return np.asarray(self.cell_of[group, stratum, mode])


def _unexplained(coarse: Floats, full: Floats) -> Floats:
    ratio = coarse / (full + 1e-300)
    return np.clip(ratio, 1 / MOST_CORRECTION, MOST_CORRECTION, out=ratio)
