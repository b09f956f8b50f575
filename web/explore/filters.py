"""Which stories a page is about: the filters in its address, read into a view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from flask import url_for
from werkzeug.datastructures import MultiDict

from narratives.collection import Collection, Policy
from narratives.errors import FieldError
from narratives.framework import Framework
from narratives.narrative import Kind
from narratives.selection import Part, SelectionError, part_text, read_parts
from store import release
from store.release import View
from web.reach import view_groups
from web.stores import stores

KIND_WORDS = {
    Kind.RESPONDENT: "People’s own stories",
    Kind.PRACTITIONER: "Practitioners’ accounts",
    Kind.OBSERVER: "Observers’ accounts",
}
_RECENT = (("Last 4 weeks", 28), ("Last 3 months", 91), ("Last 12 months", 365))
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_MOST, _LONGEST = 32, 4_000
Query = dict[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Branch:
    """A reporting group that others lie in, and those others."""

    name: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KindChoice:
    """Whose stories can be chosen, and how many there are."""

    value: str
    text: str
    n: int


@dataclass(frozen=True, slots=True)
class QuickPeriod:
    """A period that can be chosen with one click."""

    text: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters as they were typed, the view that they mean, and what is wrong with them.

    `mine` are the groups of somebody who sees no others: what the view means when no group is chosen.
    """

    collection: Collection
    view: View
    group: str
    first: str
    last: str
    errors: tuple[FieldError, ...]
    mine: tuple[str, ...] = ()

    @property
    def whole(self) -> View:
        """The same kind with nothing chosen, as far as whoever asks sees it."""
        return View(self.view.kind, self.mine)

    @property
    def query(self) -> Query:
        """What a link carries to keep these filters; nothing for those left alone."""
        kind = "" if self.view.kind is Kind.RESPONDENT else self.view.kind.value
        named: Query = {"group": self.group, "from": self.first, "to": self.last, "kind": kind}
        named |= fine_query(self.view)
        return {name: value for name, value in named.items() if value}

    @property
    def kind_words(self) -> str:
        """Who tells the stories of this view."""
        return KIND_WORDS[self.view.kind]

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the kind is chosen."""
        return bool(self.group or self.first or self.last or self.view.is_fine)

    @property
    def branches(self) -> tuple[Branch, ...]:
        """The declared groups under the parents that they merge into, for a list to choose from."""
        parents = sorted(self._parents)
        return tuple(
            Branch(parent, tuple(group.name for group in self.collection.groups if group.parent == parent))
            for parent in parents
        )

    @property
    def loose_groups(self) -> tuple[str, ...]:
        """The declared groups that have no parent and are none."""
        parents = self._parents
        return tuple(g.name for g in self.collection.groups if g.parent not in parents and g.name not in parents)

    @property
    def _parents(self) -> set[str]:
        """Those that can be chosen: a parent that is seen in part is none."""
        found = {group.parent for group in self.collection.groups if group.parent}
        return found & set(self.mine) if self.mine else found

    def error_for(self, name: str) -> str | None:
        """The message to show beside a field; None when the field is fine."""
        return next((error.message for error in self.errors if error.field == name), None)

    def quick_periods(self, endpoint: str, today: date, **more: str) -> tuple[QuickPeriod, ...]:
        """Links to the usual periods, the present one marked."""
        found = []
        for text, first in (("All", ""), *((text, _days_back(today, days)) for text, days in _RECENT)):
            query = self.query | {"from": first, "to": ""} | more
            kept = {name: value for name, value in query.items() if value}
            href = url_for(endpoint, collection_id=self.collection.id, **kept)  # type: ignore[arg-type]
            found.append(QuickPeriod(text, href, (self.first, self.last) == (first, "")))
        return tuple(found)


def fine_query(view: View) -> Query:
    """What a link carries to keep what only open stories can follow."""
    return {
        "area": list(view.areas),
        "language": list(view.languages),
        "theme": [str(theme) for theme in view.themes],
        "part": [_part_text(part) for part in view.parts],
    }


@lru_cache(maxsize=256)
def _part_text(part: Part) -> str:
    """A page writes what is picked into each of its links."""
    return part_text(part)


def read_filters(collection: Collection, fields: Mapping[str, str], framework: Framework | None = None) -> Filters:
    """The filters of a page's address; one that cannot be read is named in `errors` and left out of the view.

    Without a framework, and in a protected collection, only what closed batches can follow is read.
    """
    errors: list[FieldError] = []
    group = fields.get("group", "").strip()
    groups = _groups(collection, group, errors)
    first, last = _day(fields, "from", errors), _day(fields, "to", errors)
    if first and last and first > last:
        errors.append(FieldError("from", "From must be on the same day as To, or earlier"))
        first = last = None
    # Whole weeks: a day is finer than anything that is released.
    first = first and first - timedelta(days=first.weekday())
    last = last and last + timedelta(days=6 - last.weekday())
    mine = view_groups(collection)
    view = View(kind=_kind(fields, errors), groups=view_groups(collection, groups), first=first, last=last)
    if framework is not None and collection.policy is Policy.OPEN:
        view = _narrowed(view, framework, fields, errors)
        # Themes and their names are of the whole collection.
        view = replace(view, themes=()) if mine else view
    return Filters(
        collection=collection,
        view=view,
        group=group if groups else "",
        first=fields.get("from", "").strip(),
        last=fields.get("to", "").strip(),
        errors=tuple(errors),
        mine=mine,
    )


def _narrowed(view: View, framework: Framework, fields: Mapping[str, str], errors: list[FieldError]) -> View:
    try:
        parts = read_parts(framework, _several(fields, "part"))
    except SelectionError as error:
        errors.append(FieldError("part", f"{error}. It was left out"))
        parts = ()
    themes = [theme for theme in _several(fields, "theme") if theme.isascii() and theme.isdigit() and len(theme) < 7]
    return replace(
        view,
        areas=tuple(_several(fields, "area")),
        languages=tuple(_several(fields, "language")),
        themes=tuple(int(theme) for theme in themes),
        parts=parts,
    )


def _several(fields: Mapping[str, str], name: str) -> list[str]:
    """Every value of a field that may stand in an address more than once, at most as many as anybody picks."""
    found = fields.getlist(name) if isinstance(fields, MultiDict) else [fields.get(name, "")]
    return list(dict.fromkeys(text.strip()[:_LONGEST] for text in found[:_MOST] if text.strip()))


def groups_under(collection: Collection, name: str) -> tuple[str, ...]:
    """A group with those that lie in it; empty when nothing of that name is declared."""
    inside = tuple(group.name for group in collection.groups if group.parent == name)
    declared = any(group.name == name for group in collection.groups)
    return (name, *inside) if inside or declared else ()


def kind_choices(collection: Collection, framework: Framework) -> tuple[KindChoice, ...]:
    """Whose stories there are; respondents' always."""
    held, found = stores(), []
    for kind in Kind:
        view = View(kind, view_groups(collection))
        totals = release.totals(held.stories, collection, view, held.landscape, framework)
        n = totals.open + totals.batched
        if n or kind is Kind.RESPONDENT:
            found.append(KindChoice(kind.value, KIND_WORDS[kind], n))
    return tuple(found)


def _groups(collection: Collection, group: str, errors: list[FieldError]) -> tuple[str, ...]:
    if not group:
        return ()
    found = groups_under(collection, group)
    if not found or not set(found) <= set(view_groups(collection) or found):
        errors.append(FieldError("group", "Choose a group from the list"))
        return ()
    return found


def _kind(fields: Mapping[str, str], errors: list[FieldError]) -> Kind:
    named = fields.get("kind", "") or Kind.RESPONDENT.value
    try:
        return Kind(named)
    except ValueError:
        errors.append(FieldError("kind", "Choose whose stories from the list"))
        return Kind.RESPONDENT


def _day(fields: Mapping[str, str], name: str, errors: list[FieldError]) -> date | None:
    typed = fields.get(name, "").strip()
    if not typed:
        return None
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        day = None
    if day is None or not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        errors.append(FieldError(name, f"{name.capitalize()} must be a date such as 2026-11-03"))
        return None
    return day


def _days_back(today: date, days: int) -> str:
    return (today - timedelta(days=days - 1)).isoformat()
