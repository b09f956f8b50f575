"""One day's winnings and scores, summed over the stories of a cell or of a unit."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from models.arrays import Bools, Floats, Ints


@dataclass(frozen=True, slots=True)
class Rows:
    """Sums that add up over stories.

    A bet of which only the share f of the full stake is placed gains f `won` - a f - b f^2; the
    parabola goes through its price at f = 1 (`full`) and at f = 1/2 (`half`). The slopes say by how much the
    prices rise for each standard deviation that is added to what is expected. These five are of
    shape (rows, J).

    `score` (rows, Q) holds weighted sums of standardised scores, `squares` those of their squares
    with squared weights, `weight`, `weight_squares` and `stories` how much and how many answered.
    """

    won: Floats
    full: Floats
    half: Floats
    full_slope: Floats
    half_slope: Floats
    score: Floats
    squares: Floats
    weight: Floats
    weight_squares: Floats
    stories: Floats

    @classmethod
    def empty(cls, rows: int, bets: int, scores: int) -> Rows:
        """Nothing won, nothing told."""
        return cls(*(np.zeros((rows, bets)) for _ in range(5)), *(np.zeros((rows, scores)) for _ in range(5)))

    def __len__(self) -> int:
        return len(self.won)

    def summed(self, starts: Ints) -> Rows:
        """Sums over runs of rows that begin at the rising places `starts`."""
        return Rows(*(np.add.reduceat(array, starts, axis=0) for array in self._arrays()))

    def taken(self, rows: Ints) -> Rows:
        """These rows only, in this order."""
        return Rows(*(array[rows] for array in self._arrays()))

    def masked(self, bets: Bools, scores: Bools) -> Rows:
        """Nothing where `bets` (rows, J) or `scores` (rows, Q) is false."""
        arrays = self._arrays()
        return Rows(*(array * bets for array in arrays[:5]), *(array * scores for array in arrays[5:]))

    def heard(self, rows: Bools) -> Rows:
        """Nothing in the rows for which `rows` (r,) is false."""
        return self if rows.all() else Rows(*(array * rows[:, None] for array in self._arrays()))

    def by(self, unit: Ints) -> tuple[Ints, Rows]:
        """The distinct units, rising, and the sums over the rows of each; `unit` (rows,)."""
        order = np.argsort(unit, kind="stable")
        units, starts = np.unique(unit[order], return_index=True)
        same = np.array_equal(order, np.arange(len(order)))
        return units, (self if same else self.taken(order)).summed(starts)

    def _arrays(self) -> list[Floats]:
        return [getattr(self, field.name) for field in fields(self)]
