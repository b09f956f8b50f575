"""A page of stories: those of a selection in the order that was asked for, and the ways on from there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from flask import url_for

from narratives.collection import Collection, Policy
from narratives.errors import FieldError
from narratives.framework import Framework
from narratives.narrative import Scope
from store import release_reading
from store.release import View
from store.release_reading import Shelf
from web.explore.filters import Filters, Query
from web.explore.map_links import map_href
from web.explore.reading.asking import Meaning, meaning_of
from web.explore.reading.story_cards import Reading
from web.explore.reading.wanted import ORDER_WORDS, Order, Wanted
from web.reach import word_groups
from web.stores import Stores

A_PAGE = 20
_ORDERS_WITHOUT_TIME = {
    Order.NEWEST: "In no order",
    Order.TYPICAL: ORDER_WORDS[Order.TYPICAL],
    Order.ATYPICAL: ORDER_WORDS[Order.ATYPICAL],
}
_COARSE = ("group", "from", "to", "kind")


@dataclass(frozen=True, slots=True)
class OrderLink:
    """One order that stories can be read in."""

    text: str
    href: str
    current: bool


class Reader:
    """What somebody reads: a selection of a collection, and what they ask for besides."""

    def __init__(
        self,
        stores: Stores,
        collection: Collection,
        framework: Framework,
        filters: Filters,
        wanted: Wanted,
        *,
        asks_for_places: bool = False,
    ) -> None:
        self.stores = stores
        self.collection = collection
        self.framework = framework
        self.filters = filters
        self.wanted = wanted
        self._asks_for_places = asks_for_places

    @property
    def query(self) -> Query:
        """What a link carries to keep the selection and what is asked for, the page left out."""
        return self.filters.query | self.wanted.query

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is selected that leaves other stories out to compare with."""
        return self.filters.view != self.filters.whole or self.wanted.theme is not None

    @property
    def left_out(self) -> str:
        """What was asked for and cannot be followed here; empty where everything is."""
        if self.collection.policy is Policy.OPEN or not self._asks_for_places:
            return ""
        return "What was picked is left out: stories of a protected collection are not found by where they were placed."

    @cached_property
    def meaning(self) -> Meaning | None:
        """What the words mean; None where stories are in an order that does not need it, or the words are unclear."""
        search = self.wanted.search
        if self.wanted.order is not Order.BEST or self.wanted.like or search.is_empty or search.problem:
            return None
        return meaning_of(self.stores.stories, self.collection, search.meaning, self.stores.settings.secret)

    @property
    def errors(self) -> tuple[FieldError, ...]:
        """What is wrong with the filters and the words."""
        problem = self.wanted.search.problem
        return (*((FieldError("words", problem),) if problem else ()), *self.filters.errors)

    @property
    def first(self) -> int:
        """How many stories come before this page."""
        return (self.wanted.page - 1) * A_PAGE

    def page(self) -> Shelf:
        """The stories of this page."""
        return self.shelf(A_PAGE, self.first)

    def shelf(self, limit: int, offset: int = 0) -> Shelf:
        """Some stories that follow each other in the order that is asked for."""
        asked = release_reading.Asked(
            order=self.wanted.order.value,
            seed=self.wanted.draw,
            words=self.wanted.words,
            vector=None if self.meaning is None else self.meaning.vector,
            like=self.wanted.like,
            use=self.wanted.use,
            theme=self.wanted.theme,
            limit=limit,
            offset=offset,
        )
        stores = self.stores
        return release_reading.list_shelf(
            stores.stories, stores.landscape, self.collection, self.framework, self._view, asked
        )

    @property
    def _view(self) -> View:
        """The selection as far as stories may be told apart."""
        view = self.filters.view
        if self.collection.policy is Policy.OPEN:
            return view
        return replace(view, groups=word_groups(self.collection, view.groups))

    def reading(self) -> Reading:
        """What the links of the cards keep."""
        coarse = {name: value for name, value in self.filters.query.items() if name in _COARSE}
        return Reading(self.query, coarse, tuple(part.signifier for part in self.filters.view.parts))

    def orders(self) -> tuple[OrderLink, ...]:
        """The orders that can be chosen; a protected collection says nothing of when its stories were told."""
        is_open = self.collection.policy is Policy.OPEN
        words = dict(ORDER_WORDS if is_open else _ORDERS_WITHOUT_TIME)
        if self.wanted.words or self.wanted.like:
            words = {Order.BEST: "Most like it" if self.wanted.like else "Best match"} | words
        return tuple(
            OrderLink(text, self._href(self.wanted.in_order(one)), self.wanted.order is one)
            for one, text in words.items()
        )

    @property
    def shuffled(self) -> str:
        """The address of another draw; empty when the order is none of chance."""
        return self._href(self.wanted.in_order(Order.RANDOM)) if self.wanted.order is Order.RANDOM else ""

    @property
    def drawn(self) -> str:
        """The address of this page with a draw of its own, so that it can be shared."""
        return self._href(self.wanted.in_order(Order.RANDOM))

    def links(self, *, more: bool) -> dict[str, str]:
        """The addresses of the pages before and after this one, by "previous" and "next"."""
        page = self.wanted.page
        found = {"previous": page - 1, "next": page + 1 if more else 0}
        return {name: self._page_href(number) for name, number in found.items() if number}

    def using(self, use: Scope) -> Reader:
        """The same, of stories that may be used so."""
        wanted = replace(self.wanted, use=use)
        asks = self._asks_for_places
        return Reader(self.stores, self.collection, self.framework, self.filters, wanted, asks_for_places=asks)

    @property
    def map_href(self) -> str:
        """The map of this selection."""
        return map_href(self.collection, self.filters.query)

    def href(self, endpoint: str) -> str:
        """Another page about the same stories in the same order."""
        return url_for(endpoint, collection_id=self.collection.id, **self.query)  # type: ignore[arg-type]

    def _page_href(self, page: int) -> str:
        query = self.query | ({"page": str(page)} if page > 1 else {})
        return url_for("explore.stories", collection_id=self.collection.id, **query)  # type: ignore[arg-type]

    def _href(self, wanted: Wanted) -> str:
        query = self.filters.query | wanted.query
        return url_for("explore.stories", collection_id=self.collection.id, **query)  # type: ignore[arg-type]


