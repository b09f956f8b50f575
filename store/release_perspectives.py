"""The groups that tell of one event, side by side on every question, in places that isolate fewer than k of nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from math import sqrt

from models.centre import mean_region
from models.comparison import Difference, Side, reach_of
from models.perspectives import apart
from narratives.collection import Collection
from narratives.framework import Framework
from narratives.landscape import Ellipse
from narratives.perspective import Pair, Perspective, Perspectives, Place, Stretch
from narratives.signifiers import Placed, Triad
from store.database import Database
from store.landscape import Landscape
from store.release_accounts import Accounts


def perspectives(db: Database, landscape: Landscape, collection: Collection, framework: Framework) -> Perspectives:
    """Where each group lies on each question about the event, and how far every two are apart."""
    accounts = Accounts(db, landscape, collection, framework)
    groups = [one.name for one in collection.groups]
    asked: tuple[Placed, ...] = (*framework.triads, *framework.dyads)
    sides = {one.id: _sides(accounts, groups, one.id) for one in asked}
    compared = sum(len(held) * (len(held) - 1) // 2 for held in sides.values())
    found = [_perspective(accounts, groups, one, sides[one.id], compared) for one in asked]
    return Perspectives(tuple(sorted(found, key=lambda one: one.order)), compared)


def _sides(accounts: Accounts, groups: Sequence[str], signifier: str) -> dict[str, Side]:
    found = {group: accounts.side(group, signifier) for group in groups}
    return {group: one for group, one in found.items() if one is not None}


def _perspective(
    accounts: Accounts, groups: Sequence[str], signifier: Placed, sides: dict[str, Side], compared: int
) -> Perspective:
    pairs = tuple(
        _turned(Pair(one, other, stretches(signifier, apart(sides[one], sides[other], compared))))
        for one, other in combinations(sides, 2)
    )
    places = tuple(place(accounts, group, signifier, signifier.id, sides[group]) for group in sides)
    return Perspective(signifier, places, pairs, tuple(group for group in groups if group not in sides))


def _turned(pair: Pair) -> Pair:
    if pair.widest.effect >= 0:
        return pair
    return replace(pair, first=pair.second, second=pair.first, stretches=tuple(one.turned for one in pair.stretches))


def place(accounts: Accounts, group: str, signifier: Placed, answered: str, side: Side) -> Place:
    """Where a group placed `answered`, which has the anchors of `signifier`."""
    reach = reach_of(side)
    mean = tuple(float(one) for one in side.mean)
    low = tuple(max(float(one), 0.0) for one in side.mean - reach)
    high = tuple(min(float(one), 1.0) for one in side.mean + reach)
    region = _region(accounts, group, answered) if isinstance(signifier, Triad) else None
    return Place(group, side.n, mean, low, high, region)


def _region(accounts: Accounts, group: str, answered: str) -> Ellipse | None:
    n, sums, squares, effect = accounts.sums(group, answered)
    found = mean_region(n, sums, squares)
    if found is None:
        return None
    wider = sqrt(effect)
    return Ellipse(found.x, found.y, wider * found.major, wider * found.minor, found.angle)


def stretches(signifier: Placed, found: Difference) -> tuple[Stretch, ...]:
    """A difference towards each anchor: the three of a triad, or the two poles of a dyad as one."""
    rows = list(zip(found.effect.tolist(), found.low.tolist(), found.high.tolist(), strict=True))
    if isinstance(signifier, Triad):
        return tuple(Stretch(anchor, *row) for anchor, row in zip(signifier.anchors, rows, strict=True))
    towards = Stretch(signifier.anchors[1], *rows[0])
    return (towards,)
