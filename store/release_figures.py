"""The figures of pictures: open stories and, where these can follow the view, the frozen sums of closed batches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt

import store.batches as batch_rows
from narratives.calendar import day_of
from narratives.collection import Collection, Policy
from narratives.framework import Framework
from narratives.landscape import (
    ChoiceShape,
    Counts,
    DyadShape,
    Figures,
    StonesShape,
    add_frozen,
    choice_shape,
    mean_of,
    stones_shape,
)
from narratives.selection import View, most_places
from narratives.signifiers import Choice, Dyad, Signifier, Stones, Triad
from store.database import Database
from store.landscape import Histogram, Landscape

INTERVAL = 1.96  # standard errors on each side that hold 95 of 100 means


@dataclass(frozen=True, slots=True)
class HotWeek:
    """The hot scores of a week's open stories; mean and 95 % interval are None where there are fewer than k."""

    starts_on: date
    n: int
    mean: float | None
    low: float | None
    high: float | None


def dyad(
    db: Database, landscape: Landscape, collection: Collection, framework: Framework, dyad_id: str, view: View
) -> DyadShape:
    """How the answers spread between a dyad's poles. Raises KeyError when there is no such dyad."""
    signifier = framework.signifier(dyad_id)
    if not isinstance(signifier, Dyad):
        raise KeyError(dyad_id)
    found = figures(db, landscape, collection, signifier, framework, view)
    mean, low, high = None, None, None
    if found.counts.placed >= collection.k and (means := mean_of(found)) is not None:
        mean = means[0]
        half = _half_interval(found.counts.placed, found.sums[0], found.squares[0])
        low, high = max(0.0, mean - half), min(1.0, mean + half)
    return DyadShape(found.counts, tuple(found.places), mean, low, high, picked(view, dyad_id))


def _half_interval(n: int, total: float, squares: float) -> float:
    return INTERVAL * sqrt(max(squares - total**2 / n, 0.0) / (n - 1) / n)


def choice(
    db: Database, landscape: Landscape, collection: Collection, framework: Framework, choice_id: str, view: View
) -> ChoiceShape:
    """How often each option was chosen. Raises KeyError when there is no such choice."""
    signifier = framework.signifier(choice_id)
    if not isinstance(signifier, Choice):
        raise KeyError(choice_id)
    found = figures(db, landscape, collection, signifier, framework, view)
    return choice_shape(signifier, found, picked(view, choice_id))


def stones(
    db: Database, landscape: Landscape, collection: Collection, framework: Framework, stones_id: str, view: View
) -> StonesShape:
    """Where each stone was placed. Raises KeyError when there are no such stones."""
    signifier = framework.signifier(stones_id)
    if not isinstance(signifier, Stones):
        raise KeyError(stones_id)
    found = figures(db, landscape, collection, signifier, framework, view)
    return stones_shape(signifier, found, picked(view, stones_id))


def hot_weeks(
    db: Database, landscape: Landscape, collection: Collection, framework: Framework, view: View
) -> tuple[HotWeek, ...]:
    """The hot scores of a view's open stories week by week; none in a protected collection, which has no open ones."""
    if collection.policy is not Policy.OPEN:
        return ()
    weeks = landscape.weeks(db, collection.id, framework, view)
    found = []
    columns = (weeks.mondays.tolist(), weeks.n.tolist(), weeks.sums.tolist(), weeks.squares.tolist())
    for monday, n, total, squares in zip(*columns, strict=True):
        if n < collection.k:
            found.append(HotWeek(day_of(monday), n, None, None, None))
            continue
        mean, half = total / n, _half_interval(n, total, squares)
        found.append(HotWeek(day_of(monday), n, mean, max(-1.0, mean - half), min(1.0, mean + half)))
    return tuple(found)


def languages_of(
    db: Database, landscape: Landscape, collection: Collection, framework: Framework, view: View
) -> list[tuple[str, int]]:
    """(language, number of open stories) of a view, by language; none in a protected collection."""
    return _names(db, landscape, collection, framework, view, "language")


def areas_of(
    db: Database, landscape: Landscape, collection: Collection, framework: Framework, view: View
) -> list[tuple[str, int]]:
    """(area, number of open stories) of a view, by area; none in a protected collection."""
    return _names(db, landscape, collection, framework, view, "area")


def _names(
    db: Database, landscape: Landscape, collection: Collection, framework: Framework, view: View, of: str
) -> list[tuple[str, int]]:
    if collection.policy is not Policy.OPEN:
        return []
    found = landscape.names(db, collection.id, framework, view, of)
    return sorted((name, n) for name, n in found.items() if name)


def figures(
    db: Database, landscape: Landscape, collection: Collection, signifier: Signifier, framework: Framework, view: View
) -> Figures:
    """One signifier's figures of open stories and closed batches together."""
    return add_batches(
        db, collection, signifier, view, open_figures(db, landscape, collection, signifier, framework, view)
    )


def open_figures(
    db: Database, landscape: Landscape, collection: Collection, signifier: Signifier, framework: Framework, view: View
) -> Figures:
    """One signifier's figures of open stories alone. What is picked in its own picture does not narrow them."""
    if collection.policy is not Policy.OPEN:
        axes = {Triad: 3, Dyad: 1}.get(type(signifier), 0)
        return Figures(Counts(0, 0, 0), [0] * most_places(signifier), [0.0] * axes, [0.0] * axes)
    shown = view.without_part(signifier.id)
    return _of_histogram(landscape.histogram(db, collection.id, framework, signifier.id, shown))


def add_batches(db: Database, collection: Collection, signifier: Signifier, view: View, opened: Figures) -> Figures:
    """The same with the closed batches of a view, unless these cannot follow it.

    A protected collection has no open stories, so that there only what batches can follow is followed.
    """
    if collection.policy is Policy.OPEN and view.is_fine:
        return opened
    frozen = batch_rows.list_aggregates(db, collection.id, signifier.id, view.kind, view.groups, view.first, view.last)
    return add_frozen(opened, frozen, _names_of_places(signifier))


def _of_histogram(found: Histogram) -> Figures:
    counts = Counts(found.placed, found.not_applicable, found.not_answered, found.never_shown)
    return Figures(counts, found.counts.tolist(), found.sums.tolist(), found.squares.tolist())


def _names_of_places(signifier: Signifier) -> Sequence[str]:
    match signifier:
        case Choice():
            return [option.id for option in signifier.options]
        case Stones():
            return [stone.id for stone in signifier.stones]
        case _:
            return ()


def picked(view: View, signifier_id: str) -> frozenset[int]:
    """The places that a view picks in one picture."""
    part = view.part(signifier_id)
    return frozenset() if part is None else part.places
