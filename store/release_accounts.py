"""How each group of a collection answered each question: open stories and whole closed batches, from k stories on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

import store.batches as batch_rows
from models.comparison import Side, side_of_stories
from models.perspectives import Batches, pooled_effect, side
from narratives.collection import Collection, Policy
from narratives.framework import Framework
from narratives.selection import View
from narratives.signifiers import Placed, Triad
from store.batches import ClosedBatch
from store.database import Database
from store.landscape import Landscape

Floats = npt.NDArray[np.float64]
_LEAST = 2  # stories that have a spread


@dataclass(frozen=True, slots=True)
class _Sums:
    """Both layers of one group on one question; sums and squares (d,) are of all `n`, of which some are batched."""

    n: int
    sums: Floats
    squares: Floats
    batch_n: Floats
    batch_sums: Floats

    @property
    def batches(self) -> Batches:
        spread = side_of_stories(self.n, self.sums, self.squares).spread
        return Batches(self.batch_n, self.batch_sums, spread)


class Accounts:
    """The means of some groups on every triad and dyad of a framework, predictions too."""

    def __init__(self, db: Database, landscape: Landscape, collection: Collection, framework: Framework) -> None:
        self._db, self._landscape = db, landscape
        self._collection, self._framework = collection, framework
        self._asked = tuple(one for one in framework.signifiers if isinstance(one, Placed))

    def side(self, group: str, signifier: str) -> Side | None:
        """How a group placed a question; None where fewer than k of its stories did."""
        found = self._sums.get((group, signifier))
        if found is None or found.n < self._collection.k:
            return None
        return side(found.n, found.sums, found.squares, int(found.batch_n.sum()), self._effect)

    def sums(self, group: str, signifier: str) -> tuple[int, Floats, Floats, float]:
        """How many stories, their sums and squares (d,), and how many times as far as single ones they scatter."""
        found = self._sums[group, signifier]
        batched = float(found.batch_n.sum())
        return found.n, found.sums, found.squares, found.n / (found.n - batched + batched / self._effect)

    @cached_property
    def _effect(self) -> float:
        return pooled_effect(found.batches for found in self._sums.values() if found.n >= _LEAST)

    @cached_property
    def _sums(self) -> Mapping[tuple[str, str], _Sums]:
        found = {}
        for group in (one.name for one in self._collection.groups):
            held = batch_rows.list_batches(self._db, self._collection.id, View().kind, (group,))
            for signifier in self._asked:
                found[group, signifier.id] = self._both_layers(group, signifier, held)
        return found

    def _both_layers(self, group: str, signifier: Placed, held: list[ClosedBatch]) -> _Sums:
        axes = 3 if isinstance(signifier, Triad) else 1
        frozen = [batch.aggregates[signifier.id] for batch in held if signifier.id in batch.aggregates]
        batch_n = np.array([one["n"] for one in frozen], np.float64)
        batch_sums, batch_squares = (
            np.array([_listed(one, name, axes) for one in frozen], np.float64).reshape(len(frozen), axes)
            for name in ("sum", "square")
        )
        n, sums, squares = int(batch_n.sum()), batch_sums.sum(axis=0), batch_squares.sum(axis=0)
        if self._collection.policy is Policy.OPEN:
            view = View(groups=(group,))
            told = self._landscape.histogram(self._db, self._collection.id, self._framework, signifier.id, view)
            n, sums, squares = n + told.placed, sums + told.sums, squares + told.squares
        return _Sums(n, sums, squares, batch_n, batch_sums)


def _listed(aggregate: Mapping[str, Any], name: str, axes: int) -> list[float]:
    return [aggregate[name]] if axes == 1 else list(aggregate[f"{name}s"])
