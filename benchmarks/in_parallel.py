"""The same measurement on many simulated programmes at once: they are independent of each other."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from typing import TypeVar

from threadpoolctl import threadpool_limits

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


def each(function: Callable[[_Item], _Result], items: Sequence[_Item], processes: int = 1) -> list[_Result]:
    """What the function returns for each item, in their order; every process keeps to one thread."""
    if processes == 1 or len(items) < 2:
        with threadpool_limits(1):
            return [function(item) for item in items]
    with multiprocessing.get_context("fork").Pool(processes, initializer=threadpool_limits, initargs=(1,)) as pool:
        return pool.map(function, items, chunksize=1)
