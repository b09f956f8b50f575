"""What staff who read a story note beside it for one another. Its teller never sees it; it goes with the story."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from narratives.errors import MurmurationError, NotFoundError
from store.database import Database, Row

MOST_NOTES = 50  # of one story
MOST_CHARACTERS = 1_000

_PLACE = 4  # hexadecimal digits that an id begins with: days tell no order, and no finer time is kept
_COLUMNS = "id, narrative_id, account, text, made_on"


class TooManyNotesError(MurmurationError):
    """A story has as many notes as anybody reads."""

    def __init__(self) -> None:
        super().__init__(f"This story has {MOST_NOTES} notes already. Delete one of yours first")


@dataclass(frozen=True, slots=True)
class Note:
    """A note of plain text; `account` is the username of who left it. Ids of one story's notes are in their order."""

    id: str
    narrative: str
    account: str
    text: str
    made_on: date


def add_note(db: Database, narrative_id: str, account: str, text: str, made_on: date) -> Note:
    """Leave a note on a story; the last one that was left once more is left once.

    Raises NotFoundError when the story has gone meanwhile, TooManyNotesError and BusyError.
    """
    with db.write():
        if db.one("select exists (select 1 from narratives where id = :id) as n", id=narrative_id) != {"n": 1}:
            raise NotFoundError("story", narrative_id)
        before = list_notes(db, narrative_id)
        if before and (before[-1].account, before[-1].text) == (account, text):
            return before[-1]
        if len(before) >= MOST_NOTES:
            raise TooManyNotesError
        place = int(before[-1].id[:_PLACE], 16) + 1 if before else 0
        note = Note(f"{place:0{_PLACE}x}{secrets.token_hex(14)}", narrative_id, account, text, made_on)
        db.execute(
            f"insert into story_notes ({_COLUMNS}) values (:id, :narrative_id, :account, :text, :made_on)",
            id=note.id,
            narrative_id=narrative_id,
            account=account,
            text=text,
            made_on=made_on.isoformat(),
        )
    return note


def list_notes(db: Database, narrative_id: str) -> list[Note]:
    """The notes of a story, oldest first. Whether the story may be read is the caller's to ask before."""
    rows = db.rows(f"select {_COLUMNS} from story_notes where narrative_id = :id order by id", id=narrative_id)
    return [_row_to_note(row) for row in rows]


def count_notes(db: Database, narrative_ids: Sequence[str]) -> dict[str, int]:
    """How many notes each of some stories has; those without are left out."""
    rows = db.rows(
        """
        select narrative_id, count(*) as n from story_notes
        where narrative_id in (select value from json_each(:ids))
        group by narrative_id order by narrative_id
        """,
        ids=json.dumps(list(narrative_ids)),
    )
    return {row["narrative_id"]: row["n"] for row in rows}


def remove_note(db: Database, narrative_id: str, note_id: str, account: str) -> Note:
    """Delete a note of one's own and return it, so that it can be put back.

    Raises NotFoundError when the story has no such note of this account, and BusyError.
    """
    with db.write():
        row = db.one(
            f"select {_COLUMNS} from story_notes where id = :id and narrative_id = :story and account = :account",
            id=note_id,
            story=narrative_id,
            account=account,
        )
        if row is None:
            raise NotFoundError("note of yours", note_id)
        db.execute("delete from story_notes where id = :id", id=note_id)
    return _row_to_note(row)


def _row_to_note(row: Row) -> Note:
    return Note(row["id"], row["narrative_id"], row["account"], row["text"], date.fromisoformat(row["made_on"]))
