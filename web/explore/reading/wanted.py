"""What a reader asks for besides the selection: words, a story to be like, what for, in which order, which page."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from werkzeug.datastructures import MultiDict

from narratives.collection import Collection, Policy
from narratives.disclosure import GRID
from narratives.framework import Framework
from narratives.narrative import Scope
from narratives.search_words import Search, clean, read_search
from narratives.triangle import ZONES
from web.explore.filters import Query

_LONGEST_ID = 64
_SEEDS = 1_000_000


class Order(StrEnum):
    """In which order stories are read."""

    NEWEST = "newest"
    RANDOM = "random"
    TYPICAL = "typical"
    ATYPICAL = "atypical"
    BEST = "best"


ORDER_WORDS = {
    Order.NEWEST: "Newest",
    Order.RANDOM: "Random",
    Order.TYPICAL: "Most typical",
    Order.ATYPICAL: "Unlike anything else",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks for; `seed` is the draw of a random order, None while nobody has drawn.

    `theme` is read in protected collections alone: in open ones themes are a part of the selection.
    """

    words: str = ""
    use: Scope = Scope.READ
    order: Order = Order.NEWEST
    seed: int | None = None
    page: int = 1
    theme: int | None = None
    like: str = ""

    @property
    def search(self) -> Search:
        """What the words ask for."""
        return read_search(self.words)

    @property
    def query(self) -> Query:
        """What a link carries to keep these, the page left out."""
        named: Query = {
            "words": self.words,
            "like": self.like,
            "use": "" if self.use is Scope.READ else self.use.value,
            "order": "" if self.order is Order.NEWEST or self.like else self.order.value,
            "seed": "" if self.seed is None or self.order is not Order.RANDOM else str(self.seed),
            "theme": "" if self.theme is None else str(self.theme),
        }
        return {name: value for name, value in named.items() if value}

    @property
    def draw(self) -> int:
        """The seed of whatever is drawn for this page: the same until somebody shuffles."""
        return self.seed or 0

    def in_order(self, order: Order) -> Wanted:
        """The same stories in another order, from the first page on; at random, drawn again."""
        seed = new_seed(self.seed) if order is Order.RANDOM else None
        return replace(self, order=order, page=1, seed=seed, like=self.like if order is Order.BEST else "")

    def without_search(self) -> Wanted:
        """The same without words or a story to be like: in the order of a search there is no other order left."""
        return replace(self, words="", like="", page=1, order=Order.NEWEST if self.order is Order.BEST else self.order)


def new_seed(old: int | None = None) -> int:
    """A seed of a draw that nobody could choose beforehand, other than the last one."""
    seed = secrets.randbelow(_SEEDS)
    return seed if seed != old else (seed + 1) % _SEEDS


def read_wanted(collection: Collection, fields: Mapping[str, str]) -> Wanted:
    """What a page's address asks for; what it cannot mean is left out."""
    words = clean(fields.get("words", ""))
    # Words that were typed just now say nothing any more of the story that others were to be like.
    is_new = "typed" in fields and words != clean(fields["typed"])
    like = "" if is_new and words else _story_id(fields.get("like", ""))
    order = Order.BEST.value if like or (words and is_new) else fields.get("order", "")
    if order == Order.BEST.value and not (words or like):
        order = ""
    return Wanted(
        words="" if like else words,
        like=like,
        use=Scope(fields["use"]) if fields.get("use") in {Scope.QUOTE, Scope.PUBLISH} else Scope.READ,
        order=Order(order) if order in set(Order) else Order.NEWEST,
        seed=whole_number(fields, "seed"),
        page=max(1, whole_number(fields, "page") or 1),
        theme=whole_number(fields, "theme") if collection.policy is Policy.PROTECTED else None,
    )


def whole_number(fields: Mapping[str, str], name: str) -> int | None:
    """A number of the address that counts something; None when it is missing or counts nothing."""
    typed = fields.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else None


def _story_id(typed: str) -> str:
    return typed if typed.isascii() and typed.isalnum() and len(typed) <= _LONGEST_ID else ""


def with_parts(framework: Framework, fields: MultiDict[str, str]) -> MultiDict[str, str]:
    """The fields of an address; a zone or cells of a triad, as older links name them, become a part."""
    triad = next((one for one in framework.triads if one.id == fields.get("triad")), None)
    if triad is None:
        return fields
    zone, named = fields.get("zone", ""), fields.get("cells", "").split("-")[: GRID * GRID]
    cells = sorted({int(one) for one in named if one.isascii() and one.isdigit() and len(one) < 4})
    items = zone if zone in ZONES else ".".join(str(cell) for cell in cells if cell < GRID * GRID)
    if not items:
        return fields
    understood = fields.copy()
    understood.setlist("part", [*fields.getlist("part"), f"{triad.id}:{items}"])
    for name in ("triad", "zone", "cells"):
        understood.poplist(name)
    return understood
