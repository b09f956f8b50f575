"""Vectors of invented stories that lie as real ones do, for more stories than there are real ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Singles = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Law:
    """How stories are invented from real ones, and how near the nearest real one is to a real and an invented one."""

    apart: float
    real: tuple[float, ...]
    invented: tuple[float, ...]


def neighbours(real: Singles, rows: npt.NDArray[np.int64], count: int = 10) -> npt.NDArray[np.int64]:
    """The nearest others of some rows."""
    found = [
        np.argpartition(-(real[rows[at : at + 500]] @ real.T), count + 1, axis=1)[:, : count + 1]
        for at in range(0, len(rows), 500)
    ]
    return np.concatenate(found)


def fitted_law(real: Singles, queries: Singles, chance: np.random.Generator) -> Law:
    """How far to move a mix so that its nearest real story is as far as a held-out real story's nearest."""
    nearest = (queries @ real.T).max(axis=1)
    wanted = float(np.median(nearest))
    low, high = 0.0, 4.0
    around = neighbours(real, np.arange(4_000))
    for _ in range(12):
        apart = (low + high) / 2
        some = invented_stories(real[:4_000], real, around, apart, 400, chance)
        low, high = (apart, high) if np.median((some @ real.T).max(axis=1)) > wanted else (low, apart)
    some = invented_stories(real[:4_000], real, around, apart, 1_000, chance)
    quantiles = (0.1, 0.5, 0.9)
    told = np.quantile((some @ real.T).max(axis=1), quantiles)
    return Law(apart, tuple(np.quantile(nearest, quantiles).tolist()), tuple(told.tolist()))


def invented_stories(
    some: Singles, real: Singles, around: npt.NDArray[np.int64], apart: float, n: int, chance: np.random.Generator
) -> Singles:
    """Mixes of a story and one of its nearest, moved by the difference of another story and one of its nearest.

    How far varies as real distances do: some stories have near company, others none.
    """
    picked, other = chance.integers(0, len(around), n), chance.integers(0, len(around), n)
    beside = real[around[picked, chance.integers(0, around.shape[1], n)]]
    share = chance.random((n, 1), dtype=np.float32)
    moved = some[other] - real[around[other, chance.integers(0, around.shape[1], n)]]
    far = np.float32(apart) * np.exp(chance.normal(0, 0.25, (n, 1))).astype(np.float32)
    mixed = share * some[picked] + (1 - share) * beside + far * moved
    unit: Singles = mixed / np.linalg.norm(mixed, axis=1, keepdims=True)
    return unit.astype(np.float32)
