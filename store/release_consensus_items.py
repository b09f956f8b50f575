"""What groups are compared on: every part of a question about the story, and how many stories of each group lie in it.

Open stories and whole closed batches are added up, as on the map; themes are known of open stories alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from models.clustered import design_effect, independent
from models.consensus import Table, high_share
from narratives.collection import Collection, Policy
from narratives.framework import Framework
from narratives.selection import Part, View, most_places, part_text
from narratives.signifiers import Choice, Dyad, Signifier, Triad
from store import batches as batch_rows
from store.batches import ClosedBatch
from store.database import Database
from store.landscape import Landscape
from store.release_axes import Category, axis
from store.release_results import list_released_themes
from store.release_sides import places_of

Integers = npt.NDArray[np.int64]
_LEAST_ANSWERED = 0.5  # of those who were asked: of fewer, what most left out is no common ground


@dataclass(frozen=True, slots=True)
class Unit:
    """Groups that are looked at as one: a reporting group by itself, or a wider one with those inside it."""

    name: str
    members: tuple[str, ...]
    n: int


@dataclass(frozen=True, slots=True)
class Item:
    """One part of a question: a region of a triad, a third of a dyad, an option; or a theme, with its number.

    `part` is what an address calls it, `mirrors` says that another item says the same the other way round.
    """

    question: str
    title: str
    id: str
    label: str
    part: str = ""
    mirrors: bool = False

    @property
    def is_theme(self) -> bool:
        """Whether it is about what stories are about, and no answer."""
        return not self.question


@dataclass(frozen=True, slots=True)
class Counted:
    """Items with their table; `in_batches` (groups, items) are stories of closed batches that answered the question.

    How many of them lie in an item is told in whole piles of k, so that none may be as many as nearly k.
    """

    items: tuple[Item, ...]
    table: Table
    in_batches: Integers


@dataclass(frozen=True, slots=True)
class _Question:
    """The stories (groups, items) of one question's items; `batches` has its closed batches, group by group."""

    items: tuple[Item, ...]
    parts: int
    chosen: Integers
    answered: Integers  # (groups,)
    asked: Integers  # (groups,)
    batch_chosen: Integers  # (batches, items)
    batch_answered: Integers  # (batches,)


class Counter:
    """Counts the stories of some units of a collection."""

    def __init__(
        self, db: Database, landscape: Landscape, collection: Collection, framework: Framework, units: Sequence[Unit]
    ) -> None:
        self._db, self._landscape = db, landscape
        self._collection, self._framework, self._units = collection, framework, units
        self._opened = collection.policy is Policy.OPEN
        owner = {member: number for number, unit in enumerate(units) for member in unit.members}
        held = batch_rows.list_batches(db, collection.id, View().kind)
        self._batches: list[ClosedBatch] = [batch for batch in held if batch.group in owner]
        self._owner = np.array([owner[batch.group] for batch in self._batches], np.int64)

    def counted(self) -> Counted:
        """Everything that these groups can be compared on."""
        questions = [self._question(one) for one in self._framework.told if is_about_the_story(one)]
        questions += self._themes()
        held = [one for one in questions if one.items]
        return _joined(held, self._owner, len(self._units), self._collection.k)

    def _question(self, signifier: Signifier) -> _Question:
        where = (self._db, self._landscape, self._collection, self._framework)
        categories = axis(*where, signifier.id, View()).categories
        members = _members(categories, most_places(signifier))
        chosen = np.zeros((len(self._units), len(categories)), np.int64)
        answered, asked = (np.zeros(len(self._units), np.int64) for _ in range(2))
        for number, unit in enumerate(self._units if self._opened else ()):
            view = View(groups=unit.members)
            found = self._landscape.histogram(self._db, self._collection.id, self._framework, signifier.id, view)
            chosen[number] = found.counts @ members
            answered[number], asked[number] = found.placed, found.total - found.never_shown
        frozen = [batch.aggregates.get(signifier.id) for batch in self._batches]
        places = [[0] * len(members) if one is None else places_of(signifier, one) for one in frozen]
        batch_chosen = np.array(places, np.int64).reshape(len(frozen), len(members)) @ members
        batch_answered = np.array([0 if one is None else one["n"] for one in frozen], np.int64)
        batch_asked = np.array([0 if one is None else _asked(one) for one in frozen], np.int64)
        np.add.at(asked, self._owner, batch_asked)
        several = isinstance(signifier, Choice) and signifier.max_responses != 1
        parts = 2 if several else len(categories)
        items = tuple(_items(signifier, categories, mirrored=not several and len(categories) == 2))
        return _Question(items, parts, chosen, answered, asked, batch_chosen, batch_answered)

    def _themes(self) -> list[_Question]:
        """Themes of open stories: closed batches do not hold what their stories are about."""
        themes = list_released_themes(self._db, self._collection) if self._opened else []
        if not themes:
            return []
        chosen = np.zeros((len(self._units), len(themes)), np.int64)
        for number, theme in enumerate(themes):
            view = View(themes=(theme.id,))
            told = self._landscape.names(self._db, self._collection.id, self._framework, view, "group")
            chosen[:, number] = [sum(told.get(name, 0) for name in unit.members) for unit in self._units]
        answered = chosen.sum(axis=1)
        nothing = np.zeros((len(self._batches), len(themes)), np.int64)
        items = tuple(Item("", "", str(one.id), one.name) for one in themes)
        return [_Question(items, len(themes), chosen, answered, answered, nothing, nothing.sum(axis=1))]


