"""How a part of the programme differs from what is predicted for it: smooth first, bin by bin only as counts allow."""

from collections.abc import Sequence

import numpy as np

from models.arrays import Bools, Floats, Ints
from models.streams import Stream

SMOOTHING_BINS = 2.0
BIN_STRENGTH = 4.0
LEVEL_STRENGTH = 1.0
TINY = 1e-12


class Habits:
    """Ratios of observed to expected counts, as posterior means.

    For an ordered stream the ratio is learnt on counts smoothed over neighbouring bins, worth
    `strength` stories; a single bin departs from the smooth curve only as its own expected
    count outgrows `BIN_STRENGTH`. So a bin that was not met yet is not taken for impossible. Levels
    of a categorical stream have no neighbours and stand on their own.
    """

    def __init__(self, streams: Sequence[Stream], real: Bools) -> None:
        self._ordered: Ints = np.flatnonzero([stream.kind == "ordered" for stream in streams])
        self._levels: Ints = np.flatnonzero([stream.kind != "ordered" for stream in streams])
        self._bins = max((stream.levels for stream in streams if stream.kind == "ordered"), default=0)
        bins = np.arange(self._bins)
        near = np.exp(-0.5 * ((bins[:, None] - bins) / SMOOTHING_BINS) ** 2)
        own = real[self._ordered, : self._bins]
        kernel = np.where(own[:, :, None] & own[:, None, :], near, 0.0)
        self._kernel = kernel / np.maximum(kernel.sum(axis=1, keepdims=True), 1e-12)
        self._real = real

    def apply(self, q: Floats, observed: Floats, expected: Floats, base: Floats, strength: float) -> Floats:
        """Predictions q (u, S, B) corrected by their counts, rows summing to 1.

        `base` (S, B) is the programme's marginal, the shape in which the prior `strength` is spread.
        """
        corrected = np.zeros(observed.shape)
        pull = strength * base
        if len(self._ordered):
            o, b = self._ordered, self._bins
            seen, foreseen = observed[:, o, :b], expected[:, o, :b]
            ratio = self._smooth(seen + pull[o, :b])
            ratio /= self._smooth(foreseen + pull[o, :b]) + TINY
            ratio *= BIN_STRENGTH
            ratio += seen
            ratio /= foreseen + BIN_STRENGTH
            ratio *= q[:, o, :b]
            corrected[:, o, :b] = ratio
        if len(self._levels):
            c = self._levels
            prior = pull[c] + LEVEL_STRENGTH
            corrected[:, c] = (observed[:, c] + prior) / (expected[:, c] + prior) * q[:, c]
        corrected *= self._real
        corrected /= corrected.sum(axis=2, keepdims=True)
        return corrected

    def smoothed(self, counts: Floats) -> Floats:
        """Counts (u, S, B) of ordered streams spread over neighbouring bins; levels stay as they are."""
        spread = counts.copy()
        if len(self._ordered):
            spread[:, self._ordered, : self._bins] = self._smooth(counts[:, self._ordered, : self._bins])
        return spread

    def _smooth(self, counts: Floats) -> Floats:
        return np.asarray(np.matmul(counts.swapaxes(0, 1), self._kernel).swapaxes(0, 1))
