"""Others' case records opened in an emergency: for one account, one reference and one hour, with a reason.

The owners of the records are told who it was and why; administrators see that it happened, and not whose records.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from narratives.errors import MurmurationError, NotFoundError
from store.case_key import CaseKey
from store.case_rows import COLUMNS, Interaction, mark_of, row_to_interaction
from store.database import Database, Row

OPEN_FOR = timedelta(minutes=60)
LEAST_WORDS = 20
REASONS: Mapping[str, str] = {
    "cover": "Covering for a colleague",
    "duty": "On duty and this person is here or has called",
    "risk": "Immediate risk to somebody",
    "handover": "Taking over this person",
    "court": "A court, recall or parole deadline today",
    "other": "Something else",
}
FREE_TRIES = 3
_REFUSALS_COUNT_FOR = timedelta(hours=24)
_LONGEST_WAIT = timedelta(hours=1)
_OPENING = "id, opener, opened_at, closes_at, category, records, about"


class NothingToOpenError(MurmurationError):
    """No record of anybody else bears this reference, or so it is said."""


class WaitError(MurmurationError):
    """Too many attempts that found nothing; `until` says when the next one is taken."""

    def __init__(self, until: datetime) -> None:
        super().__init__("Too many attempts found nothing. Wait before the next one.")
        self.until = until


@dataclass(frozen=True, slots=True)
class Opening:
    """One time that somebody opened others' records of a reference. `category` is a key of REASONS."""

    id: str
    opener: str
    opened_at: datetime
    closes_at: datetime
    category: str
    records: int
    reference: str
    reason: str


@dataclass(frozen=True, slots=True)
class OpeningEvent:
    """The same without whose records and without the words: what administrators see."""

    opener: str
    opened_at: datetime
    category: str
    records: int


def open_others(
    db: Database, key: CaseKey, opener: str, reference: str, category: str, reason: str, *, at: datetime
) -> Opening:
    """Open others' records of a reference for an hour. Raises NothingToOpenError and WaitError; both are to be audited.

    A mistyped reference, one that nobody uses and one with the opener's own records alone are answered alike.
    """
    with db.write():  # one try at a time: of many at once, each would find that none had been refused yet
        until = next_try(db, opener, at=at)
        found = _records(db, key, reference, but=opener) if until <= at else []
        opening = Opening(secrets.token_hex(16), opener, at, at + OPEN_FOR, category, len(found), reference, reason)
        if found:
            _keep(db, key, opening, {one.practitioner for one in found})
        elif until <= at:
            _note_refusal(db, opener, at)
    if until > at:
        raise WaitError(until)
    if not found:
        raise NothingToOpenError("nothing of others' bears this reference")
    return opening


def next_try(db: Database, opener: str, *, at: datetime) -> datetime:
    """When somebody may try again: at once for the first tries of a day, then after 1, 2, 4 ... minutes, at most 60."""
    row = db.one(
        "select count(*) as n, max(refused_at) as latest from opening_refusals"
        " where opener = :opener and refused_at > :since and refused_at <= :latest",
        opener=opener,
        since=_text(at - _REFUSALS_COUNT_FOR),
        latest=_text(at + _LONGEST_WAIT),
    )
    if row is None or row["n"] < FREE_TRIES:
        return at
    wait = min(timedelta(minutes=2 ** min(row["n"] - FREE_TRIES, 10)), _LONGEST_WAIT)
    return _time(row["latest"]) + wait


def get_opening(db: Database, key: CaseKey, opener: str, opening_id: str, *, at: datetime) -> Opening:
    """An opening of one's own that has not closed yet. Raises NotFoundError for any other."""
    row = db.one(
        f"""
        select {_OPENING} from openings
        where id = :id and opener = :opener and closes_at > :at and closes_at <= :latest
        """,
        id=opening_id,
        opener=opener,
        at=_text(at),
        latest=_text(at + OPEN_FOR),
    )
    if row is None:
        raise NotFoundError("opening", opening_id)
    return _row_to_opening(row, key)


