"""What is said above the stories that a search found, and on each card why it is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for

from store import release_reading
from store.release_meaning import vector_of
from store.release_reading import Shelf
from web.explore.reading.asking import Answer
from web.explore.reading.stories_page import Reader
from web.explore.reading.wanted import Order

WHY = {
    (True, True): "Has your words, similar in meaning",
    (True, False): "Has your words",
    (False, True): "Similar in meaning",
}
_BEGINS = 80  # characters of the story that others are to be like
_BOTH = "The closest first, by your words and by what they mean. Each card says which."
_WORDLESS = "No story has these words. These come nearest in meaning, which may not be near."
_SILENT = (
    "Meaning cannot be searched just now: the analysis did not answer in time. Below are only the stories that have "
    "your words."
)
_UNREAD = (
    "The analysis has read no story here yet, so that none can be found by meaning. Below are only the stories that "
    "have your words."
)
_GONE = "The story that others were to be like is not here, or may not be read any more."
_NOT_YET = "The analysis has not read this story yet: what is like it can be said in a few minutes."


@dataclass(frozen=True, slots=True)
class SearchPanel:
    """A sentence about what follows, `missing` about what does not, with the address to `again` try that at.

    `about` is how the story begins that others are to be like, and `href` leads to it.
    """

    said: str = ""
    missing: str = ""
    again: str = ""
    about: str = ""
    href: str = ""


def search_panel(reader: Reader, shelf: Shelf) -> SearchPanel | None:
    """What is said of a search; None where there is none, and another order says what it is itself."""
    if reader.wanted.like:
        return _like(reader)
    if reader.wanted.order is not Order.BEST or reader.meaning is None:
        return None
    match reader.meaning.answer:
        case Answer.KNOWN:
            return SearchPanel(said=_WORDLESS if _is_wordless(reader, shelf) else _BOTH)
        case Answer.SILENT:
            return SearchPanel(missing=_SILENT, again=reader.href("explore.stories"))
        case _:
            return SearchPanel(missing=_UNREAD)


def _is_wordless(reader: Reader, shelf: Shelf) -> bool:
    """Whether no story has the words: those that have them would come on the first page."""
    found = shelf.found_by.values()
    return reader.wanted.page == 1 and bool(found) and not any(has_words for has_words, _ in found)


def reasons(shelf: Shelf) -> Mapping[str, str]:
    """Why each story of a search is there, by its id."""
    return {story: WHY[found_by] for story, found_by in shelf.found_by.items()}


def _like(reader: Reader) -> SearchPanel:
    db, collection, like = reader.stores.stories, reader.collection, reader.wanted.like
    found = release_reading.list_by_ids(db, collection, [like])
    if not found:
        return SearchPanel(missing=_GONE)
    text = found[0].title or found[0].text
    about = text if len(text) <= _BEGINS else text[:_BEGINS].rsplit(maxsplit=1)[0] + " …"
    href = url_for("explore.story", collection_id=collection.id, story_id=like)
    if vector_of(db, collection, like) is None:
        return SearchPanel(missing=_NOT_YET, again=reader.href("explore.stories"), about=about, href=href)
    return SearchPanel(said="The further down, the less alike.", about=about, href=href)
