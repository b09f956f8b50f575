"""Proposals to change what a collection promises about false alerts, what was decided, and what that changed."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from narratives.covered import Setting
from narratives.errors import FrozenError, NotFoundError
from store.covered import check_free
from store.database import Database, Row

REST = timedelta(days=90)  # after a decision nothing is proposed for so long
_COLUMNS = """id, collection_id, old_a_year, new_a_year, because, made_at, decision, decided_because, decided_by,
    decided_at"""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Another number of false alerts a year, why, and what an administrator decided about it."""

    id: str
    collection: str
    old_a_year: float
    new_a_year: float
    because: str
    made_at: datetime
    decision: str | None = None  # "accepted" or "declined"
    decided_because: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None


def add_proposal(
    db: Database, collection_id: str, *, old_a_year: float, new_a_year: float, because: str, at: datetime
) -> str | None:
    """Propose a change; None while one is open, or when one was decided about too lately, by whichever worker."""
    with db.write():
        newest = next(iter(list_proposals(db, collection_id)), None)
        if newest is not None and (newest.decided_at is None or at - newest.decided_at < REST):
            return None
        proposal_id = secrets.token_hex(16)
        db.execute(
            """
            insert into promise_proposals (id, collection_id, old_a_year, new_a_year, because, made_at)
            values (:id, :collection_id, :old_a_year, :new_a_year, :because, :made_at)
            """,
            id=proposal_id,
            collection_id=collection_id,
            old_a_year=old_a_year,
            new_a_year=new_a_year,
            because=because,
            made_at=_stamp(at),
        )
    return proposal_id


def accept(db: Database, proposal_id: str, *, because: str, actor: str, at: datetime) -> bool:
    """Change the promise as proposed; False, with nothing changed, when somebody decided before.

    What was measured of the old promise is forgotten: it would be read as if it were about the new one. Raises
    NeedsVoteError where members decide about it.
    """
    with db.write():
        found = get_proposal(db, proposal_id)
        check_free(db, Setting.FALSE_ALARMS, found.collection)
        if not _decide(db, proposal_id, "accepted", because=because, actor=actor, at=at):
            return False
        changed = db.execute(
            "update collections set alerts_a_year = :new where id = :id and alerts_a_year = :old",
            id=found.collection,
            old=found.old_a_year,
            new=found.new_a_year,
        )
        if changed == 0:
            raise FrozenError("The promise is another one than when this was proposed; decline the proposal instead.")
        _forget_measured(db, found.collection)
    return True


def decide_by_vote(
    db: Database, collection_id: str, new_a_year: float, *, because: str, actor: str, at: datetime
) -> None:
    """Change the promise as members decided, and keep it among the changes; what was proposed before is declined."""
    with db.write():
        row = db.one("select alerts_a_year from collections where id = :id", id=collection_id)
        if row is None:
            raise NotFoundError("collection", collection_id)
        for one in list_proposals(db, collection_id):
            if one.decision is None:
                _decide(db, one.id, "declined", because=because, actor=actor, at=at)
        db.execute(
            """
            insert into promise_proposals (id, collection_id, old_a_year, new_a_year, because, made_at, decision,
                decided_because, decided_by, decided_at)
            values (:id, :collection_id, :old, :new, :because, :at, 'accepted', :because, :actor, :at)
            """,
            id=secrets.token_hex(16),
            collection_id=collection_id,
            old=row["alerts_a_year"],
            new=new_a_year,
            because=because,
            actor=actor,
            at=_stamp(at),
        )
        db.execute("update collections set alerts_a_year = :new where id = :id", id=collection_id, new=new_a_year)
        _forget_measured(db, collection_id)


def _forget_measured(db: Database, collection_id: str) -> None:
    for table in ("promise_replays", "promise_outlooks"):
        db.execute(f"delete from {table} where collection_id = :id", id=collection_id)


def decline(db: Database, proposal_id: str, *, because: str, actor: str, at: datetime) -> bool:
    """Leave the promise as it is; False when somebody decided before."""
    with db.write():
        return _decide(db, proposal_id, "declined", because=because, actor=actor, at=at)


def _decide(db: Database, proposal_id: str, decision: str, *, because: str, actor: str, at: datetime) -> bool:
    decided = db.execute(
        """
        update promise_proposals
        set decision = :decision, decided_because = :because, decided_by = :actor, decided_at = :at
        where id = :id and decision is null
        """,
        id=proposal_id,
        decision=decision,
        because=because,
        actor=actor,
        at=_stamp(at),
    )
    return decided == 1


def get_proposal(db: Database, proposal_id: str) -> Proposal:
    """Raises NotFoundError if no proposal has that id."""
    row = db.one(f"select {_COLUMNS} from promise_proposals where id = :id", id=proposal_id)
    if row is None:
        raise NotFoundError("proposal", proposal_id)
    return _row_to_proposal(row)


def list_proposals(db: Database, collection_id: str) -> list[Proposal]:
    """Every proposal of a collection, decided or not, newest first."""
    rows = db.rows(
        f"select {_COLUMNS} from promise_proposals where collection_id = :id order by made_at desc, id",
        id=collection_id,
    )
    return [_row_to_proposal(row) for row in rows]


def list_changes(db: Database, collection_id: str) -> list[Proposal]:
    """The proposals that were accepted, newest first: how the promise came to be what it is."""
    return [one for one in list_proposals(db, collection_id) if one.decision == "accepted"]


def changed_on(db: Database, collection_id: str) -> date | None:
    """The day from which the promise of today holds; None where it is that of the beginning."""
    row = db.one(
        "select max(decided_at) as at from promise_proposals where collection_id = :id and decision = 'accepted'",
        id=collection_id,
    )
    return None if row is None or row["at"] is None else datetime.fromisoformat(row["at"]).date()


def promised_at_first(db: Database, collection_id: str) -> float | None:
    """What the collection was opened with; None where that was never changed."""
    changes = list_changes(db, collection_id)
    return changes[-1].old_a_year if changes else None


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")  # one zone, so that the order of rows is that of time


def _row_to_proposal(row: Row) -> Proposal:
    return Proposal(
        id=row["id"],
        collection=row["collection_id"],
        old_a_year=row["old_a_year"],
        new_a_year=row["new_a_year"],
        because=row["because"],
        made_at=datetime.fromisoformat(row["made_at"]),
        decision=row["decision"],
        decided_because=row["decided_because"] or "",
        decided_by=row["decided_by"] or "",
        decided_at=None if row["decided_at"] is None else datetime.fromisoformat(row["decided_at"]),
    )
