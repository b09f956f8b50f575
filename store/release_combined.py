"""Several collections on the axis of one question: the sum of what each of them shows by itself, and nothing else.

What is summed are the figures that a collection's own map shows of all its accounts of one kind: those of its open
stories and of its closed batches (`store.release_figures`), never a story, and never what waits for a batch to fill.
So a combined picture, a difference of two combined pictures, and whatever else is computed from any number of them
are functions of pictures that everybody who may look at them sees already: they tell nothing new. The difference of
a picture of A and B and one of B alone is A's own picture with its corners in another order. A collection that shows
fewer than its k of a question is left out here, which its own map tells too; and who sees a part of a collection
alone does not see it here at all, since only its whole figures are summed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from models.centre import mean_region
from narratives.collection import Collection
from narratives.combined import Combined, Part
from narratives.common_axes import Turn, turned
from narratives.framework import Framework
from narratives.landscape import Ellipse, Figures, mean_of
from narratives.narrative import Kind
from narratives.perspective import Place
from narratives.selection import View
from narratives.signifiers import Placed
from store.database import Database
from store.landscape import Landscape
from store.release_figures import INTERVAL, figures


@dataclass(frozen=True, slots=True)
class Source:
    """A collection's question that lies on the axis, how it lies there, and whose accounts are meant."""

    collection: Collection
    framework: Framework
    question: Placed
    way: Turn
    kind: Kind = Kind.RESPONDENT

    @property
    def key(self) -> str:
        """The name of this source among others."""
        return f"{self.collection.id}:{self.kind.value}"


def combined(db: Database, landscape: Landscape, axis: Placed, sources: Sequence[Source]) -> Combined:
    """What the sources show of a question, each with its corners or poles where `axis` has them."""
    parts, too_few = [], []
    for source in sources:
        shown = figures(db, landscape, source.collection, source.question, source.framework, View(source.kind))
        if shown.counts.placed < source.collection.k:
            too_few.append(source.key)
        else:
            parts.append(_part(source, turned(shown, source.way)))
    return Combined(axis, tuple(parts), tuple(too_few))


def _part(source: Source, shown: Figures) -> Part:
    return Part(source.key, source.collection.id, source.kind, shown, _place(source.key, shown))


def _place(key: str, shown: Figures) -> Place:
    n = shown.counts.placed
    mean = mean_of(shown) or ()
    half = [
        INTERVAL * sqrt(max(square - total**2 / n, 0.0) / (n - 1) / n)
        for total, square in zip(shown.sums, shown.squares, strict=True)
    ]
    low = tuple(max(0.0, value - by) for value, by in zip(mean, half, strict=True))
    high = tuple(min(1.0, value + by) for value, by in zip(mean, half, strict=True))
    found = mean_region(n, shown.sums, shown.squares) if len(mean) > 1 else None
    region = None if found is None else Ellipse(found.x, found.y, found.major, found.minor, found.angle)
    return Place(key, n, mean, low, high, region)
