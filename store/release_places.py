"""The shape of one triad in each place and period, as small as a picture beside many others needs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from narratives.collection import Collection
from narratives.disclosure import GRID
from narratives.framework import Framework
from narratives.landscape import mean_of
from narratives.selection import View
from narratives.signifiers import Triad
from narratives.triangle import Shares, cell_centroids, cell_of
from store.database import Database
from store.landscape import Landscape
from store.release_figures import figures

SMALL_GRID = 10


@dataclass(frozen=True, slots=True)
class SmallShape:
    """Stories in each of SMALL_GRID * SMALL_GRID cells; no mean of fewer than k that were placed."""

    placed: int
    cells: tuple[int, ...]
    mean: Shares | None


def small_shape(
    db: Database,
    landscape: Landscape,
    collection: Collection,
    framework: Framework,
    triad_id: str,
    groups: Sequence[str],
    first: date,
    last: date,
) -> SmallShape:
    """The shape of a triad over some groups and whole weeks: what both layers follow, and nothing finer.

    Raises KeyError when the framework has no such triad.
    """
    signifier = framework.signifier(triad_id)
    if not isinstance(signifier, Triad):
        raise KeyError(triad_id)
    view = View(groups=tuple(groups), first=first, last=last)
    found = figures(db, landscape, collection, signifier, framework, view)
    cells = [0] * (SMALL_GRID * SMALL_GRID)
    for place, n in zip(_coarser(), found.places, strict=True):
        cells[place] += n
    means = mean_of(found) if found.counts.placed >= collection.k else None
    return SmallShape(found.counts.placed, tuple(cells), None if means is None else (means[0], means[1], means[2]))


@lru_cache(maxsize=1)
def _coarser() -> tuple[int, ...]:
    """For each cell of the map's grid, the cell of the small one that holds it."""
    return tuple(cell_of(middle, SMALL_GRID) for middle in cell_centroids(GRID))
