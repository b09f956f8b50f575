"""Two selections side by side: a sentence, what differs, what cannot be told from scatter, and the pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask import url_for

from narratives.collection import Collection
from narratives.comparison import ComparedRow
from narratives.framework import Framework
from store import release_comparison
from store.cohorts import list_cohorts
from store.release_comparison import Comparison
from web.explore.comparing.cohorts_page import filters_of, size_words
from web.explore.comparing.pictures import PictureBuilder, SidePictures
from web.explore.comparing.sides import REST, THIS, UNSAVED, WEEKS, Side
from web.explore.comparing.words import chance, lacking_words, note_words, points, sentence, signed, told_first
from web.explore.filters import Filters
from web.explore.pictures.selection_words import selection_words
from web.explore.themes.names import theme_names
from web.interval_bar import IntervalBar, interval_bar
from web.stores import Stores


@dataclass(frozen=True, slots=True)
class SideChoice:
    """One selection to choose from a list."""

    token: str
    text: str


@dataclass(frozen=True, slots=True)
class SideChoices:
    """Selections to choose from, by what they are; without a name those that come first."""

    name: str
    choices: tuple[SideChoice, ...]


@dataclass(frozen=True, slots=True)
class EffectRow:
    """One comparison: both figures, how far they lie apart with the interval, and how sure that is."""

    title: str
    measure: str
    first: str
    second: str
    effect: str
    interval: str
    p: str
    q: str
    verdict: str
    is_told: bool
    bar: IntervalBar


@dataclass(frozen=True, slots=True)
class SideLink:
    """A way on from one side: to its stories, to its map, to a name for it."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class ComparePage:
    """The answer for two sides; `lacking` says what is missing where there are too few stories."""

    first: Side
    second: Side
    first_n: str
    second_n: str
    lacking: str
    sentence: str
    notes: tuple[str, ...]
    told: tuple[EffectRow, ...]
    scatter: tuple[EffectRow, ...]
    links: tuple[SideLink, ...]
    pictures: SidePictures | None


class CompareBuilder:
    """Builds the comparisons of a collection."""

    def __init__(self, stores: Stores, collection: Collection, framework: Framework, *, may_read: bool = False) -> None:
        self._may_read = may_read
        self._stores = stores
        self._collection = collection
        self._framework = framework

    def choices(self, filters: Filters) -> tuple[SideChoices, ...]:
        """What both lists offer."""
        this = [SideChoice(THIS, "This selection")] if filters.is_narrowed else []
        saved = [SideChoice(one.id, one.name) for one in list_cohorts(self._stores.stories, self._collection.id)]
        found = [
            SideChoices("", (*this, SideChoice(REST, "The rest"))),
            SideChoices("Saved selections", tuple(saved)),
            SideChoices("Groups", tuple(_group(name, name) for name in filters.loose_groups)),
            *(
                SideChoices(
                    branch.name,
                    (_group(branch.name, f"All of {branch.name}"), *(_group(name, name) for name in branch.groups)),
                )
                for branch in filters.branches
            ),
            SideChoices("Periods", tuple(SideChoice(token, words) for token, (words, _) in WEEKS.items())),
        ]
        return tuple(one for one in found if one.choices)

    def page(self, first: Side, second: Side) -> ComparePage:
        """The comparison of two sides."""
        found = self.comparison(first, second)
        lacking = lacking_words(found, first, second, self._collection)
        rows = effect_rows(found)
        return ComparePage(
            first=first,
            second=second,
            first_n=size_words(found.n_first, self._collection.k),
            second_n=size_words(found.n_second, self._collection.k),
            lacking=lacking,
            sentence=lacking or sentence(found, first, second),
            notes=(*self._described((first, second)), *note_words(found, first, second, self._collection)),
            told=tuple(row for row in rows if row.is_told),
            scatter=tuple(row for row in rows if not row.is_told),
            links=tuple(self._links((first, second))),
            pictures=None if lacking else self._pictures(first, second),
        )

    def comparison(self, first: Side, second: Side) -> Comparison:
        """The figures of a comparison."""
        stores, views = self._stores, (first.view, second.view)
        return release_comparison.compare(stores.stories, stores.landscape, self._collection, self._framework, *views)

    def _links(self, sides: Iterable[Side]) -> Iterator[SideLink]:
        for side in sides:
            if side.is_rest:
                continue
            if self._may_read:
                yield SideLink(f"Read the stories: {side.short}", self._address("stories", side))
            yield SideLink(f"See the map: {side.short}", self._address("map", side))
            if side.token in UNSAVED:
                yield SideLink(f"Save this selection: {side.short}", self._address("cohorts", side))

    def _described(self, sides: Iterable[Side]) -> Iterator[str]:
        """What a side means whose name does not say it all."""
        themes = theme_names(self._stores.stories, self._collection)
        for side in sides:
            if not side.is_rest and (side.view.is_fine or side.is_saved):
                filters = filters_of(self._collection, self._framework, side.query)
                yield f"{side.name}: {selection_words(filters, self._framework, themes)}."

    def _address(self, page: str, side: Side) -> str:
        return f"{url_for(f'explore.{page}', collection_id=self._collection.id)}?{side.query}"

    def _pictures(self, first: Side, second: Side) -> SidePictures:
        return PictureBuilder(self._stores, self._collection, self._framework, first, second).pictures()


def effect_rows(found: Comparison) -> tuple[EffectRow, ...]:
    """The rows of a comparison, the largest differences that can be told first; their bars share one scale."""
    ends = [abs(end) for row in found.rows for end in (row.low, row.high, row.effect)]
    reach = max(ends, default=0.0) or 1.0
    return tuple(_effect_row(row, reach) for row in told_first(found))


def _effect_row(row: ComparedRow, reach: float) -> EffectRow:
    return EffectRow(
        title=row.title,
        measure=row.measure,
        first=points(row.first),
        second=points(row.second),
        effect=signed(row.effect),
        interval=f"{signed(row.low)} to {signed(row.high)}",
        p=chance(row.p),
        q=chance(row.q),
        verdict=row.verdict,
        is_told=row.is_distinguishable,
        bar=interval_bar(row.effect, row.low, row.high, reach),
    )


def _group(name: str, text: str) -> SideChoice:
    return SideChoice(f"group:{name}", text)
