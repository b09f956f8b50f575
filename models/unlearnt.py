"""Scores of the days that nothing has been learnt from yet, and what they already say about the level."""

import numpy as np

from models.arrays import Arrays, Floats, Ints, grown
from models.delay import LAG_DAYS

SLOTS = LAG_DAYS + 1


class Unlearnt:
    """Sums of standardised scores and weights (units, Q) of the last days, one slot a day.

    Predictions rest on n0 stories and so miss the true level by about 1 / sqrt(n0), the same way
    every day. Of n scores that wait to be learnt with the sum s, the next one is therefore
    expected at s / (n0 + n): what is left over is free of what came before (recursive residuals).

    References
    ----------
    Brown, Durbin & Evans (1975), "Techniques for testing the constancy of regression
    relationships over time", JRSS B 37; Hawkins (1987), "Self-starting CUSUM charts", The Statistician 36.
    """

    def __init__(self, units: int, scores: int) -> None:
        self.days: Floats = np.zeros((SLOTS, 2, units, scores))
        self.sums: Floats = np.zeros((2, units, scores))

    def extend(self, units: int) -> None:
        """Make room for more units."""
        self.days = np.asarray(grown(self.days, (SLOTS, 2, units, self.days.shape[3])))
        self.sums = np.asarray(grown(self.sums, (2, units, self.sums.shape[2])))

    def expected(self, level: Floats, history: Floats) -> Floats:
        """The level (units, Q) to expect in place of `level` (units, Q); predictions rest on `history` stories."""
        score, weight = self.sums
        return np.asarray(level + (score - level * weight) / np.maximum(history + weight, 1.0))

    def add(self, day: int, score: Floats, weight: Floats) -> None:
        """One day's sums (units, Q)."""
        self.days[day % SLOTS] += (score, weight)
        self.sums += (score, weight)

    def drop(self, day: int) -> None:
        """The day has been learnt from."""
        self.sums -= self.days[day % SLOTS]
        self.days[day % SLOTS] = 0.0

    def forget(self, units: Ints, scores: Ints) -> None:
        """Drop the chosen scores of the chosen units: what was learnt of them starts afresh."""
        self.days[:, :, units[:, None], scores] = 0.0
        self.sums[:, units[:, None], scores] = 0.0

    def state(self) -> Arrays:
        """The sums as plain arrays."""
        return {"days": self.days, "sums": self.sums}

    def restore(self, state: Arrays) -> None:
        """Take the sums from `state`."""
        self.days = np.array(state["days"], dtype=np.float64)
        self.sums = np.array(state["sums"], dtype=np.float64)
