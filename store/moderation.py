"""The moderator's queue: the only place where a story is read before it is released, and what is decided there.

Every decision is a row of who and when (store/moderation_history.py), written in the transaction that makes it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime

from narratives.calendar import day_of
from narratives.collection import Collection
from narratives.moderation import UNANSWERED, Kind, Outcome
from narratives.narrative import Narrative, State
from store.batches import monday
from store.database import Database
from store.intake import CHANGED, Recording
from store.meaning_index import forget_meaning
from store.moderation_history import forget_outcome, note_event, note_teller, set_outcome, standing_of
from store.narrative_rows import READ, row_to_narrative
from store.urgency import mark
from store.waiting import remember_open

# What is with the safeguarding lead comes back by itself when the lead is done with it.
_WITH_LEAD = """exists (
    select 1 from moderations as m join urgencies as u on u.narrative_id = m.narrative_id
    where m.narrative_id = narratives.id and m.outcome = 'escalated' and u.done_at is null and u.marked_at is not null
)"""
_HAS_WORDS = "(text <> '' or danger = 1 or exists (select 1 from recordings where narrative_id = narratives.id))"
_TO_READ = f"collection_id = :id and state = 'waiting' and {_HAS_WORDS} and not {_WITH_LEAD}"
_OUTCOMES = {Kind.WITHHELD: Outcome.WITHHELD, Kind.RETURNED: Outcome.RETURNED}


def list_waiting_for_moderation(db: Database, collection: Collection, limit: int = 50) -> list[Narrative]:
    """Stories that nobody may read yet: those whose tellers fear for somebody, then the others, oldest first."""
    rows = db.rows(
        f"""
        select {READ} from narratives
        where {_TO_READ} order by danger desc, day, id limit :limit
        """,
        id=collection.id,
        limit=limit,
    )
    return [row_to_narrative(row) for row in rows]


def list_queue(db: Database, collection_ids: Iterable[str], limit: int = 1_000) -> list[tuple[str, str]]:
    """(collection, story) of everything that waits in some collections, in the order in which it is read."""
    return db.tuples(
        f"""
        select collection_id, id from narratives
        where collection_id in (select value from json_each(:ids)) and state = 'waiting'
          and {_HAS_WORDS} and not {_WITH_LEAD}
        order by danger desc, day, id limit :limit
        """,
        ids=json.dumps(list(collection_ids)),
        limit=limit,
    )


def count_waiting_for_moderation(db: Database, collection: Collection) -> int:
    """How many stories wait for a moderator."""
    row = db.one(f"select count(*) as n from narratives where {_TO_READ}", id=collection.id)
    return int(row["n"]) if row else 0


def has_recording(db: Database, narrative_id: str) -> bool:
    """Whether a story was spoken, and its recording is still there."""
    return db.one("select 1 from recordings where narrative_id = :id", id=narrative_id) is not None


def has_code(db: Database, narrative_id: str) -> bool:
    """Whether anybody has a code with which they can come back to a story."""
    row = db.one("select receipt_hash is not null as has from narratives where id = :id", id=narrative_id)
    return row is not None and bool(row["has"])


def get_recording(db: Database, collection: Collection, narrative_id: str) -> Recording | None:
    """The recording of a story that waits for a moderator or that staff read already; None when there is none."""
    row = db.one(
        """
        select r.media_type, r.bytes from recordings as r join narratives as n on n.id = r.narrative_id
        where n.collection_id = :id and n.id = :story
          and (n.state = 'waiting' or (n.state = 'released' and n.may_read = 1))
        """,
        id=collection.id,
        story=narrative_id,
    )
    return None if row is None else Recording(row["media_type"], row["bytes"])


def find_moderated(db: Database, collection: Collection, narrative_id: str) -> tuple[Narrative, State, bool] | None:
    """Any story of a collection as its moderator reads it, where it stands, and whether it is in a closed batch.

    A story that was released and is only counted is nobody's to read any more.
    """
    row = db.one(
        f"select {READ}, counted from narratives where id = :story and collection_id = :id",
        story=narrative_id,
        id=collection.id,
    )
    if row is None or (row["state"] == State.RELEASED and not row["may_read"]):
        return None
    return row_to_narrative(row), State(row["state"]), bool(row["counted"])


def approve(db: Database, collection: Collection, narrative_id: str, *, actor: str, at: datetime) -> bool:
    """Let staff read a story as far as its teller allows; False if somebody moved it first."""
    with db.write():
        old = _state_of(db, collection, narrative_id)
        if old is not State.WAITING or not move(db, collection, narrative_id, old, State.RELEASED):
            return False
        forget_outcome(db, narrative_id)
        note_event(db, narrative_id, Kind.APPROVED, actor=actor, at=at, old_state=old)
    return True


def hold(
    db: Database, collection: Collection, narrative_id: str, kind: Kind, *, reason: str, note: str, actor: str,
    at: datetime,
) -> bool:  # fmt: skip
    """Withhold a story, or give it back to its teller, with a reason; False if somebody moved it first."""
    with db.write():
        old = _state_of(db, collection, narrative_id)
        if old is None or not move(db, collection, narrative_id, old, State.HELD):
            return False
        set_outcome(db, narrative_id, _OUTCOMES[kind], reason=reason, note=note, actor=actor, at=at)
        note_event(db, narrative_id, kind, actor=actor, at=at, old_state=old, reason=reason, note=note)
    return True


def escalate(db: Database, narrative_id: str, *, reason: str, actor: str, at: datetime) -> bool:
    """Put a story into the urgent queue for the safeguarding lead; False when it waits there already or is gone.

    Where it waits for a moderator it leaves the moderators' queue until the lead is done with it.
    """
    with db.write():
        row = db.one("select state from narratives where id = :id", id=narrative_id)
        if row is None or not mark(db, narrative_id, actor=actor, reason=reason, at=at):
            return False
        if row["state"] == State.WAITING:
            set_outcome(db, narrative_id, Outcome.ESCALATED, reason="", note=reason, actor=actor, at=at)
        note_event(db, narrative_id, Kind.ESCALATED, actor=actor, at=at, old_state=State(row["state"]), note=reason)
    return True


def queue_again(db: Database, collection: Collection, narrative_id: str, *, actor: str, at: datetime) -> bool:
    """Put a story that is held into the queue, whatever held it; False when it is not held."""
    with db.write():
        if not move(db, collection, narrative_id, State.HELD, State.WAITING):
            return False
        forget_outcome(db, narrative_id)
        note_event(db, narrative_id, Kind.UNDONE, actor=actor, at=at, old_state=State.HELD)
    return True


def send_again(db: Database, collection: Collection, narrative_id: str, *, on: date) -> bool:
    """A teller puts a story that was given back into the queue as it is; False when it was not given back."""
    with db.write():
        standing = standing_of(db, narrative_id)
        given_back = standing and (standing.outcome is Outcome.RETURNED or standing.reason == UNANSWERED)
        if not given_back or not move(db, collection, narrative_id, State.HELD, State.WAITING):
            return False
        forget_outcome(db, narrative_id)
        note_teller(db, narrative_id, Kind.SENT_AGAIN, on=on)
    return True


def change_release(db: Database, collection: Collection, narrative_id: str, old: State, new: State) -> bool:
    """Release a story or hold it back without a word of why; False if somebody moved it first."""
    with db.write():
        return move(db, collection, narrative_id, old, new)


def move(db: Database, collection: Collection, narrative_id: str, old: State, new: State) -> bool:
    """Bring a story from one state into another; call it in a transaction. False if somebody moved it first."""
    if old is State.RELEASED:
        remember_open(db, collection, narrative_id)
    moved = db.execute(
        "update narratives set state = :new where id = :story and collection_id = :id and state = :old",
        new=new.value,
        old=old.value,
        story=narrative_id,
        id=collection.id,
    )
    if moved == 0:
        return False
    db.execute("delete from story_words where narrative_id = :story", story=narrative_id)
    forget_meaning(db, narrative_id)
    db.execute("delete from pattern_places where narrative_id = :story", story=narrative_id)
    row = db.one("select day from narratives where id = :story", story=narrative_id)
    if row is not None:
        db.execute(CHANGED, collection_id=collection.id, day=row["day"])
    return True


def _state_of(db: Database, collection: Collection, narrative_id: str) -> State | None:
    row = db.one(
        "select state from narratives where id = :story and collection_id = :id", story=narrative_id, id=collection.id
    )
    return State(row["state"]) if row else None


def week_of(narrative: Narrative) -> date:
    """The Monday of the week that a story was told in: the finest time that is shown."""
    return day_of(monday(narrative.told_on))
