"""Taking a moderator's decision back."""

from __future__ import annotations

from datetime import datetime

from narratives.collection import Collection
from narratives.moderation import Kind
from narratives.narrative import State
from store.database import Database
from store.moderation import move
from store.moderation_history import forget_outcome, last_decision, note_event
from store.redactions import put_back
from store.urgency import unmark

_MADE = {Kind.APPROVED: State.RELEASED, Kind.RETURNED: State.HELD, Kind.WITHHELD: State.HELD}


def undo(
    db: Database, collection: Collection, narrative_id: str, event_id: str, *, actor: str, at: datetime
) -> Kind | None:
    """Take the last decision about a story back, if it is the one that is meant; None when it no longer is.

    The story stands where it stood before: in the queue, or among those that staff read.
    """
    with db.write():
        last = last_decision(db, narrative_id)
        if last is None or last.id != event_id:
            return None
        if last.kind is not Kind.REDACTED:
            done = _undo_state(db, collection, narrative_id, last.kind, State(last.old_state), actor=actor, at=at)
            return last.kind if done else None
    return last.kind if put_back(db, collection, narrative_id, actor=actor, at=at) else None


def _undo_state(
    db: Database, collection: Collection, narrative_id: str, kind: Kind, old: State, *, actor: str, at: datetime
) -> bool:
    if kind is Kind.ESCALATED:
        if not unmark(db, narrative_id, actor=actor, at=at):
            return False
    elif not move(db, collection, narrative_id, _MADE[kind], old):
        return False
    if kind is not Kind.ESCALATED or old is State.WAITING:
        forget_outcome(db, narrative_id)
    note_event(db, narrative_id, Kind.UNDONE, actor=actor, at=at, reason=kind.value)
    return True
