"""How many days pass from a shift to its alert, and what of that is soon enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

NOTICE_DAYS = 90


@dataclass(frozen=True, slots=True)
class Delays:
    """Days from a shift of `size` to its alert, in the runs that noticed it, fewest first; the others missed it."""

    size: float
    runs: int
    days: tuple[int, ...]

    def by(self, share: float) -> int | None:
        """The day by which this share of the runs had noticed; None when fewer ever did.

        >>> Delays(0.7, 4, (9, 12, 30)).by(0.5), Delays(0.7, 4, (9,)).by(0.5)
        (12, None)
        """
        place = max(int(np.ceil(share * self.runs)), 1) - 1
        return self.days[place] if place < len(self.days) else None

    def within(self, days: int) -> float:
        """The share of the runs that noticed within so many days."""
        return sum(day <= days for day in self.days) / self.runs

    @property
    def missed(self) -> float:
        """The share of the runs that noticed nothing while it was followed."""
        return 1 - len(self.days) / self.runs


def least_noticed(delays: Sequence[Delays], days: int = NOTICE_DAYS) -> float | None:
    """The smallest size from which on at least half of the runs noticed within so many days; None for none.

    >>> least_noticed([Delays(0.2, 2, ()), Delays(0.5, 2, (80,)), Delays(1.0, 2, (3, 5))])
    0.5
    """
    least = None
    for one in sorted(delays, key=lambda one: -one.size):
        if one.within(days) < 0.5:
            break
        least = one.size
    return least


def least_pace(paces: Sequence[tuple[float, Delays]], days: int = NOTICE_DAYS) -> float | None:
    """How many stories a week a group needs for half of the runs to notice within so many days; None: more than any.

    Between two paces that were run it is their geometric mean; 0 when the slowest was enough.

    >>> least_pace([(1.0, Delays(1.4, 2, ())), (4.0, Delays(1.4, 2, (20, 70)))])
    2.0
    """
    enough = [one.within(days) >= 0.5 for _, one in paces]
    if not enough[-1]:
        return None
    slow = max((place for place, ok in enumerate(enough) if not ok), default=-1)
    return 0.0 if slow < 0 else float(np.sqrt(paces[slow][0] * paces[slow + 1][0]))
