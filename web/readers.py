"""Who reads stories one by one where members decided about it: what is closed to the signed-in person."""

from __future__ import annotations

from collections.abc import Iterable

from narratives.covered import READING_ROLES, Setting, value_words
from narratives.roles import EVERYWHERE, Grant
from store.covered import list_limited_readers, readers_of
from store.limits import are_stories_closed
from web.stores import stores

_READ_FOR_OTHERS = {"moderator", "safeguarding"}  # what waits for them has to be read by somebody


def closed_to(grants: Iterable[Grant]) -> frozenset[str]:
    """The collections whose stories somebody with these roles does not read, by a decision of the members."""
    held = tuple(grants)
    return frozenset(
        collection
        for collection, readers in list_limited_readers(stores().stories).items()
        if _is_closed(readers, {one.role.value for one in held if one.collection in (EVERYWHERE, collection)})
    )


def _is_closed(readers: frozenset[str], roles: set[str]) -> bool:
    if readers >= set(READING_ROLES) or readers & roles:
        return False
    return not roles & _READ_FOR_OTHERS or bool(roles & set(READING_ROLES))


def closed_sentence(collection_id: str) -> str:
    """Why nothing is there to read, and who reads instead; empty where stories are not closed to whoever asks."""
    if not are_stories_closed(collection_id):
        return ""
    readers = value_words(Setting.READERS, readers_of(stores().stories, collection_id))
    return f"Members decided that the stories of this collection are read by {readers}."
