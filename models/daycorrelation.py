"""How alike the stories of one unit and day are, beyond the prediction: the intra-class correlation."""

import numpy as np

from models.arrays import Arrays, Floats, Ints

LAG_DAYS = 14
PRIOR_PAIRS = 200.0
PRIOR_VALUE = 0.02
LARGEST = 0.3
MEMORY_DAYS = 90.0


class DayCorrelation:
    """Pooled day-level intra-class correlation of standardised scores, one for each family of score columns.

    Pairs of stories of the same unit and day enter with a lag of `LAG_DAYS` days with stories, so that a shift
    under way does not excuse itself; the estimate is shrunk toward `PRIOR_VALUE` and
    capped at `LARGEST`. Its memory is about `MEMORY_DAYS`.
    """

    def __init__(self, family: Ints) -> None:
        families = int(family.max(initial=-1)) + 1
        self._family = family
        self.products: Floats = np.zeros(families)
        self.pairs: Floats = np.zeros(families)
        self.waiting: Floats = np.zeros((LAG_DAYS, 2, families))
        self.position: Ints = np.zeros(1, dtype=np.int64)

    def value(self) -> Floats:
        """The correlation of each score column (Q,), in [0, `LARGEST`]."""
        found = (self.products + PRIOR_PAIRS * PRIOR_VALUE) / (self.pairs + PRIOR_PAIRS)
        return np.clip(found, 0.0, LARGEST)[self._family]

    def close_day(self, products: Floats, pairs: Floats) -> None:
        """Take one day's sums over pairs (Q,) of the product of two scores, and the numbers of pairs (Q,)."""
        of_families = [np.bincount(self._family, weights=one, minlength=len(self.pairs)) for one in (products, pairs)]
        slot = int(self.position[0]) % LAG_DAYS
        keep = 1 - 1 / MEMORY_DAYS
        self.products = keep * self.products + self.waiting[slot, 0]
        self.pairs = keep * self.pairs + self.waiting[slot, 1]
        self.waiting[slot] = of_families
        self.position[0] += 1

    def state(self) -> Arrays:
        """The running sums as plain arrays."""
        return {"products": self.products, "pairs": self.pairs, "waiting": self.waiting, "position": self.position}

    def restore(self, state: Arrays) -> None:
        """Take the running sums from `state`."""
        for name in self.state():
            setattr(self, name, state[name])
