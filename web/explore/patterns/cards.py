"""Patterns as tiles of the page and, larger, one pattern as a page of its own."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from narratives.calendar import spoken
from narratives.collection import Collection
from narratives.framework import Framework
from store.release_pattern_marks import Mark
from store.release_patterns import ReleasedPattern, ReleasedPatterns, list_pattern_stories, list_released_patterns
from web.explore.patterns.words import group_words, growth_words, holds_words
from web.explore.reading.story_cards import QUOTE_CHARACTERS, StoryCard, story_cards
from web.explore.triad_tile import TriadTile, triad_tile
from web.sentences import percent
from web.stores import Stores

_MARKS, _GROUPS, _TYPICAL = 4, 2, 1


@dataclass(frozen=True, slots=True)
class MarkView:
    """One answer that marks a pattern: its share as a bar in hundredths, and that of all others."""

    title: str
    words: str
    share: str
    rest: str
    bar: int
    rest_bar: int
    gap: str
    more: bool
    n: str


@dataclass(frozen=True, slots=True)
class PatternCard:
    """A pattern as it is shown; `few` says so where it holds fewer than k stories, and nothing else is known then."""

    id: int
    label: str
    size: str
    bar: int
    born: str
    href: str
    few: bool
    holds: str
    growth: str
    marks: tuple[MarkView, ...]
    groups: tuple[tuple[str, str], ...]
    triads: tuple[TriadTile, ...]
    typical: tuple[StoryCard, ...] = ()


class PatternCards:
    """Makes the cards of one collection; without stories for those who may not read them."""

    def __init__(self, stores: Stores, collection: Collection, framework: Framework, *, may_read: bool) -> None:
        self._stores = stores
        self._collection = collection
        self._framework = framework
        self._may_read = may_read

    def found(self) -> ReleasedPatterns:
        """The patterns as they are released."""
        return list_released_patterns(self._stores.stories, self._stores.landscape, self._collection, self._framework)

    def tiles(self, found: ReleasedPatterns) -> tuple[PatternCard, ...]:
        """Every pattern, largest first."""
        largest = max((one.size or 0 for one in found.patterns), default=0)
        return tuple(self._card(one, largest, whole=False) for one in found.patterns)

    def one(self, found: ReleasedPatterns, pattern_id: int) -> PatternCard | None:
        """One pattern, all of it; None when there is none of that number."""
        held = next((one for one in found.patterns if one.id == pattern_id), None)
        return None if held is None else self._card(held, held.size or 0, whole=True)

    def stories(self, pattern_id: int, limit: int, offset: int = 0, *, unusual: bool = False) -> tuple[StoryCard, ...]:
        """Stories of a pattern to read, the most typical first; or those that are like none, the farthest first."""
        if not self._may_read:
            return ()
        asked = (pattern_id, limit, offset)
        found = list_pattern_stories(self._stores.stories, self._collection, *asked, unusual=unusual)
        return story_cards(self._collection, self._framework, found, {}, most=QUOTE_CHARACTERS)

    def _card(self, one: ReleasedPattern, largest: int, *, whole: bool) -> PatternCard:
        k = self._collection.k
        marks = one.marks if whole else tuple(mark for mark in one.marks if mark.effect > 0)[:_MARKS]
        return PatternCard(
            id=one.id,
            label=one.label,
            size=f"Fewer than {k} stories" if one.size is None else f"{one.size:,} stories, {percent(one.share)}",
            bar=round(100 * (one.size or 0) / largest) if largest else 0,
            born=spoken(one.born_on),
            href=url_for("explore.pattern", collection_id=self._collection.id, number=one.id),
            few=one.size is None,
            holds=holds_words(one.holds),
            growth=growth_words(one.growth),
            marks=tuple(_mark(mark) for mark in marks),
            groups=tuple((group.name, group_words(group)) for group in (one.groups if whole else one.groups[:_GROUPS])),
            triads=tuple(
                triad_tile(triad, shape, whole=whole) for triad, shape in one.triads if shape.mean is not None
            ),
            typical=() if whole or one.size is None else self.stories(one.id, _TYPICAL),
        )


def _mark(mark: Mark) -> MarkView:
    return MarkView(
        title=mark.title,
        words=mark.words,
        share=percent(mark.share),
        rest=percent(mark.rest),
        bar=round(100 * mark.share),
        rest_bar=round(100 * mark.rest),
        gap=f"{_points(mark.effect)} points ({_points(mark.low)} to {_points(mark.high)})",
        more=mark.effect > 0,
        n=f"{mark.n:,}",
    )


def _points(share: float) -> str:
    said = round(100 * share)
    return f"{'−' if said < 0 else '+' if said > 0 else ''}{abs(said)}"
