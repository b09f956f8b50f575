"""What goes together: two questions against each other, and a map over all directions.

Nothing is said of rows, columns or pairs of fewer than k stories. docs/statistics.md says what each figure is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.correlation import Correlations, correlate, interval
from models.discoveries import LEVEL
from narratives.codes import BITS, FIRST_MARK, SCALE, Slot, layout
from narratives.collection import Collection, Policy
from narratives.framework import Framework
from narratives.selection import View
from narratives.signifiers import Choice, Dyad, Signifier, Stones, Triad
from narratives.triangle import FINE, cell_centroids
from store.database import Database
from store.landscape import Landscape
from store.release_axes import Category
from store.release_crosstab import CrossCell, Crosstab, crosstab

MOST = 20_000  # stories: of more a fair sample is drawn
Floats = npt.NDArray[np.float64]
Matrix = tuple[tuple[float | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Direction:
    """One way in which answers can lean: a corner of a triad, a dyad's second pole, an option, an axis of a stone."""

    signifier: str
    title: str
    label: str

    @property
    def words(self) -> str:
        """Both together."""
        return f"{self.title}: {self.label}"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two directions, by their places in the map, that can be told from scatter; the interval is of 95 %."""

    first: int
    second: int
    rho: float
    low: float
    high: float
    q: float
    n: int


@dataclass(frozen=True, slots=True)
class AssociationMap:
    """Rank correlations of all directions.

    `rho` from -1 to 1 and `q` over the whole map are None where nothing is said: of a direction with itself or with
    another of its own question (`is_own`), and where fewer than k stories answered both. `pairs` are those that can be
    told from scatter, strongest first. `n` has the stories that answered both. `lacking` says why there is no map,
    `silent` which directions are left out.
    """

    directions: tuple[Direction, ...]
    rho: Matrix
    q: Matrix
    n: tuple[tuple[int, ...], ...]
    pairs: tuple[Pair, ...]
    total: int
    sampled: bool
    lacking: str = ""
    silent: tuple[str, ...] = ()
    left_out: int = 0

    @property
    def labels(self) -> tuple[str, ...]:
        """What each row and column is called."""
        return tuple(one.words for one in self.directions)

    def is_own(self, first: int, second: int) -> bool:
        """Whether two directions belong to one question, so that they go apart whatever people say."""
        return self.directions[first].signifier == self.directions[second].signifier


def association(
    db: Database, landscape: Landscape, collection: Collection, framework: Framework, view: View, seed: int = 0
) -> AssociationMap:
    """How every two directions go together, over open stories: a batch's sums do not say who answered what."""
    if collection.policy is not Policy.OPEN:
        return _nothing(0, "What goes together can be told only where stories are open one by one; these are not.")
    columns = landscape.sample(db, collection.id, framework, view, MOST, seed)
    if columns.total < collection.k:
        return _nothing(columns.total, f"At least {collection.k} stories are needed.")
    found = list(directions(framework, columns.codes))
    kept = [(direction, values) for direction, values in found if _varies(values, collection.k)]
    silent = tuple(direction.words for direction, values in found if not _varies(values, collection.k))
    if not kept:
        return _nothing(columns.total, f"No question has {collection.k} answers that differ.")
    asked = [one.id for one in framework.told]
    told = correlate(
        np.stack([values for _, values in kept], axis=1),
        [asked.index(direction.signifier) for direction, _ in kept],
        collection.k,
    )
    return AssociationMap(
        tuple(direction for direction, _ in kept),
        _matrix(told.rho),
        _matrix(told.q),
        tuple(tuple(row) for row in told.n.tolist()),
        tuple(_pairs(told)),
        columns.total,
        len(columns) < columns.total,
        silent=silent,
    )


def _nothing(total: int, lacking: str) -> AssociationMap:
    return AssociationMap((), (), (), (), (), total, False, lacking)


def _varies(values: Floats, k: int) -> bool:
    """Whether k stories answered it and, of a direction with two values, k have each."""
    told = values[np.isfinite(values)]
    if len(told) < k or np.ptp(told) == 0:
        return False
    return bool(np.unique(told).size > 2 or min((told == told.min()).sum(), (told == told.max()).sum()) >= k)


def _pairs(told: Correlations) -> Iterator[Pair]:
    sure = np.argwhere(np.triu(np.nan_to_num(told.q, nan=1.0) <= LEVEL, 1)).tolist()
    for i, j in sorted(sure, key=lambda pair: -abs(told.rho[pair[0], pair[1]])):
        rho, n = float(told.rho[i, j]), int(told.n[i, j])
        yield Pair(i, j, rho, *interval(rho, n), float(told.q[i, j]), n)


def _matrix(values: Floats) -> Matrix:
    return tuple(tuple(None if np.isnan(one) else one for one in row) for row in values.tolist())


def directions(framework: Framework, codes: npt.NDArray[np.uint16]) -> Iterator[tuple[Direction, Floats]]:
    """Every direction with the value (n,) of each story; NaN where it was not answered."""
    for name, slot in layout(framework).items():
        signifier = framework.signifier(name)
        if signifier not in framework.told:
            continue
        for label, values in _values(signifier, codes[:, slot.start : slot.start + slot.width], slot):
            yield Direction(name, signifier.title, label), values


def _values(signifier: Signifier, codes: npt.NDArray[np.uint16], slot: Slot) -> Iterator[tuple[str, Floats]]:
    match signifier:
        case Triad():
            placed = codes[:, 0] < FIRST_MARK
            shares = np.array(cell_centroids(FINE))[np.where(placed, codes[:, 0], 0)]
            for axis, anchor in enumerate(signifier.anchors):
                yield anchor.label, np.where(placed, shares[:, axis], np.nan)
        case Dyad():
            yield signifier.anchors[1].label, _scaled(codes[:, 0])
        case Choice():
            yield from _options(signifier, codes)
        case Stones():
            for place, stone in enumerate(signifier.stones):
                for axis, anchors in enumerate((signifier.x_anchors, signifier.y_anchors)):
                    yield f"{stone.label}, {anchors[1].label}", _scaled(codes[:, 2 * place + axis])


def _scaled(codes: npt.NDArray[np.uint16]) -> Floats:
    return np.where(codes < FIRST_MARK, codes / SCALE, np.nan)


def _options(choice: Choice, codes: npt.NDArray[np.uint16]) -> Iterator[tuple[str, Floats]]:
    answered = codes[:, 0] < FIRST_MARK
    options = list(enumerate(choice.options))
    # Of two options of which one is chosen, the first says it all.
    for place, option in options[:1] if choice.max_responses == 1 and len(options) == 2 else options:
        yield option.label, np.where(answered, chose(choice, codes, place).astype(np.float64), np.nan)


def chose(choice: Choice, codes: npt.NDArray[np.uint16], place: int) -> npt.NDArray[np.bool_]:
    """Which stories (n,) chose an option, by its place, from the slots (n, width) of the choice."""
    if choice.max_responses == 1:
        return np.asarray(codes[:, 0] == place)
    return np.asarray((codes[:, 0] < FIRST_MARK) & (codes[:, place // BITS] >> (place % BITS) & 1 == 1))


__all__ = [
    "AssociationMap",
    "Category",
    "CrossCell",
    "Crosstab",
    "Direction",
    "Pair",
    "association",
    "chose",
    "crosstab",
    "directions",
]
