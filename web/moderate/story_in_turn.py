"""One story at a time: which comes next, where it stands, what was done with it, and how far a moderator is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from narratives.collection import Collection
from narratives.errors import NotFoundError
from narratives.moderation import KEPT_DAYS, Kind
from narratives.narrative import Narrative, State
from narratives.taking_out import own_texts
from store.collections import get_collection
from store.database import Database
from store.moderation import find_moderated, has_code, list_queue
from store.moderation_history import Event, Kept, count_decided, last_decision, list_events, words_before
from web.moderate.history import Line, history_lines
from web.moderate.queues import ToRead, to_read
from web.people import names


@dataclass(frozen=True, slots=True)
class Turn:
    """A story with everything that is needed to decide about it; `before` are words that can still be put back."""

    collection: Collection
    narrative: Narrative
    story: ToRead
    state: State
    counted: bool
    history: list[Line]
    last: Event | None
    before: Kept | None
    has_words: bool
    has_code: bool
    has_answer: bool
    recorded: bool

    @property
    def days_left(self) -> int:
        """For how many days the words of before can still be put back."""
        if self.before is None:
            return 0
        return min(KEPT_DAYS, max(0, (self.before.purge_on - datetime.now(UTC).date()).days))


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the queue a moderator is: the story's number, how many wait, and how many they decided about today."""

    number: int
    waiting: int
    decided: int
    is_again: bool = False


def next_turn(
    db: Database, collections: Sequence[Collection], actor: str, after: str = ""
) -> tuple[Turn | None, Place]:
    """The first story that waits, or the first after another; when none is after it, the first once more."""
    queue = list_queue(db, [one.id for one in collections])
    known = [story for _, story in queue]
    at = known.index(after) + 1 if after in known else 0
    is_again = at >= len(queue) and at > 0
    at = 0 if is_again else at
    place = Place(at + 1, len(queue), decided_today(db, actor), is_again)
    if not queue:
        return None, place
    collection = next(one for one in collections if one.id == queue[at][0])
    return turn_of(db, collection, queue[at][1]), place


def turn_of(db: Database, collection: Collection, story_id: str) -> Turn:
    """Any story that a moderator may read. Raises NotFoundError."""
    found = find_moderated(db, collection, story_id)
    if found is None:
        raise NotFoundError("story", story_id)
    narrative, state, counted = found
    events = list_events(db, story_id)
    kinds = [one.kind for one in events]
    story = to_read(db, collection, narrative)
    return Turn(
        collection=collection,
        narrative=narrative,
        # What is held is listened to by nobody, until it stands in the queue again.
        story=replace(story, spoken=story.spoken and state is not State.HELD),
        state=state,
        counted=counted,
        history=history_lines(events, names()),
        last=last_decision(db, story_id),
        before=words_before(db, story_id),
        has_words=any(own_texts(narrative)),
        has_code=has_code(db, story_id),
        recorded=story.spoken,
        has_answer=kinds.count(Kind.ANSWERED) > kinds.count(Kind.READ),
    )


def turn_at(db: Database, collection_id: str, story_id: str) -> Turn:
    """The story of an address. Raises NotFoundError."""
    return turn_of(db, get_collection(db, collection_id), story_id)


def decided_today(db: Database, actor: str) -> int:
    """About how many stories somebody decided since midnight, where the server is."""
    midnight = datetime.now(UTC).astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    return count_decided(db, actor, midnight.astimezone(UTC))
