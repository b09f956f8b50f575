"""The array types that the estimators exchange, and flat dictionaries of them."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Arrays = dict[str, NDArray[np.generic]]


def prefixed(prefix: str, arrays: Mapping[str, NDArray[np.generic]]) -> Arrays:
    """The same arrays, copied, under `prefix.name`: how the states of several parts share one npz file."""
    return {f"{prefix}.{name}": array.copy() for name, array in arrays.items()}


def unprefixed(prefix: str, arrays: Mapping[str, NDArray[np.generic]]) -> Arrays:
    """The arrays that `prefixed` stored under `prefix`, copied, under their own names."""
    start = f"{prefix}."
    return {name.removeprefix(start): array.copy() for name, array in arrays.items() if name.startswith(start)}


def grown(array: NDArray[np.generic], shape: tuple[int, ...], fill: float = 0.0) -> NDArray[np.generic]:
    """`array` in the corner of a larger one of `shape`; the new places hold `fill`."""
    if array.shape == shape:
        return array
    larger = np.full(shape, fill, dtype=array.dtype)
    larger[tuple(slice(0, size) for size in array.shape)] = array
    return larger


def add_rows(table: NDArray[np.float64], place: NDArray[np.int64], rows: NDArray[np.float64]) -> None:
    """Add each of the `rows` to its `place` in `table`, in place; as `numpy.add.at`, and several times as fast."""
    order = np.argsort(place, kind="stable")
    places, starts = np.unique(place[order], return_index=True)
    table[places] += np.add.reduceat(rows[order], starts, axis=0)
