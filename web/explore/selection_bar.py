"""The selection in words: what was picked, how many stories it leaves, and what can be done with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import url_for

from narratives.calendar import spoken
from narratives.collection import Policy
from narratives.framework import Framework
from narratives.narrative import Kind
from narratives.translation import name_of
from store.release import Totals, View
from web.explore.filters import KIND_WORDS, Filters, Query
from web.explore.picks import Picks
from web.explore.pictures.selection_words import part_words
from web.reach import may_open


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that narrows the selection; `href` is the map without it."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class SelectionBar:
    """What is selected. The addresses are None where that cannot be done here."""

    chips: tuple[Chip, ...]
    told: str
    clear: str
    read: str | None
    compare: str | None
    summary: str | None
    save: str | None
    query: str

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is chosen."""
        return bool(self.chips)


class SelectionTeller:
    """Says what a selection of a collection is; `themes` are the names of themes by number."""

    def __init__(self, framework: Framework, filters: Filters, picks: Picks, themes: Mapping[int, str]) -> None:
        self._framework = framework
        self._filters = filters
        self._picks = picks
        self._themes = themes

    def bar(self, totals: Totals, whole: Totals, *, may_read: bool) -> SelectionBar:
        """The bar above the pictures; `whole` are the totals of the same kind without any filter."""
        chips = tuple(self._chips())
        named = self._filters.query
        return SelectionBar(
            chips=chips,
            told=_told(totals, whole),
            clear=self._picks.asked({}),
            read=self._page("explore.stories", named) if may_read and _shown(totals) else None,
            compare=self._page("explore.compare", named) if chips and _shown(totals) else None,
            summary=self._page("explore.summary", named) if _shown(totals) else None,
            save=self._page("explore.save_cohort", {}) if chips else None,
            query=urlencode(named, doseq=True, safe=":"),
        )

    def _page(self, endpoint: str, query: Query) -> str | None:
        if not may_open(endpoint, self._filters.collection.id):
            return None
        path = url_for(endpoint, collection_id=self._filters.collection.id)
        return f"{path}?{urlencode(query, doseq=True, safe=':')}" if query else path

    def _chips(self) -> Iterator[Chip]:
        view = self._filters.view
        if view.kind is not Kind.RESPONDENT:
            yield self._less(KIND_WORDS[view.kind], "kind")
        if self._filters.group:
            yield self._less(self._filters.group, "group")
        if view.first:
            yield self._less(f"From the week of {spoken(view.first)}", "from")
        if view.last:
            yield self._less(f"To the week that ends on {spoken(view.last)}", "to")
        yield from self._fine_chips(view)

    def _fine_chips(self, view: View) -> Iterator[Chip]:
        for area in view.areas:
            yield self._narrower(area, replace(view, areas=tuple(one for one in view.areas if one != area)))
        for code in view.languages:
            rest = tuple(one for one in view.languages if one != code)
            yield self._narrower(f"Told in {name_of(code)}", replace(view, languages=rest))
        for theme in view.themes:
            rest_of = tuple(one for one in view.themes if one != theme)
            words = f"Theme: {self._themes.get(theme, theme)}"
            yield self._narrower(words, replace(view, themes=rest_of))
        for part in view.parts:
            words = part_words(self._framework, part)
            yield self._narrower(words, view.without_part(part.signifier))

    def _less(self, text: str, name: str) -> Chip:
        rest: Query = {one: value for one, value in self._filters.query.items() if one != name}
        return Chip(text, self._picks.asked(rest))

    def _narrower(self, text: str, view: View) -> Chip:
        return Chip(text, self._picks.of(view))


def left_out_words(totals: Totals, policy: Policy) -> str:
    """How many stories a fine selection cannot follow, and why; nothing where it follows all."""
    if policy is not Policy.OPEN or not totals.left_out:
        return ""
    n = totals.left_out
    return (
        f"{'1 story' if n == 1 else f'{n:,} stories'} in closed batches are left out: "
        "whoever is only counted can be followed by group and period, and no further."
    )


def _shown(totals: Totals) -> int:
    return totals.open + totals.batched


def _told(totals: Totals, whole: Totals) -> str:
    n, most = _shown(totals), _shown(whole)
    if not most:
        return "No stories yet"
    return f"{n:,} of {most:,} stories selected" if n != most else f"All {most:,} stories"
