"""Themes as cards of the page and, larger, one theme as a page of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from narratives.calendar import spoken
from narratives.collection import Collection, Policy
from narratives.framework import Framework
from narratives.translation import name_of
from store.release import Story
from store.release_theme_facts import ThemeFact, ThemeFacts, theme_facts
from store.release_themes import list_typical_stories, list_unusual_stories
from web.explore.reading.story_cards import CARD_CHARACTERS, QUOTE_CHARACTERS, StoryCard, story_cards
from web.explore.themes.words import (
    group_words,
    growth_words,
    holds_words,
    language_words,
    no_groups_words,
    stability_words,
    sure_words,
)
from web.explore.triad_tile import TriadTile, triad_tile
from web.sentences import percent
from web.stores import Stores

_GROUPS_ON_A_CARD = 2
_TYPICAL_ON_A_CARD, _TYPICAL, _UNUSUAL = 2, 6, 3


@dataclass(frozen=True, slots=True)
class ThemeCard:
    """A theme as it is shown; `bar` is its size in hundredths of the largest.

    `ways` lead to map, stories and comparison with the theme chosen; `together` says how sure all
    themes are. What is not known, or may not be told, is empty.
    """

    id: int
    name: str
    terms: tuple[str, ...]
    size: str
    bar: int
    born: str
    href: str
    read: str
    ways: tuple[tuple[str, str], ...]
    typical: tuple[StoryCard, ...]
    trend: str = ""
    growth: str = ""
    groups: tuple[tuple[str, str], ...] = ()
    more_groups: int = 0
    no_groups: str = ""
    triads: tuple[TriadTile, ...] = ()
    holds: str = ""
    together: str = ""
    language: str = ""
    languages: tuple[tuple[str, str], ...] = ()
    unusual: int = 0
    unlike: tuple[StoryCard, ...] = ()
    few: str = ""


@dataclass(frozen=True, slots=True)
class ThemesPage:
    """Every theme of a collection; `was_fitted` without themes says that no clusters were found.

    `sure` and `stability` say how sure they are together, in a few words ("" before it was measured) and in full.
    """

    themes: tuple[ThemeCard, ...]
    was_fitted: bool
    sure: str
    stability: str
    is_told_apart: bool


class CardMaker:
    """Makes the cards of one collection; without stories for those who may not read them."""

    def __init__(
        self, stores: Stores, collection: Collection, framework: Framework, today: date, *, may_read: bool
    ) -> None:
        self._stores = stores
        self._collection = collection
        self._framework = framework
        self._today = today
        self._may_read = may_read

    def page(self) -> ThemesPage:
        """All themes, largest first."""
        facts = self._facts(None)
        cards = tuple(self._card(fact, facts, whole=False) for fact in facts.themes)
        return ThemesPage(cards, facts.was_fitted, *sure_words(facts.stability), facts.is_told_apart)

    def theme(self, theme_id: int) -> ThemeCard | None:
        """One theme, all of it; None when it is no living theme."""
        facts = self._facts(theme_id)
        fact = next((fact for fact in facts.themes if fact.theme.id == theme_id), None)
        return None if fact is None else self._card(fact, facts, whole=True)

    def _facts(self, only: int | None) -> ThemeFacts:
        where = (self._stores.stories, self._stores.landscape, self._collection, self._framework)
        return theme_facts(*where, self._today, only=only)

    def _card(self, fact: ThemeFact, facts: ThemeFacts, *, whole: bool) -> ThemeCard:
        theme, k = fact.theme, self._collection.k
        largest = max((one.theme.size or 0 for one in facts.themes), default=0)
        size = f"Fewer than {k} stories" if theme.size is None else f"{theme.size:,} stories"
        told = self._told(fact, facts, whole=whole) if facts.is_told_apart and theme.size is not None else {}
        return ThemeCard(
            id=theme.id,
            name=theme.name,
            terms=tuple(term for term in theme.terms if whole or term not in theme.name.split(", ")),
            size=size,
            bar=round(100 * (theme.size or 0) / largest) if largest else 0,
            born=spoken(theme.born_on),
            href=url_for("explore.theme", collection_id=self._collection.id, theme_id=theme.id),
            read=url_for("explore.stories", collection_id=self._collection.id, theme=theme.id),
            ways=self._ways(theme.id),
            typical=self._typical(theme.id, whole=whole),
            holds=holds_words(fact.stability),
            together=stability_words(facts.stability) if whole else "",
            **told,  # type: ignore[arg-type]
        )

    def _told(self, fact: ThemeFact, facts: ThemeFacts, *, whole: bool) -> dict[str, object]:
        """What open stories tell of a theme; estimates need k of them."""
        if fact.open_n < self._collection.k:
            return {"few": f"Fewer than {self._collection.k} of its stories are open, so nothing more is said of it."}
        trend, growth = growth_words(fact, facts.since)
        shown = fact.groups if whole else fact.groups[:_GROUPS_ON_A_CARD]
        several = len(facts.languages) > 1
        shares = [(name_of(one), percent(n / fact.open_n)) for one, n in fact.languages if n >= self._collection.k]
        return {
            "trend": trend,
            "growth": growth,
            "groups": tuple((share.name, group_words(share)) for share in shown),
            "more_groups": len(fact.groups) - len(shown),
            "no_groups": "" if fact.groups else no_groups_words(fact),
            "triads": tuple(self._triads(fact, whole=whole)),
            "language": language_words(fact, facts),
            "languages": tuple(shares) if several else (),
            "unusual": fact.unusual,
            "unlike": self._unlike(fact.theme.id) if whole and self._may_read else (),
        }

    def _triads(self, fact: ThemeFact, *, whole: bool) -> list[TriadTile]:
        triads = {one.id: one for one in self._framework.triads}
        return [
            triad_tile(
                triads[name],
                shape,
                whole=whole,
                href=url_for(
                    "explore.map", collection_id=self._collection.id, theme=fact.theme.id, _anchor=f"triad-{name}"
                ),
            )
            for name, shape in fact.triads.items()
            if shape.mean is not None
        ]

    def _ways(self, theme: int) -> tuple[tuple[str, str], ...]:
        """Where else the theme can be chosen; in a protected collection stories alone can be followed so finely."""
        opened = self._collection.policy is Policy.OPEN
        named = [("See it on the map", "explore.map"), ("Compare it with all others", "explore.compare")]
        ways = [("Read its stories", "explore.stories")] if self._may_read else []
        return tuple(
            (words, url_for(endpoint, collection_id=self._collection.id, theme=theme))
            for words, endpoint in [*ways, *(named if opened else [])]
        )

    def _typical(self, theme: int, *, whole: bool) -> tuple[StoryCard, ...]:
        if not self._may_read:
            return ()
        most = _TYPICAL if whole else _TYPICAL_ON_A_CARD
        found = list_typical_stories(self._stores.stories, self._collection, theme, most)
        return self._cards(found, CARD_CHARACTERS if whole else QUOTE_CHARACTERS)

    def _unlike(self, theme: int) -> tuple[StoryCard, ...]:
        found = list_unusual_stories(self._stores.stories, self._collection, theme, _UNUSUAL)
        return self._cards(found, CARD_CHARACTERS)

    def _cards(self, stories: Sequence[Story], most: int) -> tuple[StoryCard, ...]:
        return story_cards(self._collection, self._framework, stories, {}, most=most)
