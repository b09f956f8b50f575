"""Taking messages out of the outbox: leased, in order for each route, and marked when the receiver has them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from narratives.alert_message import AlertMessage, read_message
from narratives.route import Medium, Occasion, Pace, Route, digest_key
from store.database import Database, Row
from store.outbox import drop_outdated, put, renew
from store.routes import fallback_of, get_route
from store.worker import set_notice

_WAITS = "delivered_at is null and given_up_at is null"
# No digest, no try and no lease is further off: one that seems so was put down while the clock was wrong.
_DIGEST_SECONDS, _TRY_SECONDS, _LEASES = 8 * 86_400.0, 2 * 3_600.0, 2
# From the few routes to the first that waits at each: the worker asks all the time, and what was told is kept.
_HEAD = """
    select o.id, o.route_id, o.key, o.batch, o.occasion from routes as r cross join outbox as o on o.id = (
        select min(w.id) from outbox as w
        where w.route_id = r.id and w.delivered_at is null and w.given_up_at is null
            and (w.due_at <= :now or w.due_at > :now + :digest)
    )
    where r.stopped_at is null and (o.try_at <= :now or o.try_at > :now + :try)
        and (o.leased_until is null or o.leased_until <= :now or o.leased_until > :now + :lease)
    order by o.id limit 1
"""
_ALONE = {Occasion.TEST.value, Occasion.OVERDUE.value}  # never gathered with others
_OWN = f"route_id = :route and batch = :batch and {_WAITS}"


@dataclass(frozen=True, slots=True)
class Parcel:
    """What goes to a receiver as one message: a key that stays the same at every try, and what it tells.

    `due_at` is when it was first due, in seconds since 1970, and `attempts` how often it has been tried before.
    """

    route: Route
    key: str
    messages: tuple[AlertMessage, ...]
    due_at: float
    attempts: int
    holder: str


def take(db: Database, holder: str, *, now: float, seconds: float) -> Parcel | None:
    """Lease the oldest undelivered message of a route, for so long; None where nothing is due.

    What lies behind an undelivered message of its route waits. A lease that has ended may be taken by anybody.
    """
    bounds = {"digest": _DIGEST_SECONDS, "try": _TRY_SECONDS, "lease": _LEASES * seconds}
    if db.one(_HEAD, now=now, **bounds) is None:
        return None  # looking takes no write lock
    with db.write():
        drop_outdated(db)
        head = db.one(_HEAD, now=now, **bounds)
        if head is None:
            return None
        route = get_route(db, head["route_id"])
        batch = head["batch"] or _gather(db, route, head, now)
        db.execute(
            f"update outbox set holder = :holder, leased_until = :until where {_OWN}",
            route=route.id,
            batch=batch,
            holder=holder,
            until=now + seconds,
        )
        return _parcel(db, route, batch, holder)


def _gather(db: Database, route: Route, head: Row, now: float) -> str:
    """Fix which messages are told in one: of a digest all that are due, otherwise the oldest alone."""
    if route.pace is Pace.IMMEDIATE or head["occasion"] in _ALONE:
        renew(db, [head["id"]])
        db.execute("update outbox set batch = key where id = :id", id=head["id"])
        return str(head["key"])
    rows = db.rows(
        f"""
        select id, key from outbox
        where route_id = :route and batch is null and (due_at <= :now or due_at > :now + :digest)
          and occasion not in ('test', 'overdue') and {_WAITS} order by id
        """,
        route=route.id,
        now=now,
        digest=_DIGEST_SECONDS,
    )
    renew(db, [row["id"] for row in rows])
    batch = digest_key([row["key"] for row in rows])
    db.many("update outbox set batch = :batch where id = :id", [{"batch": batch, "id": row["id"]} for row in rows])
    return batch


def _parcel(db: Database, route: Route, batch: str, holder: str) -> Parcel:
    rows = db.rows(f"select body, due_at, attempts from outbox where {_OWN} order by id", route=route.id, batch=batch)
    return Parcel(
        route=route,
        key=batch,
        messages=tuple(read_message(json.loads(row["body"])) for row in rows),
        due_at=min(row["due_at"] for row in rows),
        attempts=max(row["attempts"] for row in rows),
        holder=holder,
    )


def mark_delivered(db: Database, parcel: Parcel, *, now: float) -> None:
    """The receiver has it. Whoever holds the lease by now, it need not be sent again."""
    with db.write():
        db.execute(
            f"""
            update outbox set delivered_at = :now, holder = null, leased_until = null, last_error = null
            where {_OWN}
            """,
            route=parcel.route.id,
            batch=parcel.key,
            now=now,
        )
        db.execute("delete from notices where name = :name", name=notice_name(parcel.route.id))


def mark_failed(db: Database, parcel: Parcel, error: str, *, try_at: float) -> bool:
    """It did not arrive, and is tried again then; False where another worker has taken it over meanwhile."""
    return (
        db.execute(
            f"""
            update outbox set attempts = attempts + 1, try_at = :try_at, last_error = :error,
                holder = null, leased_until = null
            where {_OWN} and holder = :holder
            """,
            route=parcel.route.id,
            batch=parcel.key,
            holder=parcel.holder,
            try_at=try_at,
            error=error,
        )
        > 0
    )


def give_up(db: Database, parcel: Parcel, error: str, *, notice: str, note: str, at: datetime) -> Route | None:
    """Try no longer, say so to managers, and hand what a webhook did not take to an e-mail route, which is returned."""
    with db.write():
        rows = db.rows(
            f"select key, body from outbox where {_OWN} and holder = :holder order by id",
            route=parcel.route.id,
            batch=parcel.key,
            holder=parcel.holder,
        )
        if not rows:
            return None  # another worker has taken it over
        db.execute(
            f"""
            update outbox set attempts = attempts + 1, given_up_at = :now, last_error = :error,
                holder = null, leased_until = null
            where {_OWN}
            """,
            route=parcel.route.id,
            batch=parcel.key,
            now=at.timestamp(),
            error=error,
        )
        set_notice(db, notice_name(parcel.route.id), notice, at.astimezone().date())
        return _hand_on(db, parcel.route, rows, note, at)


def _hand_on(db: Database, route: Route, rows: Sequence[Row], note: str, at: datetime) -> Route | None:
    taken = None
    for row in rows:
        message = read_message(json.loads(row["body"]))
        if route.medium is not Medium.WEBHOOK or message.occasion is Occasion.TEST:
            continue
        other = fallback_of(db, route, message.collection)
        if other is not None and put(db, other, row["key"], replace(message, note=note), at, at):
            taken = other
    return taken


def abandon(db: Database, route: Route, error: str, *, note: str, at: datetime) -> None:
    """Give up all that waits for a route that has gone, and hand it to an e-mail route where there is one."""
    with db.write():
        rows = db.rows(f"select key, body from outbox where route_id = :id and {_WAITS} order by id", id=route.id)
        db.execute(
            f"""
            update outbox set given_up_at = :now, last_error = :error, holder = null, leased_until = null
            where route_id = :id and {_WAITS}
            """,
            id=route.id,
            now=at.timestamp(),
            error=error,
        )
        _hand_on(db, route, rows, note, at)


def notice_name(route_id: str) -> str:
    """Under which name managers are told that a route does not deliver."""
    return f"delivery:{route_id}"
