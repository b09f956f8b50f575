"""What can be chosen in the map's filters, each with how many stories it holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from narratives.collection import Collection, Policy
from narratives.framework import Framework
from narratives.narrative import Kind
from narratives.translation import name_of
from store import release, release_results
from store.database import Database
from store.release import Landscape
from store.release_groups import groups_of
from web.explore.filters import KIND_WORDS, Filters, Query
from web.stores import Stores

_MOST_GROUPS = 60  # more are listed without their numbers: each would be a question to the store


@dataclass(frozen=True, slots=True)
class Choosable:
    """One thing to choose; `n` is None where the number is not given."""

    value: str
    text: str
    n: int | None
    chosen: bool

    @property
    def label(self) -> str:
        """The text with its number."""
        return self.text if self.n is None else f"{self.text} ({self.n:,})"


@dataclass(frozen=True, slots=True)
class GroupList:
    """Groups under the parent that they lie in; those without one come under no heading."""

    heading: str
    groups: tuple[Choosable, ...]


@dataclass(frozen=True, slots=True)
class FilterFields:
    """The form: what is chosen in it, and what it carries along unseen."""

    groups: tuple[GroupList, ...]
    kinds: tuple[Choosable, ...]
    languages: tuple[Choosable, ...]
    areas: tuple[Choosable, ...]
    themes: tuple[Choosable, ...]
    carried: tuple[tuple[str, str], ...]

    @property
    def names(self) -> str:
        """What can be filtered by, as the closed form says it."""
        told = [
            *(["group"] if self.groups else []),
            "period",
            *(["whose story"] if len(self.kinds) > 1 else []),
            *(["language"] if self.languages else []),
            *(["place"] if self.areas else []),
            *(["theme"] if self.themes else []),
        ]
        return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} or {told[-1]}"


class FilterBuilder:
    """Lists what one collection's filters can choose from."""

    def __init__(self, stores: Stores, collection: Collection, framework: Framework, filters: Filters) -> None:
        self._stores = stores
        self._collection = collection
        self._framework = framework
        self._filters = filters
        self._open = collection.policy is Policy.OPEN

    def fields(self, kept: Query) -> FilterFields:
        """The fields. `kept` is what the map shows besides its stories."""
        carried = self._filters.query | kept
        unseen = [(name, value) for name in ("part", "triad", "show") for value in _listed(carried.get(name, ""))]
        return FilterFields(
            groups=self._groups(),
            kinds=self._kinds(),
            languages=self._languages(),
            areas=self._areas(),
            themes=self._themes(),
            carried=tuple(unseen),
        )

    def _groups(self) -> tuple[GroupList, ...]:
        view = replace(self._filters.view.coarse, groups=self._filters.mine)
        declared = self._collection.groups
        counts = groups_of(*self._asked, view) if len(declared) <= _MOST_GROUPS else None
        loose = [Choosable(name, name, self._n(counts, (name,)), self._is(name)) for name in self._filters.loose_groups]
        lists = [GroupList("", tuple(loose))] if loose else []
        for branch in self._filters.branches:
            inside = [Choosable(name, name, self._n(counts, (name,)), self._is(name)) for name in branch.groups]
            whole = self._n(counts, (branch.name, *branch.groups))
            first = Choosable(branch.name, f"All of {branch.name}", whole, self._is(branch.name))
            lists.append(GroupList(branch.name, (first, *inside)))
        return tuple(lists)

    def _n(self, counts: dict[str, int] | None, names: Iterable[str]) -> int | None:
        return None if counts is None else sum(counts.get(name, 0) for name in names)

    def _is(self, name: str) -> bool:
        return self._filters.group == name

    def _kinds(self) -> tuple[Choosable, ...]:
        found = []
        for kind in Kind:
            view = replace(self._filters.view.coarse, kind=kind)
            totals = release.totals(
                self._stores.stories, self._collection, view, self._stores.landscape, self._framework
            )
            n, chosen = totals.open + totals.batched, self._filters.view.kind is kind
            if n or chosen or kind is Kind.RESPONDENT:
                found.append(Choosable(kind.value, KIND_WORDS[kind], n, chosen))
        return tuple(found)

    def _languages(self) -> tuple[Choosable, ...]:
        held = self._filters.view.languages
        found = release.languages_of(*self._asked, self._filters.view.coarse)
        if len(found) < 2 and not held:
            return ()
        rows = [Choosable(code, name_of(code), n, code in held) for code, n in found]
        known = {code for code, _ in found}
        return (*rows, *(Choosable(code, name_of(code), 0, True) for code in held if code not in known))

    def _areas(self) -> tuple[Choosable, ...]:
        held = self._filters.view.areas
        found = release.areas_of(*self._asked, self._filters.view.coarse)
        known = {name for name, _ in found}
        groups = {group.name for group in self._collection.groups}
        # Where stories come with a group of their own name, the areas would be the same list once more.
        if not held and (len(known) < 2 or known <= groups):
            return ()
        rows = [Choosable(name, name, n, name in held) for name, n in found]
        return (*rows, *(Choosable(name, name, 0, True) for name in held if name not in known))

    def _themes(self) -> tuple[Choosable, ...]:
        held = self._filters.view.themes
        if not self._open or self._filters.mine:
            return ()
        themes = release_results.list_released_themes(self._stores.stories, self._collection)
        return tuple(Choosable(str(theme.id), theme.name, theme.size, theme.id in held) for theme in themes)

    @property
    def _asked(self) -> tuple[Database, Landscape, Collection, Framework]:
        return self._stores.stories, self._stores.landscape, self._collection, self._framework


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) and value else list(value)
