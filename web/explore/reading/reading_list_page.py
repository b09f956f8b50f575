"""A reading list as it is shown: the stories of it that may still be read, and what to do with each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from narratives.collection import Collection
from narratives.framework import Framework
from store import release_reading
from store.database import Database
from store.reading_lists import list_listed, order_list
from web.explore.reading.printed_cards import MINE
from web.explore.reading.story_cards import CARD_CHARACTERS, Reading, StoryCard, story_cards
from web.explore.themes.names import theme_names


@dataclass(frozen=True, slots=True)
class ListPage:
    """The cards of a list, and how many stories of it may not be read any more."""

    cards: tuple[StoryCard, ...]
    hidden: int
    is_spoken: bool


def list_page(db: Database, collection: Collection, framework: Framework, account: str) -> ListPage:
    """Somebody's reading list. A story whose teller allows less by now is counted and not shown."""
    listed = list_listed(db, collection.id, account)
    found = release_reading.list_by_ids(db, collection, listed)
    cards = story_cards(
        collection,
        framework,
        found,
        theme_names(db, collection),
        most=CARD_CHARACTERS,
        reading=Reading({"list": MINE}, {}),
    )
    return ListPage(cards, len(listed) - len(found), any(story.spoken for story in found))


def move(db: Database, collection: Collection, account: str, story_id: str, step: int) -> None:
    """Move a story one place up (-1) or down (1) among those that are shown; at the end it stays."""
    listed = list_listed(db, collection.id, account)
    shown = [story.id for story in release_reading.list_by_ids(db, collection, listed)]
    order_list(db, collection.id, account, moved(shown, story_id, step))


def moved(listed: Sequence[str], story_id: str, step: int) -> list[str]:
    """A list with one of its members a place further up or down."""
    found = list(listed)
    if story_id in found:
        place = found.index(story_id)
        other = min(max(place + step, 0), len(found) - 1)
        found[place], found[other] = found[other], found[place]
    return found
