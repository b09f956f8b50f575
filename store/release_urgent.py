"""What managers see of the urgent queue: the stories that they may read anyway, and whether more waits."""

from __future__ import annotations

from dataclasses import dataclass

from narratives.collection import Collection, Policy
from store.database import Database
from store.release_stories import Story, list_stories_by_id
from store.urgency import Urgent, list_urgent

_MOST = 500


@dataclass(frozen=True, slots=True)
class UrgentSeen:
    """Stories of the queue that may be read, oldest first, each with what its row says; `more` is without a number."""

    stories: tuple[tuple[Story, Urgent], ...]
    more: bool


def urgent_for_staff(db: Database, collection: Collection) -> UrgentSeen:
    """The urgent stories of a collection as managers see them.

    Where only words are released, one cannot be singled out as urgent without telling about its teller: nothing but
    whether something waits is said of a protected collection.
    """
    waiting = {one.narrative.id: one for one in list_urgent(db, collection.id, limit=_MOST)}
    if collection.policy is not Policy.OPEN:
        return UrgentSeen((), bool(waiting))
    readable = list_stories_by_id(db, collection, list(waiting))
    return UrgentSeen(tuple((story, waiting[story.id]) for story in readable), len(readable) < len(waiting))
