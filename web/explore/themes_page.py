"""Themes: what the stories are about, each with its words and its most typical stories."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from narratives.calendar import spoken
from narratives.collection import Collection
from narratives.framework import Framework
from store import release_results
from store.database import Database
from web.explore.reading.story_cards import QUOTE_CHARACTERS, StoryCard, story_cards

_TYPICAL = 2


@dataclass(frozen=True, slots=True)
class ThemeCard:
    """A theme as it is shown; `bar` is its size in hundredths of the largest."""

    name: str
    terms: tuple[str, ...]
    size: str
    bar: int
    born: str
    href: str
    typical: tuple[StoryCard, ...]


def theme_names(db: Database, collection: Collection) -> dict[int, str]:
    """What each theme is called, by its number."""
    return {theme.id: theme.name for theme in release_results.list_released_themes(db, collection)}


def theme_cards(db: Database, collection: Collection, framework: Framework, *, may_read: bool) -> tuple[ThemeCard, ...]:
    """Every theme, largest first; without stories for those who may not read them."""
    themes = release_results.list_released_themes(db, collection)
    largest = max((theme.size or 0 for theme in themes), default=0)
    cards = []
    for theme in themes:
        found = release_results.list_typical_stories(db, collection, theme.id, _TYPICAL) if may_read else []
        size = f"Fewer than {collection.k} stories" if theme.size is None else f"{theme.size:,} stories"
        cards.append(
            ThemeCard(
                name=theme.name,
                terms=tuple(term for term in theme.terms if term not in theme.name),
                size=size,
                bar=round(100 * (theme.size or 0) / largest) if largest else 0,
                born=spoken(theme.born_on),
                href=url_for("explore.stories", collection_id=collection.id, theme=theme.id),
                typical=story_cards(collection, framework, found, {}, most=QUOTE_CHARACTERS),
            )
        )
    return tuple(cards)