def said_of(shelf: Shelf, wanted: Wanted, collection: Collection) -> str:
    """What there is to know of the order that the stories stand in."""
    match wanted.order:
        case Order.NEWEST:
            return ""
        case Order.RANDOM:
            return "A fair draw: every story had the same chance. Whoever opens this address sees the same one."
        case Order.BEST:
            return ""
        case _:
            return _typical_words(shelf, wanted, collection)


def _typical_words(shelf: Shelf, wanted: Wanted, collection: Collection) -> str:
    if not shelf.ranked_by:
        return (
            f"There are fewer than {collection.k} stories here, or nothing to compare them by: none can be called "
            "typical. They stand in no order."
        )
    if shelf.ranked_by == "meaning":
        return (
            "First the stories that hardly any other story of this collection is like, by their words. Nobody says "
            "that they matter more: they are easily missed."
        )
    by = "by their words" if shelf.ranked_by == "words" else "by where their tellers placed them"
    if wanted.order is Order.TYPICAL:
        said = f"First the stories that are most like all the others here, {by}."
    else:
        said = f"First the stories that hardly any other here is like, {by}."
    if shelf.drawn_from:
        said += f" Told from {shelf.drawn_from:,} of them, drawn at random."
    if shelf.unknown:
        one = "One story is" if shelf.unknown == 1 else f"{shelf.unknown:,} stories are"
        said += f" {one} left out: too little is known to compare."
    return said
