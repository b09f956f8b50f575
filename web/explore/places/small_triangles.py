"""A small triangle for each place: where its stories of a period lie, and where their middle moved to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from narratives.collection import Collection
from narratives.framework import Framework
from narratives.signifiers import Triad
from narratives.triangle import HEIGHT, Shares, cell_corners, to_xy
from store.release_places import SMALL_GRID, SmallShape, small_shape
from web.explore.places.series import Period
from web.explore.triangle import colour_steps
from web.stores import Stores

SIDE = 200
MOST = 60  # a page of more is no longer looked at; the table has them all


@dataclass(frozen=True, slots=True)
class SmallTriangle:
    """One place's triangle, SIDE wide: filled cells, the middle before and now, and how many stories lie in it."""

    steps: tuple[tuple[str, str], ...]
    before: tuple[int, int] | None
    now: tuple[int, int] | None
    placed: int


class TriangleMaker:
    """Makes the small triangles of one triad, of two moments."""

    def __init__(
        self,
        stores: Stores,
        collection: Collection,
        framework: Framework,
        triad: Triad,
        now: Period,
        before: Period | None,
    ) -> None:
        self._stores = stores
        self._collection = collection
        self._framework = framework
        self._triad = triad
        self._now = now
        self._before = before

    def triangle(self, group: str) -> SmallTriangle:
        """The small triangle of one place."""
        now = self._shape(group, self._now)
        before = None if self._before is None else self._shape(group, self._before).mean
        steps = tuple(
            (colour, "".join(outline for outline, n in zip(_outlines(), now.cells, strict=True) if low <= n <= high))
            for low, high, colour in colour_steps(max(now.cells))
        )
        return SmallTriangle(
            steps=tuple(step for step in steps if step[1]),
            before=None if before is None or now.mean is None else _point(before),
            now=None if now.mean is None else _point(now.mean),
            placed=now.placed,
        )

    def _shape(self, group: str, period: Period) -> SmallShape:
        return small_shape(
            self._stores.stories,
            self._stores.landscape,
            self._collection,
            self._framework,
            self._triad.id,
            (group,),
            period.starts_on,
            period.ends_on,
        )


def triad_named(triads: Sequence[Triad], name: str) -> Triad | None:
    """The triad of that id, else the first; None where the framework has none."""
    return next((triad for triad in triads if triad.id == name), triads[0] if triads else None)


def _point(shares: Shares) -> tuple[int, int]:
    x, y = to_xy(shares)
    return round(SIDE * x), round(SIDE * (HEIGHT - y))


@lru_cache(maxsize=1)
def _outlines() -> tuple[str, ...]:
    corners = (tuple(map(_point, cell)) for cell in cell_corners(SMALL_GRID))
    return tuple("M{} {}L{} {} {} {}z".format(*(number for point in cell for number in point)) for cell in corners)
