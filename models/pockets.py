"""What is expected of two categorical streams at once: the product of both, times what habitually goes together."""

from collections.abc import Sequence

import numpy as np

from models.arrays import Arrays, Bools, Floats, Ints, add_rows, grown
from models.streams import Stream

PROGRAMME_STRENGTH = 2.0
GROUP_STRENGTH = 4.0


class PocketTables:
    """Observed and expected counts of every joint level, in the programme and in each group.

    The expected share of a level is the product of the two streams' own predictions times
    (observed + `PROGRAMME_STRENGTH`) / (expected + `PROGRAMME_STRENGTH`) of the programme, and times the same
    of the group with `GROUP_STRENGTH`: posterior means of a Gamma prior round 1.
    """

    def __init__(self, joint: Sequence[Stream], pairs: Sequence[tuple[int, int]], levels: Sequence[int], groups: int):
        self._pairs = tuple(pairs)
        self._levels = tuple((levels[a], levels[b]) for a, b in pairs)
        self._sizes = [stream.levels for stream in joint]
        self._starts = np.cumsum([0, *self._sizes])
        total = int(self._starts[-1])
        self.seen: Floats = np.zeros(total)
        self.expected: Floats = np.zeros(total)
        self.group_seen: Floats = np.zeros((groups, total))
        self.group_expected: Floats = np.zeros((groups, total))

    def extend(self, groups: int) -> None:
        """Make room for more groups."""
        for name in ("group_seen", "group_expected"):
            setattr(self, name, grown(getattr(self, name), (groups, len(self.seen))))

    def predict(self, q: Floats, group: Ints) -> tuple[Floats, Floats]:
        """Of each cell (u,): the share of every joint level (u, L), and what the programme alone would expect."""
        u = len(q)
        wide, full = np.zeros((u, len(self.seen))), np.zeros((u, len(self.seen)))
        for i, ((a, b), (la, lb)) in enumerate(zip(self._pairs, self._levels, strict=True)):
            own = slice(int(self._starts[i]), int(self._starts[i + 1]))
            product = (q[:, a, :la, None] * q[:, b, None, :lb]).reshape(u, -1)
            together = (self.seen[own] + PROGRAMME_STRENGTH) / (self.expected[own] + PROGRAMME_STRENGTH)
            wide[:, own] = _shares(product * together)
            seen, expected = self.group_seen[group, own], self.group_expected[group, own]
            full[:, own] = _shares(wide[:, own] * (seen + GROUP_STRENGTH) / (expected + GROUP_STRENGTH))
        return full, wide

    def learn(self, q: Floats, group: Ints, counts: Floats, weights: Floats, wide: Floats) -> None:
        """Add the weighted counts (u, L) of cells; `weights` (u, L) says how much answered both questions at all."""
        for i, ((a, b), (la, lb)) in enumerate(zip(self._pairs, self._levels, strict=True)):
            own = slice(int(self._starts[i]), int(self._starts[i + 1]))
            product = (q[:, a, :la, None] * q[:, b, None, :lb]).reshape(len(q), -1)
            self.expected[own] += (product * weights[:, own]).sum(axis=0)
        self.seen += counts.sum(axis=0)
        add_rows(self.group_seen, group, counts)
        add_rows(self.group_expected, group, wide * weights)

    def chances(self) -> Floats:
        """How frequent each joint level is in the programme (L,)."""
        found = np.zeros(len(self.seen))
        for start, end in zip(self._starts[:-1], self._starts[1:], strict=True):
            own = self.seen[start:end] + 0.5
            found[start:end] = own / own.sum()
        return found

    def fade(self, groups: Bools, keep: float) -> None:
        """Keep only the share `keep` of what is known about the chosen groups (G,)."""
        self.group_seen[groups] *= keep
        self.group_expected[groups] *= keep

    def state(self) -> Arrays:
        """The tables as plain arrays."""
        names = ("seen", "expected", "group_seen", "group_expected")
        return {name: getattr(self, name) for name in names}

    def restore(self, state: Arrays) -> None:
        """Take the tables from `state`."""
        for name in self.state():
            setattr(self, name, state[name])


def _shares(weights: Floats) -> Floats:
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))
