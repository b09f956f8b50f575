"""Stories as they were spoken, for staff who may read them: the same rule as for the words, and no other."""

from __future__ import annotations

from narratives.collection import Collection
from store.database import Database
from store.intake import Recording
from store.release import get_story


def get_recording(db: Database, collection: Collection, story_id: str) -> Recording | None:
    """The recording of a story that staff may read; None when there is none, or they may not."""
    if get_story(db, collection, story_id) is None:
        return None
    row = db.one("select media_type, bytes from recordings where narrative_id = :story", story=story_id)
    return None if row is None else Recording(row["media_type"], row["bytes"])
