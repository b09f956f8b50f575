"""What managers see of the urgent queue: the stories that they may read anyway, and whether more waits."""

from __future__ import annotations

from dataclasses import dataclass

from narratives.collection import Collection, Policy
from store.database import Database
from store.release_stories import Story, list_stories_by_id
from store.urgency import list_urgent

_MOST = 500


@dataclass(frozen=True, slots=True)
class UrgentStory:
    """A story of the queue that may be read anyway: whose mark it has, and whether a moderator has seen it."""

    story: Story
    by_teller: bool
    is_seen: bool


@dataclass(frozen=True, slots=True)
class UrgentSeen:
    """The stories of the queue that may be read, oldest first; `more` says without a number that others wait."""

    stories: tuple[UrgentStory, ...]
    more: bool


def urgent_for_staff(db: Database, collection: Collection) -> UrgentSeen:
    """The urgent stories of a collection as managers see them.

    Where only words are released, to single one out as urgent would tell more about it than its words: nothing but
    whether something waits is said of a protected collection.
    """
    waiting = {one.narrative.id: one for one in list_urgent(db, collection.id, limit=_MOST)}
    if collection.policy is not Policy.OPEN:
        return UrgentSeen((), bool(waiting))
    readable = [
        UrgentStory(story, waiting[story.id].narrative.danger, waiting[story.id].seen_at is not None)
        for story in list_stories_by_id(db, collection, list(waiting))
    ]
    return UrgentSeen(tuple(readable), len(readable) < len(waiting))
