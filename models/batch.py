"""One day's stories as the drift monitor takes them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.arrays import Bools, Floats, Ints


@dataclass(frozen=True, slots=True)
class Batch:
    """The stories of one day.

    Attributes
    ----------
    group, stratum, mode : ndarray of shape (n,)
        Codes from 0, as declared to the monitor.
    bins : ndarray of shape (n, S)
        One column a stream, in the monitor's order; -1 where not answered or not applicable.
    weight : ndarray of shape (n,), optional
        How much of a story each one counts, from 0 to 1. Default: all whole.
    """

    group: Ints
    stratum: Ints
    mode: Ints
    bins: Ints
    weight: Floats | None = None

    @classmethod
    def empty(cls, streams: int) -> Batch:
        """A day without stories."""
        none = np.zeros(0, dtype=np.int64)
        return cls(none, none, none, np.zeros((0, streams), dtype=np.int64))

    def chosen(self, stories: Bools) -> Batch:
        """The stories for which `stories` (n,) is true."""
        weight = None if self.weight is None else self.weight[stories]
        return Batch(self.group[stories], self.stratum[stories], self.mode[stories], self.bins[stories], weight)

    def weights(self) -> Floats:
        """The weight of each story (n,)."""
        return np.ones(len(self)) if self.weight is None else self.weight

    def __len__(self) -> int:
        return len(self.group)
