"""Tables of groups against questions whose truth is known: who differs where, and what is common to all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.clustered import design_effect, independent
from models.consensus import Table, high_share

Floats = npt.NDArray[np.float64]
PARTS = (7,) * 8 + (3,) * 5 + (5,) * 4  # parts of each question: triads, dyads, choices
BATCH = 10


@dataclass(frozen=True, slots=True)
class World:
    """The true shares (groups, items) that a table is drawn from, and its questions."""

    shares: Floats
    question: npt.NDArray[np.int64]

    @property
    def high(self) -> Floats:
        """From which share on each item is high."""
        return np.array([high_share(PARTS[one]) for one in self.question])

    @property
    def is_common(self) -> npt.NDArray[np.bool_]:
        """Which items truly are high in every group."""
        return np.asarray((self.shares > self.high).all(axis=0))


def world(chance: np.random.Generator, groups: int, *, apart: float, edge: bool = False) -> World:
    """Groups that differ in a share `apart` of the questions, each for one of the groups.

    At an `edge` one item of each question lies just where a share begins to be high, in one group, and well above it
    in all others: nothing is harder to keep from being called common.
    """
    columns, numbers = [], []
    for number, parts in enumerate(PARTS):
        shares = np.tile(chance.dirichlet(np.full(parts, 2.0)), (groups, 1))
        if edge:
            high = high_share(parts)
            for group in range(groups):
                shares[group, 0] = high if group == number % groups else high + 0.2
                rest = chance.dirichlet(np.ones(parts - 1)) * (1 - shares[group, 0])
                shares[group, 1:] = rest if group == number % groups or group == 0 else shares[0, 1:]
                shares[group] /= shares[group].sum()
            shares[number % groups, 0] = min(shares[number % groups, 0], high)
        elif chance.random() < apart:
            shares[chance.integers(groups)] = chance.dirichlet(np.full(parts, 2.0))
        columns.append(shares)
        numbers += [number] * parts
    return World(np.hstack(columns), np.array(numbers, np.int64))


def table(chance: np.random.Generator, truth: World, sizes: Sequence[int], *, spread: float = 0.0) -> Table:
    """A table of so many stories of each group; with a `spread` in batches of 10 that differ among themselves."""
    batches = [size // BATCH for size in sizes] if spread else [1] * len(sizes)
    owner = np.repeat(np.arange(len(sizes)), batches)
    chosen = np.zeros((len(owner), truth.shares.shape[1]), np.int64)
    for row, group in enumerate(owner.tolist()):
        for number in range(len(PARTS)):
            items = truth.question == number
            shares = truth.shares[group, items]
            if spread:
                shares = chance.dirichlet(np.maximum(shares, 1e-6) / spread)
            chosen[row, items] = chance.multinomial(BATCH if spread else sizes[group], shares / shares.sum())
    summed = np.zeros(truth.shares.shape, np.int64)
    np.add.at(summed, owner, chosen)
    told = np.bincount(owner, weights=chosen[:, truth.question == 0].sum(axis=1)).astype(np.int64)
    answered = np.repeat(told[:, None], chosen.shape[1], axis=1)
    each = np.full(chosen.shape, BATCH if spread else 0)
    effect = design_effect(chosen, each, owner) if spread else np.ones(len(chosen[0]))
    nothing = np.zeros(answered.shape)
    worth = independent(nothing, answered, effect) if spread else independent(answered, nothing, effect)
    return Table(summed, answered, worth, truth.question, truth.high, np.ones(answered.shape, dtype=bool))
