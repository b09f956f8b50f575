"""How a part of the programme differs from what is predicted for it: smooth first, bin by bin only as counts allow."""

from collections.abc import Sequence

import numpy as np

from models.arrays import Bools, Floats
from models.streams import Stream

SMOOTHING_BINS = 2.0
BIN_STRENGTH = 4.0
LEVEL_STRENGTH = 1.0


class Habits:
    """Ratios of observed to expected counts, as posterior means.

    For an ordered stream the ratio is learnt on counts smoothed over neighbouring bins, worth
    `strength` stories; a single bin departs from the smooth curve only as its own expected
    count outgrows `BIN_STRENGTH`. So a bin that was not met yet is not taken for impossible. Levels
    of a categorical stream have no neighbours and stand on their own.
    """

    def __init__(self, streams: Sequence[Stream], real: Bools) -> None:
        bins = np.arange(real.shape[1])
        near = np.exp(-0.5 * ((bins[:, None] - bins) / SMOOTHING_BINS) ** 2)
        kernel = np.where(real[:, :, None] & real[:, None, :], near, 0.0)
        ordered = np.array([stream.kind == "ordered" for stream in streams])
        kernel[~ordered] = np.eye(real.shape[1])
        self._kernel = kernel / np.maximum(kernel.sum(axis=1, keepdims=True), 1e-12)
        self._ordered = ordered[:, None]
        self._real = real

    def apply(self, q: Floats, observed: Floats, expected: Floats, base: Floats, strength: float) -> Floats:
        """Predictions q (u, S, B) corrected by their counts, rows summing to 1.

        `base` (S, B) is the programme's marginal, the shape in which the prior `strength` is spread.
        """
        pull = strength * base
        above, below = self._smoothed(observed + pull), self._smoothed(expected + pull)
        smooth = np.divide(above, below, out=np.ones_like(q), where=below > 1e-12)
        own = (observed + BIN_STRENGTH * smooth) / (expected + BIN_STRENGTH)
        level = (observed + pull + LEVEL_STRENGTH) / (expected + pull + LEVEL_STRENGTH)
        corrected = q * np.where(self._ordered, own, level) * self._real
        return np.asarray(corrected / corrected.sum(axis=2, keepdims=True))

    def _smoothed(self, counts: Floats) -> Floats:
        return np.asarray(np.matmul(counts.swapaxes(0, 1), self._kernel).swapaxes(0, 1))
