"""What the worker needs between passes: the monitor's state, leases, notices for the manager's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from store.database import Database


@dataclass(frozen=True, slots=True)
class MonitorState:
    """A monitor as it stood after a day: the engine's version and its arrays as npz."""

    engine: str
    day: int
    arrays: bytes


def get_monitor(db: Database, collection_id: str) -> MonitorState | None:
    """The kept state; None before the first pass."""
    row = db.one("select engine, day, state from monitors where collection_id = :id", id=collection_id)
    return None if row is None else MonitorState(row["engine"], row["day"], bytes(row["state"]))


def monitored_until(db: Database, collection_id: str) -> int | None:
    """The last day that the monitor has closed; None before the first."""
    row = db.one("select day from monitors where collection_id = :id", id=collection_id)
    return None if row is None else int(row["day"])


def keep_monitor(db: Database, collection_id: str, state: MonitorState, *, previous: MonitorState | None) -> bool:
    """Keep the state; call it in the transaction that marks the stories it has seen.

    False, with nothing kept, when the stored state is no longer `previous`: another worker went on meanwhile.
    """
    if get_monitor(db, collection_id) != previous:
        return False
    db.execute(
        """
        insert into monitors (collection_id, engine, day, state) values (:id, :engine, :day, :state)
        on conflict (collection_id)
        do update set engine = excluded.engine, day = excluded.day, state = excluded.state
        """,
        id=collection_id,
        engine=state.engine,
        day=state.day,
        state=state.arrays,
    )
    return True


def take_lease(db: Database, name: str, holder: str, *, now: float, seconds: float) -> bool:
    """Take or renew a lease; False while somebody else holds it. `now` is in seconds since 1970.

    One that ends much later than any that is taken now was taken while the clock was wrong, and holds nobody up.
    """
    with db.write():
        return (
            db.execute(
                """
                insert into leases (name, holder, expires) values (:name, :holder, :expires)
                on conflict (name) do update set holder = excluded.holder, expires = excluded.expires
                where holder = :holder or expires < :now or expires > :latest
                """,
                name=name,
                holder=holder,
                expires=now + seconds,
                now=now,
                latest=now + 2 * seconds,
            )
            == 1
        )


def drop_lease(db: Database, name: str, holder: str) -> None:
    """Give a lease back."""
    db.execute("delete from leases where name = :name and holder = :holder", name=name, holder=holder)


def set_notice(db: Database, name: str, text: str | None, on: date) -> None:
    """Say something on the managers' pages, or with None take it back."""
    if text is None:
        db.execute("delete from notices where name = :name", name=name)
        return
    db.execute(
        """
        insert into notices (name, text, noticed_on) values (:name, :text, :on)
        on conflict (name) do update set text = excluded.text, noticed_on = excluded.noticed_on
        """,
        name=name,
        text=text,
        on=on.isoformat(),
    )


def list_notices(db: Database) -> list[str]:
    """What the worker says to managers, by name."""
    return [row["text"] for row in db.rows("select text from notices order by name")]