def opened_records(db: Database, key: CaseKey, opening: Opening) -> list[Interaction]:
    """Others' records of the reference that was opened, newest first: of those owners who are told of the opening.

    Who logs something about the person while it is open is told of nothing, so that theirs needs another opening.
    """
    rows = db.rows("select owner from opening_owners where opening_id = :id", id=opening.id)
    told = {row["owner"] for row in rows}
    return [one for one in _records(db, key, opening.reference, but=opening.opener) if one.practitioner in told]


def list_open(db: Database, key: CaseKey, opener: str, *, at: datetime) -> list[Opening]:
    """What somebody has open now, newest first."""
    rows = db.rows(
        f"select {_OPENING} from openings where opener = :opener and closes_at > :at and closes_at <= :latest"
        " order by opened_at desc, id",
        opener=opener,
        at=_text(at),
        latest=_text(at + OPEN_FOR),
    )
    return [_row_to_opening(row, key) for row in rows]


def list_unseen(db: Database, key: CaseKey, owner: str) -> list[Opening]:
    """Who opened records of this owner, as far as the owner has not said to have seen it; oldest first."""
    rows = db.rows(
        f"select {_OPENING} from openings join opening_owners on opening_id = id"
        " where owner = :owner and seen_at is null order by opened_at, id",
        owner=owner,
    )
    return [_row_to_opening(row, key) for row in rows]


def mark_seen(db: Database, owner: str, opening_id: str, *, at: datetime) -> None:
    """Note that an owner has seen an opening. Raises NotFoundError when none of theirs was opened by it."""
    changed = db.execute(
        "update opening_owners set seen_at = coalesce(seen_at, :at) where owner = :owner and opening_id = :id",
        at=_text(at),
        owner=owner,
        id=opening_id,
    )
    if not changed:
        raise NotFoundError("opening", opening_id)


def list_openings(db: Database, *, limit: int = 200) -> list[OpeningEvent]:
    """The latest openings by anybody, newest first, without reference, words or whose records they were."""
    rows = db.rows(
        "select opener, opened_at, category, records from openings order by opened_at desc, id limit :limit",
        limit=limit,
    )
    return [OpeningEvent(row["opener"], _time(row["opened_at"]), row["category"], row["records"]) for row in rows]


def _records(db: Database, key: CaseKey, reference: str, *, but: str) -> list[Interaction]:
    rows = db.rows(
        f"""
        select {COLUMNS} from interactions where reference_mark = :mark and practitioner <> :but
        order by happened_on desc, happened_at desc, id
        """,
        mark=mark_of(key, reference),
        but=but,
    )
    return [row_to_interaction(key, row) for row in rows]


def _keep(db: Database, key: CaseKey, opening: Opening, owners: set[str]) -> None:
    about = json.dumps({"reference": opening.reference, "reason": opening.reason}, ensure_ascii=False)
    db.execute(
        f"""
        insert into openings ({_OPENING})
        values (:id, :opener, :opened_at, :closes_at, :category, :records, :about)
        """,
        id=opening.id,
        opener=opening.opener,
        opened_at=_text(opening.opened_at),
        closes_at=_text(opening.closes_at),
        category=opening.category,
        records=opening.records,
        about=key.seal(about, _about(opening.id)),
    )
    db.many(
        "insert into opening_owners (opening_id, owner) values (:id, :owner)",
        [{"id": opening.id, "owner": owner} for owner in sorted(owners)],
    )


def _note_refusal(db: Database, opener: str, at: datetime) -> None:
    db.execute(
        "insert into opening_refusals (id, opener, refused_at) values (:id, :opener, :at)",
        id=secrets.token_hex(16),
        opener=opener,
        at=_text(at),
    )


def _row_to_opening(row: Row, key: CaseKey) -> Opening:
    about = json.loads(key.open(row["about"], _about(row["id"])))
    return Opening(
        id=row["id"],
        opener=row["opener"],
        opened_at=_time(row["opened_at"]),
        closes_at=_time(row["closes_at"]),
        category=row["category"],
        records=row["records"],
        reference=about["reference"],
        reason=about["reason"],
    )


def _about(opening_id: str) -> str:
    return f"openings.about:{opening_id}"


def _text(at: datetime) -> str:
    """One way of writing a time, so that texts sort as times do."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
