"""Which rows of narratives as n staff may read one by one: what the reader, the index and every count go by."""

from __future__ import annotations

from narratives.collection import Collection, Policy
from store.limits import are_stories_closed

# Whose placements may be looked at one by one too; the condition of the index `narratives_open`.
OPEN = "n.collection_id = :id and n.may_read = 1 and n.state = 'released' and n.counted = 0"
_NONE = "n.collection_id = :id and 0"
_WORDS_ONLY = "n.collection_id = :id and n.may_read = 1 and n.state = 'released' and n.counted = 1"


def readable(collection: Collection) -> str:
    """The condition for a collection: open stories, or in a protected one the words of closed batches.

    A + before it keeps the planner on other indexes than the collection's. For somebody who does not read the
    stories of a collection by a decision of its members nothing is readable.
    """
    if are_stories_closed(collection.id):
        return _NONE
    return OPEN if collection.policy is Policy.OPEN else _WORDS_ONLY
