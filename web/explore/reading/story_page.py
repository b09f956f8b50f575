"""A story's own page, and its neighbours in the list that a reader came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask import url_for

from narratives.narrative import Kind
from store.database import Database
from store.reading_lists import list_listed
from store.release import Story
from web.explore.filters import Query
from web.explore.reading.printed_cards import MINE
from web.explore.reading.stories_page import A_PAGE, Reader
from web.explore.reading.story_cards import WHOLE_STORY, StoryCard, story_cards
from web.explore.reading.wanted import whole_number
from web.explore.themes.names import theme_names

_ASIDE = 2  # a story that arrived meanwhile moves the list on: neighbours are looked for so far round the place


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The way back to a list, and to the stories before and after; empty where there is none."""

    back: str
    back_words: str
    previous: str = ""
    following: str = ""


@dataclass(frozen=True, slots=True)
class StoryPage:
    """A story's card, whole, and the ways on; `context` is what its address carries of the list that it came from."""

    card: StoryCard
    neighbours: Neighbours
    context: Query


def story_page(db: Database, reader: Reader, story: Story, fields: Mapping[str, str], account: str) -> StoryPage:
    """A story's page as it was come to: from a selection, from the reading list, or by its address alone."""
    reading = reader.reading()
    if story.kind is not Kind.RESPONDENT:
        reading = replace(reading, coarse={**reading.coarse, "kind": story.kind.value})
    themes = theme_names(db, reader.collection)
    (card,) = story_cards(reader.collection, reader.framework, [story], themes, most=WHOLE_STORY, reading=reading)
    if fields.get("list") == MINE:
        return StoryPage(card, _in_list(db, reader, story, account), context_of(reader, fields))
    at = whole_number(fields, "at")
    return StoryPage(card, _in_selection(reader, story, at), context_of(reader, fields))


def context_of(reader: Reader, fields: Mapping[str, str]) -> Query:
    """What an address says of the list that a story was opened from."""
    if fields.get("list") == MINE:
        return {"list": MINE}
    at = whole_number(fields, "at")
    return {} if at is None else reader.query | {"at": str(at)}


def _in_list(db: Database, reader: Reader, story: Story, account: str) -> Neighbours:
    collection = reader.collection.id
    listed = list_listed(db, collection, account)
    back = url_for("explore.reading_list", collection_id=collection)
    before, after = _beside(listed, story.id)

    def href(one: str) -> str:
        return url_for("explore.story", collection_id=collection, story_id=one, list=MINE) if one else ""

    return Neighbours(back, "Your reading list", href(before), href(after))


def _in_selection(reader: Reader, story: Story, at: int | None) -> Neighbours:
    collection = reader.collection
    if at is None:
        back = url_for("explore.stories", collection_id=collection.id)
        return Neighbours(back, f"All stories of {collection.title}")
    first = max(0, at - _ASIDE)
    shelf = [one.id for one in reader.shelf(2 * _ASIDE + 1, first).stories]
    before, after = _beside(shelf, story.id)

    def href(one: str) -> str:
        if not one:
            return ""
        query = reader.query | {"at": str(first + shelf.index(one))}
        return url_for("explore.story", collection_id=collection.id, story_id=one, **query)  # type: ignore[arg-type]

    page = reader.query | ({"page": str(at // A_PAGE + 1)} if at >= A_PAGE else {})
    back = url_for("explore.stories", collection_id=collection.id, _anchor=f"story-{story.id}", **page)  # type: ignore[arg-type]
    return Neighbours(back, "Back to the stories", href(before), href(after))


def _beside(listed: Sequence[str], story_id: str) -> tuple[str, str]:
    """The ids before and after a story; empty at the ends, and where it is not listed any more."""
    if story_id not in listed:
        return "", ""
    place = listed.index(story_id)
    return listed[place - 1] if place else "", listed[place + 1] if place + 1 < len(listed) else ""
