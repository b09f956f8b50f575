"""A day's answers, counted by cell (group, stratum, mode): all that the monitor needs of its stories."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.arrays import Bools, Floats, Ints
from models.batch import Batch
from models.streams import Stream


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of a day.

    `group`, `stratum`, `mode` (u,) name the cells, by rising group. `answers` (3, u, S, B) counts each
    bin of each stream: by weight, by squared weight, by stories; `pockets` (3, u, L) each level of the
    joint streams, one stream after the other; `sizes` says how many levels each joint stream has.
    """

    group: Ints
    stratum: Ints
    mode: Ints
    answers: Floats
    pockets: Floats
    sizes: tuple[int, ...]

    def taken(self, cells: Bools) -> Tally:
        """These cells only."""
        place = (self.group[cells], self.stratum[cells], self.mode[cells])
        return Tally(*place, self.answers[:, cells], self.pockets[:, cells], self.sizes)

    def scaled(self, share: float) -> Tally:
        """The same cells with only a share of every count."""
        return replace(self, answers=self.answers * share, pockets=self.pockets * share)

    def told(self) -> Floats:
        """The weight of the answers to every stream (u, S + joint streams), in the streams' order."""
        starts = np.cumsum([0, *self.sizes[:-1]])
        pockets = [np.add.reduceat(self.pockets[0], starts, axis=1)] if self.sizes else []
        return np.concatenate([self.answers[0].sum(axis=2), *pockets], axis=1)

    def pocket_weights(self) -> Floats:
        """Of each joint level (3, u, L): the sum over all levels of its stream."""
        if not self.sizes:
            return self.pockets
        starts = np.cumsum([0, *self.sizes[:-1]])
        return np.repeat(np.add.reduceat(self.pockets, starts, axis=2), self.sizes, axis=2)


class Counter:
    """Counts batches, for a fixed list of streams and so many strata and modes."""

    def __init__(self, streams: Sequence[Stream], strata: int, modes: int) -> None:
        base = [stream for stream in streams if stream.kind != "joint"]
        names = [stream.name for stream in base]
        self._shape = (len(base), max(stream.levels for stream in base))
        self.joint = [stream for stream in streams if stream.kind == "joint"]
        self.pairs = [(names.index(a), names.index(b)) for a, b in (stream.of or ("", "") for stream in self.joint)]
        self._levels = [base[b].levels for _, b in self.pairs]
        self._strata, self._modes = strata, modes

    def count(self, batch: Batch) -> Tally:
        """The batch by cell."""
        key = (batch.group * self._strata + batch.stratum) * self._modes + batch.mode
        keys, cell = np.unique(key, return_inverse=True)
        group, rest = np.divmod(keys, self._strata * self._modes)
        stratum, mode = np.divmod(rest, self._modes)
        weight = batch.weights()
        shape = (len(keys), *self._shape)
        row, column = np.nonzero(batch.bins >= 0)
        flat = np.ravel_multi_index((cell[row], column, batch.bins[row, column]), shape)
        answers = _three(flat, weight[row], shape)
        sizes = tuple(stream.levels for stream in self.joint)
        return Tally(group, stratum, mode, answers, self._pockets(batch, cell, len(keys), weight), sizes)

    def _pockets(self, batch: Batch, cell: Ints, cells: int, weight: Floats) -> Floats:
        tables = [np.zeros((3, cells, 0))]
        for (a, b), levels, stream in zip(self.pairs, self._levels, self.joint, strict=True):
            one, other = batch.bins[:, a], batch.bins[:, b]
            told = (one >= 0) & (other >= 0)
            flat = cell[told] * stream.levels + one[told] * levels + other[told]
            tables.append(_three(flat, weight[told], (cells, stream.levels)))
        return np.concatenate(tables, axis=2)


def _three(flat: Ints, weight: Floats, shape: tuple[int, ...]) -> Floats:
    size = int(np.prod(shape))
    stories = np.bincount(flat, minlength=size).astype(np.float64)
    if (weight == 1.0).all():
        return np.asarray(np.broadcast_to(stories.reshape(shape), (3, *shape)))
    sums = [np.bincount(flat, weights=one, minlength=size) for one in (weight, weight**2)]
    return np.stack([*sums, stories]).reshape(3, *shape)
