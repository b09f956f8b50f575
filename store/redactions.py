"""Words that a moderator takes out of a story, and the words of before, which are kept for a while and then deleted.

Only words change: placements, codes and scores stay as they are in every table, and so does every count.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from narratives.calendar import day_number
from narratives.collection import Collection
from narratives.moderation import ANSWER_DAYS, KEPT_DAYS, UNANSWERED, Kind, Outcome
from narratives.narrative import Narrative, State
from narratives.taking_out import Piece, own_answers, with_own_answers
from store.database import Database, Row
from store.erasure import forget_bytes, forget_vector
from store.intake import CHANGED
from store.meaning_index import forget_meaning
from store.moderation import move
from store.moderation_history import note_event, set_outcome, words_before
from store.narrative_rows import READ, answers_json, row_to_narrative, text_hash


def redact(
    db: Database, collection: Collection, before: Narrative, after: Narrative, taken: Sequence[Piece], *, reason: str,
    note: str, drop_recording: bool, actor: str, at: datetime,
) -> bool:  # fmt: skip
    """Put `after`, which differs in words alone, in the place of `before`; False when the story is not `before` now.

    The words of before, and a recording that is dropped, can be put back for KEPT_DAYS.
    """
    if replace(after, title=before.title, text=before.text, answers=before.answers) != before:
        raise ValueError("a redaction changes words alone")
    with db.write():
        row = _row_of(db, collection, before)
        if row is None:
            return False
        _keep(db, before, taken, actor, at)
        if drop_recording:
            _drop_recording(db, before.id)
        _put_words(db, row, after)
        note_event(
            db, before.id, Kind.REDACTED, actor=actor, at=at, old_state=State(row["state"]), reason=reason, note=note
        )
    forget_bytes(db)
    return True


def put_back(db: Database, collection: Collection, narrative_id: str, *, actor: str, at: datetime) -> bool:
    """Put the words of before back, and the story into the queue; False when they are gone or it is."""
    with db.write():
        kept = words_before(db, narrative_id)
        row = _row(db, collection, narrative_id)
        if kept is None or row is None:
            return False
        now = row_to_narrative(row)
        before = replace(now, title=kept.title, text=kept.text, answers=with_own_answers(now.answers, kept.short))
        _put_words(db, row, before)
        db.execute(
            """
            insert into recordings (narrative_id, media_type, bytes)
            select narrative_id, media_type, sound from redactions where narrative_id = :id and sound is not null
            on conflict do nothing
            """,
            id=narrative_id,
        )
        db.execute("delete from redactions where narrative_id = :id", id=narrative_id)
        if row["state"] == State.RELEASED:
            move(db, collection, narrative_id, State.RELEASED, State.WAITING)
        note_event(db, narrative_id, Kind.UNDONE, actor=actor, at=at, reason=Kind.REDACTED.value)
    forget_bytes(db)
    return True


def forget_words_before(db: Database, narrative_id: str) -> None:
    """The words of before are their teller's no more; call it in the transaction that puts new ones in their place."""
    db.execute("delete from redactions where narrative_id = :id", id=narrative_id)


def purge_redactions(db: Database, today: date) -> int:
    """Delete the words of before redactions whose time is up, from every byte of the file; returns how many.

    Stories that were given back and not answered in time are counted from then on, and still wait for their tellers.
    Safe to stop at any point and to repeat.
    """
    bound = {"today": day_number(today)}
    at = datetime.combine(today, time(), UTC)
    due = db.rows("select narrative_id from redactions where purge_day <= :today", **bound)
    if due:
        with db.write():
            for row in due:
                note_event(db, row["narrative_id"], Kind.PURGED, actor="worker", at=at)
            db.execute("delete from redactions where purge_day <= :today", **bound)
        forget_bytes(db)
    _let_lapse(db, at)
    return len(due)


def _let_lapse(db: Database, at: datetime) -> None:
    late = db.rows(
        "select narrative_id, note from moderations where outcome = :outcome and at < :before",
        outcome=Outcome.RETURNED.value,
        before=(at - timedelta(days=ANSWER_DAYS)).isoformat(timespec="microseconds"),
    )
    if not late:
        return
    with db.write():
        for row in late:
            story = row["narrative_id"]
            set_outcome(db, story, Outcome.WITHHELD, reason=UNANSWERED, note=row["note"], actor="worker", at=at)
            note_event(db, story, Kind.UNANSWERED, actor="worker", at=at)


def _keep(db: Database, before: Narrative, taken: Sequence[Piece], actor: str, at: datetime) -> None:
    """The words as the teller wrote them: a second redaction adds to what was taken, and keeps the first words."""
    kept = words_before(db, before.id)
    earlier = [] if kept is None else [[one.words, one.instead] for one in kept.taken]
    stored = json.dumps(earlier + [[one.words, one.instead] for one in taken], ensure_ascii=False)
    db.execute(
        """
        insert into redactions (narrative_id, title, text, short, taken, actor, purge_day)
        values (:id, :title, :text, :short, :taken, :actor, :day)
        on conflict (narrative_id) do update set taken = excluded.taken, actor = excluded.actor
        """,
        id=before.id,
        title=before.title,
        text=before.text,
        short=json.dumps(own_answers(before.answers), ensure_ascii=False),
        taken=stored,
        actor=actor,
        day=day_number(at.date()) + KEPT_DAYS,
    )


def _drop_recording(db: Database, narrative_id: str) -> None:
    db.execute(
        """
        update redactions set (media_type, sound) =
            (select media_type, bytes from recordings where narrative_id = :id)
        where narrative_id = :id and exists (select 1 from recordings where narrative_id = :id)
        """,
        id=narrative_id,
    )
    db.execute("delete from recordings where narrative_id = :id", id=narrative_id)


def _put_words(db: Database, stored: Row, after: Narrative) -> None:
    """Other words, and nothing left of what was made of the words before."""
    db.execute(
        "update narratives set title = :title, text = :text, text_hash = :hash, answers = :answers where id = :id",
        id=after.id,
        title=after.title,
        text=after.text,
        hash=text_hash(after.text),
        answers=answers_json(after),
    )
    db.execute("delete from story_words where narrative_id = :id", id=after.id)
    forget_meaning(db, after.id)
    if after.text != stored["text"]:
        db.execute("delete from assignments where narrative_id = :id", id=after.id)
        forget_vector(db, stored["text_hash"])
    db.execute(
        """
        update weak_signals set terms = '[]'
        where id in (select signal_id from weak_signal_stories where narrative_id = :id)
        """,
        id=after.id,
    )
    db.execute(CHANGED, collection_id=after.collection, day=stored["day"])


def _row_of(db: Database, collection: Collection, before: Narrative) -> Row | None:
    row = _row(db, collection, before.id)
    return row if row is not None and row_to_narrative(row) == before else None


def _row(db: Database, collection: Collection, narrative_id: str) -> Row | None:
    return db.one(
        f"select {READ} from narratives where id = :story and collection_id = :id", story=narrative_id, id=collection.id
    )
