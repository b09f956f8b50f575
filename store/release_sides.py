"""Two views taken apart: what each of them holds alone, in open stories and in whole closed batches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

import store.batches as batch_rows
from narratives.calendar import day_number
from narratives.collection import Collection, Policy
from narratives.disclosure import STONE_CELLS
from narratives.framework import Framework
from narratives.selection import View, most_places
from narratives.signifiers import Choice, Dyad, Signifier, Stones, Triad
from store.batches import ClosedBatch
from store.database import Database
from store.landscape import Histogram, Landscape

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Answers:
    """How the stories of one side answered a signifier: open stories added up, closed batches each for itself.

    `places` (places,) and `batch_places` (batches, places) count stories in the places of its picture; `sums` and
    `squares` (d,) and (batches, d) are those of a triad's shares or a dyad's value.
    """

    n: int
    places: Integers
    sums: Floats
    squares: Floats
    batch_n: Integers
    batch_places: Integers
    batch_sums: Floats
    batch_squares: Floats

    @property
    def placed(self) -> int:
        """How many stories placed it."""
        return self.n + int(self.batch_n.sum())

    @property
    def everywhere(self) -> Integers:
        """Stories of both layers in each place."""
        return np.asarray(self.places + self.batch_places.sum(axis=0), np.int64)


def both(first: View, second: View) -> View | None:
    """The view of stories that two views have in common; None where they can have none."""
    if first.kind is not second.kind:
        return None
    narrowed: dict[str, tuple[Any, ...]] = {}
    for name in ("groups", "areas", "languages", "themes"):
        one, other = getattr(first, name), getattr(second, name)
        narrowed[name] = tuple(value for value in one if value in other) if one and other else one or other
        if (one or other) and not narrowed[name]:
            return None
    starts = [view.first for view in (first, second) if view.first]
    ends = [view.last for view in (first, second) if view.last]
    if starts and ends and max(starts) > min(ends):
        return None
    parts = (*first.parts, *(part for part in second.parts if part not in first.parts))
    return View(first.kind, first=max(starts, default=None), last=min(ends, default=None), parts=parts, **narrowed)


class Sides:
    """Two views of a collection; stories that lie in both count with the first alone.

    A protected collection has closed batches only, which follow what is coarse in a view. In an open one they are
    counted as long as both views are coarse.
    """

    def __init__(
        self,
        db: Database,
        landscape: Landscape,
        collection: Collection,
        framework: Framework,
        first: View,
        second: View,
    ) -> None:
        self._db, self._landscape = db, landscape
        self._collection, self._framework = collection, framework
        self._opened = collection.policy is Policy.OPEN
        self.views = (first, second) if self._opened else (first.coarse, second.coarse)
        self.is_fine = any(view.is_fine for view in self.views)
        self._both = both(*self.views)

    @cached_property
    def shared(self) -> int:
        """How many stories lie in both views."""
        if self._both is None:
            return 0
        return self._count(self._both) + sum(batch.n for batch in self._batches(0) if _holds(self.views[1], batch))

    @cached_property
    def sizes(self) -> tuple[int, int]:
        """How many stories each side holds; those in both count with the first."""
        open_shared = 0 if self._both is None else self._count(self._both)
        told = [self._count(view) for view in self.views]
        batched = [sum(batch.n for batch in self.batches_of(side)) for side in (0, 1)]
        return told[0] + batched[0], told[1] - open_shared + batched[1]

    @property
    def batches(self) -> tuple[int, int]:
        """How many closed batches each side holds."""
        return len(self.batches_of(0)), len(self.batches_of(1))

    @property
    def has_open(self) -> bool:
        """Whether stories are known one by one on both sides."""
        return self._opened and all(
            size > sum(batch.n for batch in self.batches_of(side)) for side, size in enumerate(self.sizes)
        )

    @property
    def left_out(self) -> int:
        """How many stories of closed batches cannot follow views so fine."""
        if not self.is_fine:
            return 0
        coarse = [view.coarse for view in self.views]
        return sum(
            batch.n
            for batch in batch_rows.list_batches(self._db, self._collection.id, self.views[0].kind)
            if any(_holds(view, batch) for view in coarse)
        )

    def answers(self, signifier: Signifier) -> tuple[Answers, Answers]:
        """How the stories of each side answered a signifier that has a picture."""
        first, second = (self._histogram(signifier, view) for view in self.views)
        taken = None if self._both is None else self._histogram(signifier, self._both)
        return (
            _answers(signifier, first, None, self.batches_of(0)),
            _answers(signifier, second, taken, self.batches_of(1)),
        )

    def batches_of(self, side: int) -> Sequence[ClosedBatch]:
        """The closed batches of a side."""
        if side == 0 or self._both is None:
            return self._batches(side)
        return [batch for batch in self._batches(1) if not _holds(self.views[0], batch)]

    def _batches(self, side: int) -> Sequence[ClosedBatch]:
        return [] if self.is_fine else self._all_batches[side]

    @cached_property
    def _all_batches(self) -> tuple[Sequence[ClosedBatch], Sequence[ClosedBatch]]:
        found = [
            batch_rows.list_batches(self._db, self._collection.id, view.kind, view.groups, view.first, view.last)
            for view in self.views
        ]
        return found[0], found[1]

    def _count(self, view: View) -> int:
        if not self._opened:
            return 0
        return self._landscape.count(self._db, self._collection.id, self._framework, view)

    def _histogram(self, signifier: Signifier, view: View) -> Histogram | None:
        if not self._opened:
            return None
        return self._landscape.histogram(self._db, self._collection.id, self._framework, signifier.id, view)


def _holds(view: View, batch: ClosedBatch) -> bool:
    """Whether a view of `store.batches.list_batches` holds a batch."""
    return (
        batch.kind is view.kind
        and (not view.groups or batch.group in view.groups)
        and (view.first is None or batch.last_week >= batch_rows.monday(view.first))
        and (view.last is None or batch.last_week <= day_number(view.last))
    )


def _answers(
    signifier: Signifier, whole: Histogram | None, taken: Histogram | None, batches: Sequence[ClosedBatch]
) -> Answers:
    axes = _axes(signifier)
    n, places, sums, squares = 0, np.zeros(most_places(signifier), np.int64), np.zeros(axes), np.zeros(axes)
    for found, sign in ((whole, 1), (taken, -1)):
        if found is not None:
            n += sign * found.placed
            places += sign * found.counts
            sums += sign * found.sums
            squares += sign * found.squares
    held = [batch.aggregates[signifier.id] for batch in batches if signifier.id in batch.aggregates]
    # A story may arrive between two readings: never fewer than none.
    return Answers(
        max(n, 0),
        np.maximum(places, 0),
        sums,
        squares,
        np.array([one["n"] for one in held], np.int64),
        np.array([places_of(signifier, one) for one in held], np.int64).reshape(len(held), most_places(signifier)),
        np.array([_listed(one, "sums", "sum", axes) for one in held], np.float64).reshape(len(held), axes),
        np.array([_listed(one, "squares", "square", axes) for one in held], np.float64).reshape(len(held), axes),
    )


def _axes(signifier: Signifier) -> int:
    return {Triad: 3, Dyad: 1}.get(type(signifier), 0)


def _listed(aggregate: Mapping[str, Any], several: str, single: str, axes: int) -> Sequence[float]:
    if axes == 1:
        return [aggregate[single]]
    return list(aggregate[several]) if axes else []


def places_of(signifier: Signifier, aggregate: Mapping[str, Any]) -> list[int]:
    """The frozen counts of a batch in the places of the signifier's picture."""
    found = [0] * most_places(signifier)
    match signifier:
        case Choice():
            told = {place: aggregate["options"].get(one.id, 0) for place, one in enumerate(signifier.options)}
        case Stones():
            # Batches that were closed before stones were kept lack theirs.
            told = {
                STONE_CELLS * number + int(cell): n
                for number, stone in enumerate(signifier.stones)
                for cell, n in aggregate.get("stones", {}).get(stone.id, {}).items()
            }
        case _:
            name = "cells" if isinstance(signifier, Triad) else "bins"
            told = {int(place): n for place, n in aggregate[name].items()}
    for place, n in told.items():
        found[place] = n
    return found