def is_about_the_story(signifier: Signifier) -> bool:
    """Whether groups can agree on a question: not on who they are."""
    return isinstance(signifier, Triad | Dyad) or (isinstance(signifier, Choice) and signifier.asks_about == "story")


def units_of(
    db: Database, landscape: Landscape, collection: Collection, framework: Framework, *, wider: bool = False
) -> list[Unit]:
    """The groups that show at least k stories, in the framework's order, or the wider ones that they lie in."""
    told = _told(db, landscape, collection, framework)
    inside: dict[str, list[str]] = {}
    for name in told:
        over = (collection.parent_of(name) or name) if wider else name
        inside.setdefault(over, []).append(name)
    found = [Unit(name, tuple(members), sum(told[one] for one in members)) for name, members in inside.items()]
    return [unit for unit in found if unit.name and unit.n >= collection.k]


def has_wider(collection: Collection) -> bool:
    """Whether groups lie inside wider ones."""
    return any(group.parent for group in collection.groups)


def _told(db: Database, landscape: Landscape, collection: Collection, framework: Framework) -> dict[str, int]:
    opened = collection.policy is Policy.OPEN
    told = landscape.names(db, collection.id, framework, View(), "group") if opened else {}
    for batch in batch_rows.list_batches(db, collection.id, View().kind):
        told[batch.group] = told.get(batch.group, 0) + batch.n
    order = [group.name for group in collection.groups]
    order += [group.parent for group in collection.groups if group.parent]
    places = {name: number for number, name in reversed(list(enumerate(order)))}
    return {name: told[name] for name in sorted(told, key=lambda one: (places.get(one, len(order)), one))}


def _asked(frozen: dict[str, int]) -> int:
    return frozen["n"] + frozen["not_applicable"] + frozen["not_answered"]


def _members(categories: Sequence[Category], places: int) -> Integers:
    table = np.zeros((places, len(categories)), np.int64)
    for number, category in enumerate(categories):
        table[sorted(category.places), number] = 1
    return table


def _items(signifier: Signifier, categories: Sequence[Category], *, mirrored: bool) -> Iterator[Item]:
    for number, category in enumerate(categories):
        part = part_text(Part(signifier.id, category.places))
        yield Item(signifier.id, signifier.title, category.id, category.label, part, mirrored and number > 0)


def _joined(questions: Sequence[_Question], owner: Integers, groups: int, k: int) -> Counted:
    if not questions:
        none = np.zeros((groups, 0))
        whole = none.astype(np.int64)
        return Counted((), Table(whole, whole, none, whole[:0].ravel(), none[0], whole.astype(bool)), whole)
    several = [len(one.items) for one in questions]
    batch_chosen = np.hstack([one.batch_chosen for one in questions])
    batch_answered = np.repeat(np.stack([one.batch_answered for one in questions], axis=1), several, axis=1)
    batched, in_batches = (_by_group(one, owner, groups) for one in (batch_chosen, batch_answered))
    single = np.repeat(np.stack([one.answered for one in questions], axis=1), several, axis=1)
    asked = np.repeat(np.stack([one.asked for one in questions], axis=1), several, axis=1)
    answered = single + in_batches
    table = Table(
        np.hstack([one.chosen for one in questions]) + batched,
        answered,
        independent(single, in_batches, design_effect(batch_chosen, batch_answered, owner)),
        np.repeat(np.arange(len(questions)), several),
        np.repeat([high_share(one.parts) for one in questions], several),
        (answered >= k) & (answered >= _LEAST_ANSWERED * asked),
    )
    return Counted(tuple(item for one in questions for item in one.items), _apart(table, questions), in_batches)


def _by_group(batches: Integers, owner: Integers, groups: int) -> Integers:
    found = np.zeros((groups, batches.shape[1]), np.int64)
    np.add.at(found, owner, batches)
    return found


def _apart(table: Table, questions: Sequence[_Question]) -> Table:
    """The table with each option of which several may be chosen as a question by itself."""
    numbers = table.question.copy()
    start, fresh = 0, len(questions)
    for one in questions:
        size = len(one.items)
        if one.parts == 2 and size != 2:
            numbers[start : start + size] = np.arange(fresh, fresh + size)
            fresh += size
        start += size
    return replace(table, question=numbers)
