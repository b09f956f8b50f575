"""Exports and deletions of many stories: one person asks, another decides, and either can stop them in time."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from narratives.errors import MurmurationError, NotFoundError
from store.database import Database, Row

WAIT = timedelta(hours=24)  # between a decision and a deletion: long enough for somebody to notice
OPEN_FOR = timedelta(hours=24)  # how long an export can be downloaded
UNDECIDED_FOR = timedelta(days=14)
_COLUMNS = """id, what, collection_id, title, reason, asked_by, asked_at, decided_by, decided_at, decision, because,
    stopped_by, stopped_at, stories, done_at, told"""


class What(StrEnum):
    """What is asked for."""

    EXPORT = "export"
    DELETION = "deletion"


class State(StrEnum):
    """Where a request is."""

    WAITING = "waits for a decision"
    DECLINED = "declined"
    STOPPED = "stopped"
    LAPSED = "lapsed"
    OPEN = "can be downloaded"
    PENDING = "will be deleted"
    RUNNING = "is being deleted"
    DONE = "done"


class OwnRequestError(MurmurationError):
    """Somebody wants to decide about what they asked for themselves."""


class TooLateError(MurmurationError):
    """A request was decided, stopped, lapsed or carried out before."""


@dataclass(frozen=True, slots=True)
class BulkRequest:
    """One request; people are ids of accounts. `told` counts what a deletion took out, `kind` is an export's file."""

    id: str
    what: What
    collection: str
    title: str
    reason: str
    asked_by: str
    asked_at: datetime
    decided_by: str
    decided_at: datetime | None
    decision: str
    because: str
    stopped_by: str
    stopped_at: datetime | None
    stories: int | None
    done_at: datetime | None
    told: Mapping[str, int]
    kind: str = ""

    @property
    def due(self) -> datetime | None:
        """When a deletion begins, or an export closes; None before the decision."""
        if self.decided_at is None:
            return None
        return self.decided_at + (WAIT if self.what is What.DELETION else OPEN_FOR)

    def state(self, now: datetime) -> State:
        """Where it is at a time."""
        if self.stopped_at:
            return State.STOPPED
        if self.decision == "declined":
            return State.DECLINED
        if self.done_at:
            return State.DONE
        if self.due is None:
            return State.LAPSED if now >= self.asked_at + UNDECIDED_FOR else State.WAITING
        if self.what is What.EXPORT:
            return State.LAPSED if now >= self.due else State.OPEN
        return State.PENDING if self.stories is None else State.RUNNING


def ask(
    db: Database, what: What, *, collection: str, title: str, reason: str, asked_by: str, at: datetime, kind: str = ""
) -> str | None:
    """Ask for an export, as a kind of file, or a deletion; None when the same is waiting or under way.

    Returns the request's id.
    """
    request_id = secrets.token_hex(16)
    with db.write():
        going_on = {State.WAITING, State.OPEN, State.PENDING, State.RUNNING}
        before = [one for one in list_requests(db, collection) if one.what is what and one.kind == kind]
        if any(one.state(at) in going_on for one in before):
            return None
        db.execute(
            """
            insert into bulk_requests (id, what, collection_id, title, reason, asked_by, asked_at, told)
            values (:id, :what, :collection, :title, :reason, :asked_by, :at, :told)
            """,
            id=request_id,
            what=what.value,
            collection=collection,
            title=title,
            reason=reason,
            asked_by=asked_by,
            at=_stamp(at),
            told=json.dumps({"kind": kind} if kind else {}),
        )
    return request_id


def decide(db: Database, request_id: str, *, approve: bool, because: str, decided_by: str, at: datetime) -> BulkRequest:
    """Approve or decline what somebody else asked for. Raises OwnRequestError, TooLateError, NotFoundError."""
    with db.write():
        request = get_request(db, request_id)
        if request.asked_by == decided_by:
            raise OwnRequestError("Somebody else decides about what you asked for.")
        if request.state(at) is not State.WAITING:
            raise TooLateError("This was decided or stopped before, or its time is over.")
        db.execute(
            """
            update bulk_requests set decided_by = :by, decided_at = :at, decision = :decision, because = :because
            where id = :id
            """,
            by=decided_by,
            at=_stamp(at),
            decision="approved" if approve else "declined",
            because=because,
            id=request_id,
        )
        return get_request(db, request_id)


def stop(db: Database, request_id: str, *, stopped_by: str, at: datetime) -> BulkRequest:
    """Stop a request that is not carried out yet. Raises TooLateError and NotFoundError."""
    with db.write():
        request = get_request(db, request_id)
        if request.state(at) not in {State.WAITING, State.OPEN, State.PENDING}:
            raise TooLateError("This is over or has begun, and cannot be stopped any more.")
        db.execute(
            "update bulk_requests set stopped_by = :by, stopped_at = :at where id = :id",
            by=stopped_by,
            at=_stamp(at),
            id=request_id,
        )
        return get_request(db, request_id)


def get_request(db: Database, request_id: str) -> BulkRequest:
    """One request. Raises NotFoundError."""
    row = db.one(f"select {_COLUMNS} from bulk_requests where id = :id", id=request_id)
    if row is None:
        raise NotFoundError("bulk request", request_id)
    return _row_to_request(row)


def list_requests(db: Database, collection: str = "") -> list[BulkRequest]:
    """Every request, newest first; those about one collection where it is named."""
    rows = db.rows(
        f"""
        select {_COLUMNS} from bulk_requests where :collection = '' or collection_id = :collection
        order by asked_at desc, id
        """,
        collection=collection,
    )
    return [_row_to_request(row) for row in rows]


def list_due(db: Database, now: datetime) -> list[BulkRequest]:
    """The deletions that nobody stopped in time, those that were begun first."""
    due = [one for one in list_requests(db) if one.state(now) in {State.PENDING, State.RUNNING}]
    return sorted((one for one in due if one.due and one.due <= now), key=lambda one: one.stories is None)


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _time(stamp: str | None) -> datetime | None:
    return datetime.fromisoformat(stamp) if stamp else None


def _row_to_request(row: Row) -> BulkRequest:
    told = json.loads(row["told"])
    return BulkRequest(
        id=row["id"],
        what=What(row["what"]),
        collection=row["collection_id"],
        title=row["title"],
        reason=row["reason"],
        asked_by=row["asked_by"],
        asked_at=datetime.fromisoformat(row["asked_at"]),
        decided_by=row["decided_by"] or "",
        decided_at=_time(row["decided_at"]),
        decision=row["decision"] or "",
        because=row["because"],
        stopped_by=row["stopped_by"] or "",
        stopped_at=_time(row["stopped_at"]),
        stories=row["stories"],
        done_at=_time(row["done_at"]),
        kind=told.pop("kind", ""),
        told=told,
    )
