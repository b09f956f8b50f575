"""What groups share that otherwise differ, beside what divides them; docs/common-ground.md says what each figure is.

From what the map shows of each group already: open stories and whole closed batches. Nothing is said of a group on a
question that fewer than k of its stories answered, and no number below k is given that is not of open stories alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.arrays import Bools
from models.consensus import CommonGround as Ground
from models.consensus import Divides, apartness, common_ground, divides, evenly_apart, interval
from narratives.collection import Collection, Policy
from narratives.framework import Framework
from store.database import Database
from store.landscape import Landscape
from store.release_consensus_items import Counted, Counter, Item, Unit, has_wider, units_of

MOST_GROUPS = 12
_LIKE = 0.2  # no two groups further apart: they are alike


@dataclass(frozen=True, slots=True)
class GroupShare:
    """The share of a group's stories that lie in an item, with its 95 % interval, out of `n` that answered.

    `share` is None where the number is below k: the interval then only says below what it lies.
    """

    group: str
    n: int
    share: float | None
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Shared:
    """An item that every group has often.

    No group has it less often than `least`, which is above `high` (its smallest share is `smallest`), and no two are
    further apart than `gap_most`. `bridged` orders them: how often two groups both have it, pairs counting by how far
    they are apart on other questions. `divided` are groups that have it still more or less often than the others.
    """

    item: Item
    shares: tuple[GroupShare, ...]
    smallest: float
    least: float
    high: float
    gap_most: float
    bridged: float
    divided: tuple[str, ...]

    @property
    def is_alike(self) -> bool:
        """Whether the groups have it about as often as each other, and not only often."""
        return self.gap_most <= _LIKE


@dataclass(frozen=True, slots=True)
class Divided:
    """An item that a group has more or less often than all others together; the interval is of the difference.

    Where `share` is None, or `rest` is only the most that it can be, the difference is the least that it can be.
    """

    item: Item
    shares: tuple[GroupShare, ...]
    group: str
    share: float | None
    rest: float
    difference: float
    low: float
    high: float
    q: float
    is_rest_at_most: bool = False


@dataclass(frozen=True, slots=True)
class CommonGround:
    """What some groups share and what divides them, strongest first.

    `tried` items were looked at in every group, `compared` shares were held against those of the others. `apart` is
    how many of a hundred answers of two groups differ on average beyond scatter, from 0 to 1. `lacking` says why
    there is nothing; `silent` are items that too few answered; `without_themes` that themes are known of none of
    these stories.
    """

    groups: tuple[Unit, ...]
    shared: tuple[Shared, ...] = ()
    divided: tuple[Divided, ...] = ()
    tried: int = 0
    compared: int = 0
    apart: float = 0.0
    lacking: str = ""
    silent: tuple[str, ...] = ()
    without_themes: bool = False


def find_common_ground(
    db: Database,
    landscape: Landscape,
    collection: Collection,
    framework: Framework,
    groups: Sequence[str] = (),
    *,
    wider: bool = False,
) -> CommonGround:
    """Compare groups by name, or as many as are large enough; `wider` takes the units that they lie in."""
    offered = units_of(db, landscape, collection, framework, wider=wider)
    units = tuple(one for one in offered if one.name in groups) if groups else tuple(_largest(offered))
    found = CommonGround(units, without_themes=collection.policy is Policy.PROTECTED)
    if len(units) < 2:
        return replace(found, lacking=_lacking(collection, len(offered)))
    counted = Counter(db, landscape, collection, framework, units).counted()
    if not counted.items:
        return replace(found, lacking="This framework asks nothing that groups could be compared on.")
    ground, parted = common_ground(counted.table), divides(counted.table, _tested(counted))
    shown = _Shown(units, counted, collection.k)
    return replace(
        found,
        shared=tuple(sorted(shown.shared(ground, parted), key=lambda one: -one.bridged)),
        divided=tuple(sorted(shown.divided(parted), key=lambda one: -abs(one.difference))),
        tried=int(np.isfinite(ground.q).sum()),
        compared=int(np.isfinite(parted.q).sum()),
        apart=evenly_apart(apartness(counted.table)),
        silent=tuple(_silent(counted)),
    )


def offered_groups(
    db: Database, landscape: Landscape, collection: Collection, framework: Framework, *, wider: bool = False
) -> list[Unit]:
    """The groups that can be compared."""
    return units_of(db, landscape, collection, framework, wider=wider)


def _largest(offered: Sequence[Unit]) -> Iterator[Unit]:
    kept = {one.name for one in sorted(offered, key=lambda one: -one.n)[:MOST_GROUPS]}
    return (one for one in offered if one.name in kept)


def _lacking(collection: Collection, offered: int) -> str:
    if offered >= 2:
        return "Choose at least two groups."
    if not collection.groups:
        return "Nobody is asked for a group here, so that there are no groups to compare."
    return f"Too few stories to say: at least two groups with {collection.k} stories each are needed."


def _tested(counted: Counted) -> Bools:
    """All but what is said the other way round: by the other of two options, or of the other of two groups."""
    tested = np.tile([not item.mirrors for item in counted.items], (len(counted.table.chosen), 1))
    if len(tested) == 2:
        tested[1] = False
    return tested


def _silent(counted: Counted) -> Iterator[str]:
    unheard = np.flatnonzero(~counted.table.fits.all(axis=0)).tolist()
    yield from dict.fromkeys(counted.items[i].title or "Themes" for i in unheard)


class _Shown:
    """What may be shown of the figures."""

    def __init__(self, units: Sequence[Unit], counted: Counted, k: int) -> None:
        self._units, self._counted, self._k = units, counted, k

    def shared(self, ground: Ground, parted: Divides) -> Iterator[Shared]:
        for i in np.flatnonzero(ground.is_shared).tolist():
            told = np.flatnonzero(parted.is_told[:, i]).tolist()
            yield Shared(
                self._counted.items[i],
                self._shares(i),
                float(ground.smallest[i]),
                float(ground.least[i]),
                float(self._counted.table.high[i]),
                float(ground.gap_most[i]),
                float(ground.bridged[i]),
                tuple(self._units[g].name for g in told),
            )

    def divided(self, parted: Divides) -> Iterator[Divided]:
        for g, i in np.argwhere(parted.is_told).tolist():
            shares = self._shares(i)
            share = next(one.share for one in shares if one.group == self._units[g].name)
            least, rest = self._rest(g, i)
            away, low, high = (float(one[g, i]) for one in (parted.difference, parted.low, parted.high))
            if share is None or least < rest:
                # The least that it can be: the true difference would tell a number below k.
                own = (0.0, self._most(g, i)) if share is None else (share, share)
                away = min(own[1] - least, 0.0) if away < 0 else max(own[0] - rest, 0.0)
                low, high = (-1.0, away) if away < 0 else (away, 1.0)
                if not away:
                    continue  # which way it goes would tell of fewer than k
            q = float(parted.q[g, i])
            name, at_most = self._units[g].name, least < rest
            yield Divided(self._counted.items[i], shares, name, share, rest, away, low, high, q, at_most)

    def _most(self, g: int, i: int) -> float:
        return (self._k - 1) / int(self._counted.table.answered[g, i])

    def _rest(self, g: int, i: int) -> tuple[float, float]:
        """The share of the other groups' stories: the least and the most that it is, alike where it may be told.

        A group told as "few" counts as none and as k - 1: what the others have together would tell its number.
        """
        table, others = self._counted.table, np.arange(len(self._units)) != g
        others &= table.fits[:, i]
        hidden = others & self._is_few(i)
        n, told = int(table.answered[others, i].sum()), int(table.chosen[others & ~hidden, i].sum())
        return told / n, (told + int(hidden.sum()) * (self._k - 1)) / n

    def _is_few(self, i: int) -> Bools:
        """The groups (groups,) whose number is below k and not of open stories alone."""
        counted = self._counted
        few: Bools = (counted.table.chosen[:, i] < self._k) & (counted.in_batches[:, i] > 0)
        return few

    def _shares(self, i: int) -> tuple[GroupShare, ...]:
        """Every group that at least k stories of answered."""
        table, few = self._counted.table, self._is_few(i)
        found = []
        for g, unit in enumerate(self._units):
            n, told = int(table.answered[g, i]), int(table.chosen[g, i])
            if n < self._k:
                continue
            hidden = bool(few[g])
            shown = self._most(g, i) if hidden else told / n
            low, high = (float(one) for one in interval(shown, table.worth[g, i]))
            found.append(GroupShare(unit.name, n, None if hidden else shown, 0.0 if hidden else low, high))
        return tuple(found)


__all__ = [
    "MOST_GROUPS",
    "CommonGround",
    "Divided",
    "GroupShare",
    "Item",
    "Shared",
    "Unit",
    "find_common_ground",
    "has_wider",
    "offered_groups",
]
