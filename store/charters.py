"""The charter in force, those before it, and the settings that it covers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from narratives.charter import Charter, read_charter
from narratives.covered import Setting
from narratives.errors import FrozenError
from store.database import Database, Row
from store.rolls import count_roll


@dataclass(frozen=True, slots=True)
class KeptCharter:
    """A charter with its number, who began it or which proposal made it, and since when it holds."""

    revision: int
    charter: Charter
    by_proposal: str | None
    made_by: str
    made_at: datetime


def current_charter(db: Database) -> KeptCharter | None:
    """The charter in force; None where administrators decide, as in every organisation that has not begun one."""
    row = db.one("select * from charters order by revision desc limit 1")
    return None if row is None else _row_to_charter(row)


def get_charter(db: Database, revision: int) -> KeptCharter:
    """A charter by its number. Raises KeyError."""
    row = db.one("select * from charters where revision = :revision", revision=revision)
    if row is None:
        raise KeyError(revision)
    return _row_to_charter(row)


def begin_charter(db: Database, charter: Charter, *, actor: str, at: datetime) -> KeptCharter:
    """Begin to decide by vote. Raises FrozenError where there is a charter, or nobody who could vote under it."""
    with db.write():
        if current_charter(db) is not None:
            raise FrozenError(
                "There is a charter already. It is changed by a vote: propose the change under Decisions."
            )
        check_roll(db, charter)
        put_charter(db, charter, by_proposal=None, actor=actor, at=at)
        found = current_charter(db)
    assert found is not None  # it was put there in this transaction
    return found


def check_roll(db: Database, charter: Charter) -> None:
    """Raises FrozenError where a constituency that has a weight has nobody on the roll: nothing could ever pass."""
    held = count_roll(db)
    empty = [one for one in charter.voting if not held[one]]
    if empty:
        names = " and ".join(one.value for one in empty)
        raise FrozenError(
            f"Nobody is on the roll of {names}. Put at least one person of each constituency that has a weight on the "
            "roll first: without them no vote could reach its quorum."
        )


def put_charter(db: Database, charter: Charter, *, by_proposal: str | None, actor: str, at: datetime) -> None:
    """Make a charter the one in force, inside the caller's transaction."""
    db.execute(
        """
        insert into charters (revision, document, by_proposal, made_by, made_at)
        select coalesce(max(revision), 0) + 1, :document, :proposal, :actor, :at from charters
        """,
        document=charter.to_json(),
        proposal=by_proposal,
        actor=actor,
        at=at.astimezone(UTC).isoformat(timespec="seconds"),
    )
    db.execute("delete from covered_settings")
    covered = charter.covered | {Setting.CHARTER}
    # The charter goes last: once it is covered, only a decision can add to the list.
    ordered = [*sorted(covered - {Setting.CHARTER}), Setting.CHARTER]
    db.many("insert into covered_settings (setting) values (:setting)", [{"setting": one.value} for one in ordered])


def _row_to_charter(row: Row) -> KeptCharter:
    return KeptCharter(
        revision=int(row["revision"]),
        charter=read_charter(row["document"]),
        by_proposal=row["by_proposal"],
        made_by=row["made_by"],
        made_at=datetime.fromisoformat(row["made_at"]),
    )
