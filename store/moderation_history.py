"""Who decided what about a story, when and why; and what its teller is told of it.

For moderators and for the story's own teller alone: web/moderate and web/returning (a test holds that).
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from narratives.calendar import day_of
from narratives.moderation import DECISIONS, MOST_ANSWERS, Kind, Outcome
from narratives.narrative import State
from store.database import Database, Row

_EVENT = "e.id, e.narrative_id, e.kind, e.old_state, e.reason, e.note, e.actor, e.at"
_TELLER = ""  # the actor of what a teller did
_LATE = time(23, 59, 59, tzinfo=UTC)  # a teller's day has no time: after what staff did on it


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a story; `actor` is empty where its teller did it, whose time is a day."""

    id: str
    narrative: str
    kind: Kind
    old_state: str
    reason: str
    note: str
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """What keeps a story from its readers, and why."""

    outcome: Outcome
    reason: str
    note: str
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Taken:
    """Words that were taken out of a story, and what stands in their place."""

    words: str
    instead: str


@dataclass(frozen=True, slots=True)
class Kept:
    """The words of before a redaction, until the day they are deleted."""

    title: str
    text: str
    short: dict[str, str]
    taken: tuple[Taken, ...]
    had_recording: bool
    purge_on: date


@dataclass(frozen=True, slots=True)
class Held:
    """A story of a list: what holds it, and the day it was told."""

    narrative: str
    collection: str
    standing: Standing


def note_event(
    db: Database, narrative_id: str, kind: Kind, *, actor: str, at: datetime, old_state: State | None = None,
    reason: str = "", note: str = "",
) -> None:  # fmt: skip
    """Write down what is being done; call it in the transaction that does it."""
    db.execute(
        """
        insert into moderation_events (id, narrative_id, kind, old_state, reason, note, actor, at)
        values (:id, :story, :kind, :old, :reason, :note, :actor, :at)
        """,
        id=secrets.token_hex(16),
        story=narrative_id,
        kind=kind.value,
        old=old_state.value if old_state else "",
        reason=reason,
        note=note,
        actor=actor,
        at=at.isoformat(timespec="microseconds"),
    )


def note_teller(db: Database, narrative_id: str, kind: Kind, *, on: date, note: str = "") -> None:
    """Write down what a teller did, by the day: a time would tell when they came back."""
    at = datetime.combine(on, _LATE)
    db.execute(
        """
        insert into moderation_events (id, narrative_id, kind, note, actor, at)
        values (:id, :story, :kind, :note, :actor, :at)
        """,
        id=secrets.token_hex(16),
        story=narrative_id,
        kind=kind.value,
        note=note,
        actor=_TELLER,
        at=at.isoformat(timespec="microseconds"),
    )


def answer_moderators(db: Database, narrative_id: str, text: str, *, on: date) -> bool:
    """A teller answers what was decided; the same words once. False when there were MOST_ANSWERS already."""
    with db.write():
        given = [one.note for one in list_events(db, narrative_id) if one.kind is Kind.ANSWERED]
        if len(given) >= MOST_ANSWERS:
            return False
        if not given or given[-1] != text:
            note_teller(db, narrative_id, Kind.ANSWERED, on=on, note=text)
    return True


def read_answers(db: Database, narrative_id: str, *, actor: str, at: datetime) -> bool:
    """A moderator has read what a teller answered; False when everything was read."""
    with db.write():
        kinds = [one.kind for one in list_events(db, narrative_id)]
        unread = kinds.count(Kind.ANSWERED) - kinds.count(Kind.READ)
        for _ in range(unread):
            note_event(db, narrative_id, Kind.READ, actor=actor, at=at)
    return unread > 0


def list_unread_answers(db: Database, collection_ids: Iterable[str], limit: int = 200) -> list[tuple[str, str]]:
    """(collection, story) where a teller answered a decision and no moderator has read it, in no order of time."""
    return db.tuples(
        """
        select n.collection_id, e.narrative_id from moderation_events as e join narratives as n on n.id = e.narrative_id
        where e.kind in ('answered', 'read') and n.collection_id in (select value from json_each(:ids))
        group by e.narrative_id having sum(e.kind = 'answered') > sum(e.kind = 'read')
        order by e.narrative_id limit :limit
        """,
        ids=json.dumps(list(collection_ids)),
        limit=limit,
    )


