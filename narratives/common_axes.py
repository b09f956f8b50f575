"""Questions of different frameworks on one axis: which anchor of one is which of another, declared by somebody.

Questions of one framework whose id and anchors are the same in two versions are the same without anybody saying so.
"""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from narratives.disclosure import GRID
from narratives.errors import MurmurationError
from narratives.framework import Framework
from narratives.landscape import Figures
from narratives.signifiers import Anchor, Placed
from narratives.triangle import cell_centroids, cell_of

Anchors = Mapping[str, str]  # from each anchor of one question to the anchor of another that says the same


class EquivalenceError(MurmurationError):
    """Two questions that cannot be declared to ask the same."""


@dataclass(frozen=True, slots=True, order=True)
class Asked:
    """A triad or dyad of a version of a framework."""

    framework: str
    version: int
    signifier: str


@dataclass(frozen=True, slots=True)
class Equivalence:
    """That two questions ask the same; `anchors` leads from those of `first` to those of `second`."""

    first: Asked
    second: Asked
    anchors: Anchors
    declared_by: str
    declared_at: datetime
    id: str = field(default_factory=lambda: secrets.token_hex(16))


@dataclass(frozen=True, slots=True)
class Turn:
    """How another question lies on an axis: its places, in the order in which the axis has the same anchors."""

    order: tuple[int, ...]

    @property
    def is_straight(self) -> bool:
        """Whether both have their anchors in the same places."""
        return self.order == tuple(sorted(self.order))


def anchor_ids(question: Placed) -> tuple[str, ...]:
    """The ids of its anchors in their order."""
    anchors: tuple[Anchor, ...] = question.anchors
    return tuple(anchor.id for anchor in anchors)


def pairing(first: Placed, second: Placed, anchors: Anchors) -> Anchors:
    """The anchors, once it is sure that each of one question is one of the other. Raises EquivalenceError."""
    if type(first) is not type(second):
        raise EquivalenceError(
            f"“{first.title}” and “{second.title}” are not of one kind: choose two triangles or two lines"
        )
    theirs = {anchor.id: anchor.label for anchor in second.anchors}
    for anchor in first.anchors:
        if anchors.get(anchor.id) not in theirs:
            raise EquivalenceError(f"Choose what “{anchor.label}” is in “{second.title}”")
    chosen = [anchors[anchor.id] for anchor in first.anchors]
    for label in sorted(theirs[one] for one in set(chosen) if chosen.count(one) > 1):
        raise EquivalenceError(f"“{label}” is chosen twice: each of one triangle or line is one of the other")
    return {anchor.id: anchors[anchor.id] for anchor in first.anchors}


def turned_about(anchors: Anchors) -> Anchors:
    """The same from the other question."""
    return {there: here for here, there in anchors.items()}


def chained(first: Anchors, second: Anchors) -> Anchors:
    """From one question through another to a third."""
    return {here: second[there] for here, there in first.items()}


def turn(axis: Placed, other: Placed, anchors: Anchors) -> Turn:
    """How `other` lies on `axis`; `anchors` leads from those of the axis to those of the other."""
    theirs = anchor_ids(other)
    return Turn(tuple(theirs.index(anchors[one]) for one in anchor_ids(axis)))


def turned(figures: Figures, way: Turn) -> Figures:
    """A question's figures as they lie on an axis: the same accounts, each in its place there."""
    if way.is_straight:
        return figures
    if len(way.order) == 2:
        n, total, square = figures.counts.placed, figures.sums[0], figures.squares[0]
        places = tuple(reversed(figures.places))
        return Figures(figures.counts, places, (n - total,), (n - 2 * total + square,))
    places_there = [0] * len(figures.places)
    for here, there in enumerate(_cells(way.order)):
        places_there[there] = figures.places[here]
    sums, squares = (tuple(values[place] for place in way.order) for values in (figures.sums, figures.squares))
    return Figures(figures.counts, places_there, sums, squares)


@lru_cache(maxsize=8)
def _cells(order: tuple[int, ...]) -> tuple[int, ...]:
    """For each cell of a triangle, the cell in which it lies once its corners are put in another order."""
    a, b, c = order
    return tuple(cell_of((middle[a], middle[b], middle[c]), GRID) for middle in cell_centroids(GRID))


class Axes:
    """Every question of some frameworks, and which of them ask the same."""

    def __init__(self, frameworks: Iterable[Framework], declared: Iterable[Equivalence]) -> None:
        self._questions: dict[Asked, Placed] = {}
        for framework in frameworks:
            placed: tuple[Placed, ...] = (*framework.triads, *framework.dyads)
            self._questions |= {Asked(framework.id, framework.version, one.id): one for one in placed}
        self._next: dict[Asked, dict[Asked, Anchors]] = {asked: {} for asked in self._questions}
        for one in declared:
            if one.first in self._next and one.second in self._next:
                self._link(one.first, one.second, one.anchors)
        self._link_versions()

    def question(self, asked: Asked) -> Placed:
        """Raises KeyError when no framework has it."""
        return self._questions[asked]

    @property
    def asked(self) -> tuple[Asked, ...]:
        """Every question, framework by framework, in the order in which it is asked."""
        return tuple(self._questions)

    def same_as(self, asked: Asked) -> dict[Asked, Anchors]:
        """Every question that asks the same, itself first, with what its anchors are there: also by way of others."""
        found: dict[Asked, Anchors] = {asked: {one: one for one in anchor_ids(self._questions[asked])}}
        waiting = deque([asked])
        while waiting:
            here = waiting.popleft()
            for there, anchors in self._next[here].items():
                if there not in found:
                    found[there] = chained(found[here], anchors)
                    waiting.append(there)
        return found

    def check(self, first: Asked, second: Asked, anchors: Anchors) -> Anchors:
        """What may be declared of two questions, given all that holds already. Raises EquivalenceError."""
        if first not in self._questions or second not in self._questions:
            raise EquivalenceError("Choose two questions from the lists")
        one, other = self._questions[first], self._questions[second]
        checked = pairing(one, other, anchors)
        ours, theirs = self.same_as(first), self.same_as(second)
        if second in ours:
            raise EquivalenceError(f"“{one.title}” and “{other.title}” are on one axis already")
        versions = {(asked.framework, asked.version): asked for asked in ours}
        for asked in theirs:
            twin = versions.get((asked.framework, asked.version))
            if twin is not None:
                titles = [self._questions[each].title for each in (twin, asked)]
                raise EquivalenceError(
                    f"Then “{titles[0]}” and “{titles[1]}”, which are asked together, would be one question"
                )
        return checked

    def _link(self, first: Asked, second: Asked, anchors: Anchors) -> None:
        self._next[first][second] = anchors
        self._next[second][first] = turned_about(anchors)

    def _link_versions(self) -> None:
        """Link what stayed the same from one version of a framework to another."""
        first: dict[tuple[object, ...], Asked] = {}
        for asked, question in self._questions.items():
            ids = frozenset(anchor_ids(question))
            known = first.setdefault((asked.framework, asked.signifier, type(question), ids), asked)
            if known != asked:
                self._link(known, asked, {one: one for one in ids})
