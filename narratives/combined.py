"""The figures of several collections on one axis, side by side and together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from narratives.landscape import Figures
from narratives.narrative import Kind
from narratives.perspective import Place
from narratives.selection import zone_cells
from narratives.signifiers import Placed
from narratives.triangle import ZONES


class Weight(StrEnum):
    """What counts the same when collections are taken together."""

    ACCOUNTS = "accounts"
    COLLECTIONS = "collections"


@dataclass(frozen=True, slots=True)
class Part:
    """What one collection shows of one kind of account, as it lies on the axis; `key` names it among the others."""

    key: str
    collection: str
    kind: Kind
    figures: Figures
    place: Place

    @property
    def shares(self) -> tuple[float, ...]:
        """How much of it lies in each place, of what lies in any."""
        total = sum(self.figures.places)
        return tuple(n / total if total else 0.0 for n in self.figures.places)


@dataclass(frozen=True, slots=True)
class Combined:
    """Several parts on the axis of one question; `too_few` are the keys of those that show fewer than k of it."""

    axis: Placed
    parts: tuple[Part, ...]
    too_few: tuple[str, ...]

    @property
    def is_told(self) -> bool:
        """Whether at least two parts can be taken together."""
        return len(self.parts) > 1

    @property
    def n(self) -> int:
        """The accounts of all parts."""
        return sum(part.place.n for part in self.parts)

    @property
    def n_in_places(self) -> int:
        """Those of them whose place is told: not where too few others of a closed batch lie."""
        return sum(sum(part.figures.places) for part in self.parts)

    def together(self, weight: Weight) -> tuple[float, ...]:
        """How much lies in each place when every account counts the same, or every part."""
        if weight is Weight.COLLECTIONS:
            return _means([part.shares for part in self.parts])
        places = [sum(column) for column in zip(*(part.figures.places for part in self.parts), strict=True)]
        total = sum(places)
        return tuple(n / total if total else 0.0 for n in places)

    def mean(self, weight: Weight) -> tuple[float, ...]:
        """The mean on the axis: the shares of a triad, or the one value of a dyad."""
        means = [part.place.mean for part in self.parts]
        if weight is Weight.COLLECTIONS:
            return _means(means)
        return tuple(
            sum(value * part.place.n for value, part in zip(column, self.parts, strict=True)) / self.n
            for column in zip(*means, strict=True)
        )


def zone_sums(places: Sequence[float]) -> dict[str, float]:
    """How much lies in each zone of a triangle, of how much lies in each cell."""
    return {zone: sum(places[cell] for cell in sorted(zone_cells(zone))) for zone in ZONES}


def _means(rows: Sequence[Sequence[float]]) -> tuple[float, ...]:
    return tuple(sum(column) / len(rows) for column in zip(*rows, strict=True))