def set_outcome(
    db: Database, narrative_id: str, outcome: Outcome, *, reason: str, note: str, actor: str, at: datetime
) -> None:
    """Say what keeps a story from its readers; call it in the transaction that does."""
    db.execute(
        """
        insert into moderations (narrative_id, outcome, reason, note, actor, at)
        values (:story, :outcome, :reason, :note, :actor, :at)
        on conflict (narrative_id) do update set outcome = excluded.outcome, reason = excluded.reason,
            note = excluded.note, actor = excluded.actor, at = excluded.at
        """,
        story=narrative_id,
        outcome=outcome.value,
        reason=reason,
        note=note,
        actor=actor,
        at=at.isoformat(timespec="microseconds"),
    )


def forget_outcome(db: Database, narrative_id: str) -> None:
    """Nothing keeps a story from its readers any more but its state; call it in the transaction that changes that."""
    db.execute("delete from moderations where narrative_id = :id", id=narrative_id)


def standing_of(db: Database, narrative_id: str) -> Standing | None:
    """What keeps a story from its readers; None when nothing was decided."""
    row = db.one("select outcome, reason, note, actor, at from moderations where narrative_id = :id", id=narrative_id)
    return None if row is None else _row_to_standing(row)


def list_events(db: Database, narrative_id: str) -> list[Event]:
    """What happened to a story, the first thing first."""
    rows = db.rows(f"select {_EVENT} from moderation_events as e where narrative_id = :id", id=narrative_id)
    return sorted(map(_row_to_event, rows), key=lambda one: one.at)


def last_decision(db: Database, narrative_id: str) -> Event | None:
    """The decision about a story that can be undone: the last one, unless it was undone or its teller came since."""
    row = db.one(
        f"""
        select {_EVENT} from moderation_events as e
        where narrative_id = :id and actor <> '' and kind not in ('read', 'purged')
        order by at desc, kind = 'redacted', id limit 1
        """,
        id=narrative_id,
    )
    event = _row_to_event(row) if row else None
    return event if event and event.kind in DECISIONS else None


def list_last_events(db: Database, collection_ids: Iterable[str], limit: int = 50) -> list[tuple[str, Event]]:
    """What moderators and tellers did last in some collections, each with its collection, the last thing first."""
    rows = db.rows(
        f"""
        select {_EVENT}, n.collection_id from moderation_events as e join narratives as n on n.id = e.narrative_id
        where n.collection_id in (select value from json_each(:ids))
        order by e.at desc, e.id limit :limit
        """,
        ids=json.dumps(list(collection_ids)),
        limit=limit,
    )
    return [(row["collection_id"], _row_to_event(row)) for row in rows]


def list_held(db: Database, collection_ids: Iterable[str], outcome: Outcome, limit: int = 200) -> list[Held]:
    """The stories of some collections that one outcome keeps from their readers, longest first."""
    rows = db.rows(
        """
        select m.narrative_id, n.collection_id, m.outcome, m.reason, m.note, m.actor, m.at
        from moderations as m join narratives as n on n.id = m.narrative_id
        where m.outcome = :outcome and n.collection_id in (select value from json_each(:ids))
        order by m.at, m.narrative_id limit :limit
        """,
        outcome=outcome.value,
        ids=json.dumps(list(collection_ids)),
        limit=limit,
    )
    return [Held(row["narrative_id"], row["collection_id"], _row_to_standing(row)) for row in rows]


def count_decided(db: Database, actor: str, since: datetime) -> int:
    """About how many stories somebody decided since a moment."""
    row = db.one(
        """
        select count(distinct narrative_id) as n from moderation_events
        where actor = :actor and at >= :since and kind in (select value from json_each(:kinds))
        """,
        actor=actor,
        since=since.isoformat(timespec="microseconds"),
        kinds=json.dumps([kind.value for kind in DECISIONS]),
    )
    return int(row["n"]) if row else 0


def words_before(db: Database, narrative_id: str) -> Kept | None:
    """The words of before a redaction; None when there was none, or they are deleted."""
    row = db.one(
        """
        select title, text, short, taken, media_type, purge_day from redactions where narrative_id = :id
        """,
        id=narrative_id,
    )
    if row is None:
        return None
    return Kept(
        title=row["title"],
        text=row["text"],
        short=json.loads(row["short"]),
        taken=tuple(Taken(words, instead) for words, instead in json.loads(row["taken"])),
        had_recording=row["media_type"] is not None,
        purge_on=day_of(row["purge_day"]),
    )


def _row_to_standing(row: Row) -> Standing:
    return Standing(
        Outcome(row["outcome"]), row["reason"], row["note"], row["actor"], datetime.fromisoformat(row["at"])
    )


def _row_to_event(row: Row) -> Event:
    return Event(
        id=row["id"],
        narrative=row["narrative_id"],
        kind=Kind(row["kind"]),
        old_state=row["old_state"],
        reason=row["reason"],
        note=row["note"],
        actor=row["actor"],
        at=datetime.fromisoformat(row["at"]),
    )
