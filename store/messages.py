"""Messages between moderators and tellers who allowed it: by story, without names, and in weeks, not times."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from narratives.calendar import day_of
from narratives.narrative import Scope
from store.batches import monday
from store.database import Database

MOST_MESSAGES = 100  # of one story
MOST_CHARACTERS = 2_000
# Whoever may be left a message said so among the scopes, which are separated by spaces.
_MAY_BE_CONTACTED = f"' ' || n.consent || ' ' like '% {Scope.CONTACT} %'"


class Author(StrEnum):
    """Who wrote a message: a role and never a name."""

    STAFF = "staff"
    TELLER = "teller"


class Posted(StrEnum):
    """What became of a message. CLOSED: its teller takes no messages, or the story is gone, or has too many."""

    LEFT = "left"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Message:
    """One message; `week_of` is the Monday of the week in which it was left."""

    author: Author
    text: str
    week_of: date


@dataclass(frozen=True, slots=True)
class Conversation:
    """A story with messages; `answered` is false while the teller's last one waits for a moderator."""

    narrative: str
    collection: str
    count: int
    last: Message
    answered: bool


def leave_message(db: Database, narrative_id: str, author: Author, text: str, today: date) -> Posted:
    """Add a message to a story whose teller takes messages; the same one sent twice in a week is left once."""
    with db.write():
        open_to_it = db.one(f"select 1 from narratives as n where id = :id and {_MAY_BE_CONTACTED}", id=narrative_id)
        before = list_messages(db, narrative_id)
        if open_to_it is None or len(before) >= MOST_MESSAGES:
            return Posted.CLOSED
        message = Message(author, text, day_of(monday(today)))
        if before and before[-1] == message:
            return Posted.LEFT
        db.execute(
            """
            insert into messages (id, narrative_id, place, author, text, week)
            values (:id, :narrative_id, :place, :author, :text, :week)
            """,
            id=secrets.token_hex(16),
            narrative_id=narrative_id,
            place=len(before) + 1,
            author=author.value,
            text=text,
            week=monday(today),
        )
    return Posted.LEFT


def list_messages(db: Database, narrative_id: str) -> list[Message]:
    """What was written about a story, the first message first."""
    rows = db.rows("select author, text, week from messages where narrative_id = :id order by place", id=narrative_id)
    return [Message(Author(row["author"]), row["text"], day_of(row["week"])) for row in rows]


def list_conversations(db: Database, collections: Iterable[str], limit: int = 200) -> list[Conversation]:
    """The stories of some collections with messages: those whose teller waits for an answer first, then the newest.

    Not those whose tellers take no messages any more: nobody could answer them.
    """
    rows = db.rows(
        f"""
        select m.narrative_id, n.collection_id, m.place, m.author, m.text, m.week
        from messages as m join narratives as n on n.id = m.narrative_id
        where m.place = (select max(place) from messages where narrative_id = m.narrative_id) and {_MAY_BE_CONTACTED}
            and n.collection_id in (select value from json_each(:collections))
        order by m.author = 'staff', m.week desc, m.narrative_id limit :limit
        """,
        collections=json.dumps(list(collections)),
        limit=limit,
    )
    return [
        Conversation(
            narrative=row["narrative_id"],
            collection=row["collection_id"],
            count=row["place"],
            last=Message(Author(row["author"]), row["text"], day_of(row["week"])),
            answered=row["author"] == Author.STAFF,
        )
        for row in rows
    ]


def may_be_contacted(db: Database, narrative_ids: Iterable[str]) -> frozenset[str]:
    """Those of some stories whose tellers take messages."""
    rows = db.rows(
        f"select n.id from narratives as n where n.id in (select value from json_each(:ids)) and {_MAY_BE_CONTACTED}",
        ids=json.dumps(list(narrative_ids)),
    )
    return frozenset(row["id"] for row in rows)
