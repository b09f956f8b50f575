"""Where a story lies among patterns of answers, whichever questions it answered; NumPy alone, since pages ask."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from models.arrays import Arrays, Bools, Floats, Ints

LEAST_ANSWERED = 2.0  # questions: one answer alone is a place in one picture, no pattern
PRIOR = 2.0  # questions' worth of a usual distance: few answers are neither typical nor unusual
NO_PATTERN = -1
_BLOCK = 1 << 15


@dataclass(frozen=True, slots=True)
class Placed:
    """The pattern of each story (n,), NO_PATTERN for too few answers, how far from its middle, and whether unusual.

    `distance` is a root mean square over the questions that were answered, in spreads of a whole question, with
    PRIOR questions at the usual distance beside them.
    """

    label: Ints
    distance: Floats
    unusual: Bools


@dataclass(frozen=True, slots=True)
class PatternSpace:
    """Answers as coordinates in which every question has a spread of 1, and the middles of patterns among them.

    Attributes
    ----------
    blocks : the question that each column belongs to, 0 to q - 1; shape (d,)
    centre, scale : subtracted from, then multiplied onto each column; shape (d,)
    middles : of the patterns, in these coordinates; shape (k, d)
    usual : mean squared distance of a story from its middle, for each question that it answered
    unusual_beyond : distance beyond which a story is like none of the patterns
    """

    blocks: Ints
    centre: Floats
    scale: Floats
    middles: Floats
    usual: float
    unusual_beyond: float

    @property
    def questions(self) -> Floats:
        """The part of a question that each column is (d,): a stone of three is a third of its question."""
        return np.asarray(1.0 / np.bincount(self.blocks)[self.blocks])

    def coordinates(self, X: ArrayLike) -> tuple[Floats, Floats]:
        """(coordinates, answered) of answers (n, d) with NaN where there is none: 0 and 0.0 there, 1.0 elsewhere."""
        rows: Floats = np.asarray(X, dtype=np.float64)
        if rows.ndim != 2 or rows.shape[1] != len(self.centre):
            raise ValueError(f"answers have {len(self.centre)} columns and these {rows.shape[1:]}: read them anew")
        found = (rows - self.centre) * self.scale
        answered = np.isfinite(found)
        return np.where(answered, found, 0.0), answered.astype(np.float64)

    def assign(self, X: ArrayLike) -> Placed:
        """The nearest pattern of each story, by the questions that it answered."""
        rows = np.asarray(X)
        parts = [self._assign(rows[start : start + _BLOCK]) for start in range(0, max(len(rows), 1), _BLOCK)]
        return Placed(
            np.concatenate([part.label for part in parts]),
            np.concatenate([part.distance for part in parts]),
            np.concatenate([part.unusual for part in parts]),
        )

    def _assign(self, rows: NDArray[np.generic]) -> Placed:
        points, answered = self.coordinates(rows)
        counted = answered @ self.questions
        enough = counted >= LEAST_ANSWERED - 1e-9
        if not len(self.middles):
            return Placed(np.full(len(points), NO_PATTERN), np.zeros(len(points)), np.zeros(len(points), dtype=bool))
        squared = squares(points, answered, self.middles)
        label = np.where(enough, squared.argmin(axis=1), NO_PATTERN).astype(np.int64)
        distance = np.sqrt((squared.min(axis=1) + PRIOR * self.usual) / (counted + PRIOR))
        return Placed(label, distance, enough & (distance > self.unusual_beyond))

    def to_arrays(self) -> Arrays:
        """What was learnt as plain arrays, for `numpy.savez` without pickle."""
        return {
            "blocks": self.blocks,
            "centre": self.centre,
            "scale": self.scale,
            "middles": self.middles,
            "measures": np.array([self.usual, self.unusual_beyond]),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> "PatternSpace":
        """The space whose `to_arrays()` these are."""
        usual, beyond = np.asarray(arrays["measures"], dtype=np.float64).tolist()
        centre, scale, middles = (np.asarray(arrays[one], dtype=np.float64) for one in ("centre", "scale", "middles"))
        return cls(np.asarray(arrays["blocks"], dtype=np.int64), centre, scale, middles, usual, beyond)


def squares(points: Floats, answered: Floats, middles: Floats) -> Floats:
    """Squared distances (n, k) over the columns that were answered alone."""
    found = (points**2).sum(axis=1)[:, None] - 2 * points @ middles.T + answered @ (middles**2).T
    return np.asarray(np.maximum(found, 0.0))
