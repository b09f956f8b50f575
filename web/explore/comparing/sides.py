"""The two selections of a comparison, as an address names them: saved, a group, a period, all, or the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from narratives.calendar import spoken
from narratives.collection import Collection
from narratives.errors import FieldError, NotFoundError
from narratives.framework import Framework
from store.cohorts import Cohort, get_cohort
from store.database import Database
from store.release import View
from web.explore.comparing.cohorts_page import canonical, filters_of
from web.explore.filters import Filters, groups_under

THIS, REST, ALL = "this", "rest", "all"
AFTER, BEFORE = "after", "before"
UNSAVED = {THIS, AFTER, BEFORE}
WEEKS = {"weeks:4": ("The last 4 weeks", 28), "weeks:13": ("The last 3 months", 91)}
_NOT_LISTED = "Choose a selection from the list"


@dataclass(frozen=True, slots=True)
class Side:
    """One selection: how the address names it, its name, the view that it means and the address of its map.

    `is_rest` says that the stories of the other side are left out of the view; `short` is a name for narrow places.
    A side that is not named is described: its words begin small inside a sentence.
    """

    token: str
    name: str
    view: View
    query: str
    is_rest: bool = False
    brief: str = ""
    is_named: bool = True
    is_saved: bool = False

    @property
    def short(self) -> str:
        """A name of a word or two, where there is one."""
        return self.brief or self.name


@dataclass(frozen=True, slots=True)
class Sides:
    """The two sides of a comparison; None where nothing, or nothing that can be compared, is chosen."""

    first: Side | None
    second: Side | None
    errors: tuple[FieldError, ...] = ()

    @property
    def both(self) -> tuple[Side, Side] | None:
        """The two sides, where there are two."""
        return (self.first, self.second) if self.first and self.second and not self.errors else None

    def error_for(self, name: str) -> str | None:
        """The message to show beside a field; None when the field is fine."""
        return next((error.message for error in self.errors if error.field == name), None)


class SideReader:
    """Reads the sides that an address names."""

    def __init__(
        self, db: Database, collection: Collection, framework: Framework, filters: Filters, today: date
    ) -> None:
        self._db = db
        self._collection = collection
        self._framework = framework
        self._filters = filters
        self._today = today

    def read(self, fields: Mapping[str, str]) -> Sides:
        """The sides of an address; the selection in it against the rest where it names none."""
        if fields.get("split", "").strip():
            return self._split(fields["split"].strip())
        tokens = [fields.get(name, "").strip() for name in ("a", "b")]
        if not any(tokens) and not self._has_selection:
            return Sides(None, None, self._filters.errors)
        # A story is on one side only, so that all stories beside a selection are the rest.
        named = [REST if token == ALL else token for token in tokens]
        first, second = named[0] or (THIS if self._has_selection else ""), named[1] or REST
        if first == REST:
            first, second = second, first
        if first == second:
            return Sides(None, None, (FieldError("b", "Choose two selections that are not the same"),))
        one, other = self._side(first), self._side(second)
        if one and second == REST:
            other = _rest_of(one)
        errors = [FieldError(name, _NOT_LISTED) for name, side in (("a", one), ("b", other)) if side is None]
        return Sides(one, other, (*self._filters.errors, *errors))

    @property
    def _has_selection(self) -> bool:
        return self._filters.is_narrowed

    def _side(self, token: str) -> Side | None:
        kind, _, name = token.partition(":")
        if token == THIS:
            return self._this()
        if token == REST:
            return Side(REST, "The rest", self._everyone, "", is_rest=True)
        if token in WEEKS:
            words, days = WEEKS[token]
            return self._made(token, words, replace(self._everyone, first=_monday(self._today, days)), is_named=False)
        if kind == "group" and groups_under(self._collection, name):
            return self._made(token, name, replace(self._everyone, groups=groups_under(self._collection, name)), name)
        return self._saved(token)

    @property
    def _everyone(self) -> View:
        return View(kind=self._filters.view.kind)

    def _this(self) -> Side | None:
        if not self._has_selection:
            return None
        view = self._filters.view
        # A name that somebody would say; what cannot be said briefly stands in words below the lists.
        name = "This selection" if view.is_fine else _said(self._filters.group, view)
        return Side(
            THIS,
            name,
            view,
            canonical(self._filters),
            brief=self._filters.group or "This selection",
            is_named=bool(self._filters.group),
        )

    def _made(self, token: str, name: str, view: View, group: str = "", *, is_named: bool = True) -> Side:
        return Side(token, name, view, canonical(self._filters_of(view, group)), is_named=is_named)

    def _filters_of(self, view: View, group: str) -> Filters:
        return replace(self._filters, view=view, group=group, first="", last="", errors=())

    def _saved(self, token: str) -> Side | None:
        try:
            cohort: Cohort = get_cohort(self._db, self._collection.id, token)
        except NotFoundError:
            return None
        filters = filters_of(self._collection, self._framework, cohort.query)
        return Side(cohort.id, cohort.name, filters.view, cohort.query, is_saved=True)

    def _split(self, typed: str) -> Sides:
        """The selection of the address from a day's week on, and before it."""
        try:
            day = date.fromisoformat(typed)
        except ValueError:
            day = None
        view = self._filters.view
        first = day and day - timedelta(days=day.weekday())
        if first is None or not (view.first or date.min) < first <= (view.last or date.max):
            wrong = "Enter a date such as 2026-11-03 that has stories before it and after it"
            return Sides(None, None, (FieldError("split", wrong),))
        before, after = replace(view, last=first - timedelta(days=1)), replace(view, first=first)
        sides = [
            Side(
                token,
                _joined(self._filters.group, f"{words} the week of {spoken(first)}"),
                one,
                canonical(replace(self._filters, view=one)),
                brief=brief,
                is_named=bool(self._filters.group),
            )
            for token, words, brief, one in ((AFTER, "from", "After", after), (BEFORE, "before", "Before", before))
        ]
        return Sides(sides[0], sides[1], self._filters.errors)


def _said(group: str, view: View) -> str:
    """A group and a period in a few words."""
    first = view.first and f"from the week of {spoken(view.first)}"
    last = view.last and f"until the week of {spoken(view.last - timedelta(days=view.last.weekday()))}"
    return _joined(group, " ".join(words for words in (first, last) if words))


def _joined(group: str, period: str) -> str:
    return ", ".join(words for words in (group, period) if words) if group else f"{period[:1].upper()}{period[1:]}"


def _rest_of(side: Side) -> Side:
    """Every other story of the same kind."""
    return Side(REST, "The rest", View(kind=side.view.kind), "", is_rest=True)


def _monday(today: date, days: int) -> date:
    start = today - timedelta(days=days)
    return start - timedelta(days=start.weekday())
