"""The stories of a selection: newest first or drawn by chance, however many there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from narratives.collection import Collection, Policy
from narratives.framework import Framework
from narratives.narrative import Scope
from narratives.selection import View
from store.database import Database
from store.landscape import Landscape
from store.release_stories import Story, list_stories, list_stories_by_id
from store.word_queries import list_word_hits, match_of

MOST_LOOKED_AT = 20_000  # stories looked at for those whose tellers allow a use, or that have words
_STEP = 60


def list_selected(
    db: Database,
    landscape: Landscape,
    collection: Collection,
    framework: Framework,
    view: View,
    order: str = "newest",
    limit: int = 50,
    offset: int = 0,
    seed: int = 0,
    use: Scope = Scope.READ,
    words: str | None = None,
) -> list[Story]:
    """Readable stories of a view: "newest" first, or "random" by a seed; with `words`, those that they search for.

    `use` is what they are wanted for: only those whose tellers allow it are found. Where only words are released
    they come as `list_stories` gives them: without time, in the random order of their ids.
    """
    if collection.policy is not Policy.OPEN:
        return list_stories(db, collection, view.coarse, words=words, use=use, limit=limit, offset=offset)
    among = None if match_of(words) is None else list_word_hits(db, words or "")

    def page(n: int, start: int) -> list[str]:
        if order == "random":
            return landscape.random(db, collection.id, framework, view, n, seed, start, among=among)
        return landscape.newest(db, collection.id, framework, view, n, start, among=among)

    known = None if among is None else set(among)
    found: list[Story] = []
    for ids in _pages(page, offset + limit):
        wanted = ids if known is None else [one for one in ids if one in known]
        found += list_stories_by_id(db, collection, wanted, use=use)
        if len(found) >= offset + limit:
            break
    return found[offset : offset + limit]


def _pages(page: Callable[[int, int], list[str]], wanted: int) -> Iterator[list[str]]:
    """Ids page by page, each twice as long as the last: most stories are wanted, or hardly any.

    However far on the page lies that an address asks for, no more than MOST_LOOKED_AT are looked at.
    """
    start, step = 0, max(wanted, _STEP)
    while start < MOST_LOOKED_AT:
        step = min(step, MOST_LOOKED_AT - start)
        ids = page(step, start)
        yield ids
        if len(ids) < step:
            return
        start, step = start + step, step * 2
