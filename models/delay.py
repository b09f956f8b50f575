"""Batches that wait before anything is learnt from them, so that a shift under way does not become what is usual."""

import numpy as np

from models.arrays import Arrays, Bools, Ints
from models.batch import Batch
from models.bins import UNANSWERED

LAG_DAYS = 14
SHARE_OF_LIFE = 4


class Delay:
    """A queue of days; a day is due when it is `LAG_DAYS` old, or a quarter of the age of the whole.

    The second holds in the first weeks, when there is little to learn from as it is.
    """

    def __init__(self, columns: int) -> None:
        self._columns = columns
        self._first = 0
        self._waiting: list[tuple[int, Batch]] = []

    def put(self, day: int, batch: Batch) -> list[tuple[int, Batch]]:
        """Take a day's batch in; the batches that are due, oldest first."""
        self._first = self._first or day
        if len(batch):
            self._waiting.append((day, batch))
        lag = min(LAG_DAYS, (day - self._first) // SHARE_OF_LIFE)
        due = sum(day - told_on >= lag for told_on, _ in self._waiting)
        found, self._waiting = self._waiting[:due], self._waiting[due:]
        return found

    def forget(self, groups: Bools, columns: Ints, since: int) -> None:
        """What the chosen groups (G,) answered to the chosen streams before a day will not be learnt: it is past."""
        for day, batch in self._waiting:
            if day < since:
                batch.bins[np.ix_(groups[batch.group], columns)] = UNANSWERED

    def state(self) -> Arrays:
        """The waiting batches as plain arrays."""
        batches = [batch for _, batch in self._waiting]
        empty = Batch.empty(self._columns)
        parts = {
            name: np.concatenate([getattr(empty, name), *(getattr(batch, name) for batch in batches)])
            for name in ("group", "stratum", "mode", "bins")
        }
        lengths = [[day, len(batch)] for day, batch in self._waiting]
        return {
            **parts,
            "bins": parts["bins"].astype(np.int16),
            "weight": np.concatenate([np.zeros(0), *(batch.weights() for batch in batches)]),
            "days": np.array(lengths, dtype=np.int64).reshape(-1, 2),
            "first": np.array([self._first], dtype=np.int64),
        }

    def restore(self, state: Arrays) -> None:
        """Take the waiting batches from `state`."""
        names = ("group", "stratum", "mode", "bins")
        arrays = [np.asarray(state[name], dtype=np.int64) for name in names]
        arrays.append(np.asarray(state["weight"], dtype=np.float64))
        days = np.asarray(state["days"], dtype=np.int64)
        ends = np.cumsum(days[:, 1])[:-1]
        split = zip(*(np.split(array, ends) for array in arrays), strict=True) if len(days) else ()
        self._waiting = [(int(day), Batch(*parts)) for day, parts in zip(days[:, 0], split, strict=True)]
        self._first = int(np.asarray(state["first"], dtype=np.int64)[0])
