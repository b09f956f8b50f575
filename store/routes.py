"""Where alerts go: routes as rows, made and stopped by people, or stopped because the receiver has gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from narratives.alert import Signal
from narratives.covered import NeedsVoteError, Setting
from narratives.errors import NotFoundError
from narratives.route import Medium, Pace, Route
from store.covered import may_be_told_outside
from store.database import Database, Row

_COLUMNS = "id, collection_id, medium, address, pace, signals, made_by, made_at, stopped_because, safeguarding"
_WAITS = "o.delivered_at is null and o.given_up_at is null"


@dataclass(frozen=True, slots=True)
class Standing:
    """A route and how it fares. Times are seconds since 1970, None where there is none; `made_at` is ISO 8601.

    `attempts`, `last_error` and `try_at` are of the message that the others wait for. Where none waits, `last_error`
    is of the one that was given up, until another one has arrived.
    """

    route: Route
    made_at: str
    delivered_at: float | None
    waiting: int
    given_up: int
    attempts: int
    last_error: str
    try_at: float | None


def add_route(db: Database, route: Route, at: datetime) -> bool:
    """Keep a route; False when the same one, still running, is there already.

    Raises NeedsVoteError where it was decided that alerts stay inside; an address for danger may always be added.
    """
    with db.write():
        if not route.safeguarding and not may_be_told_outside(db):
            raise NeedsVoteError(Setting.TOLD_OUTSIDE)
        stored = db.execute(
            """
            insert into routes (id, collection_id, medium, address, pace, signals, made_by, made_at, safeguarding)
            select :id, :collection_id, :medium, :address, :pace, :signals, :made_by, :made_at, :safeguarding
            where not exists (
                select 1 from routes
                where id = :id or medium = :medium and address = :address and collection_id is :collection_id
                  and pace = :pace and stopped_at is null
            )
            """,
            id=route.id,
            collection_id=route.collection,
            medium=route.medium.value,
            address=route.address,
            pace=route.pace.value,
            signals=" ".join(sorted(route.signals)),
            made_by=route.made_by,
            made_at=at.isoformat(timespec="seconds"),
            safeguarding=int(route.safeguarding),
        )
    return stored == 1


def get_route(db: Database, route_id: str) -> Route:
    """Raises NotFoundError if no route has that id."""
    row = db.one(f"select {_COLUMNS} from routes where id = :id", id=route_id)
    if row is None:
        raise NotFoundError("route", route_id)
    return row_to_route(row)


def routes_of(db: Database, collection_id: str, signal: Signal) -> list[Route]:
    """The running routes that alerts of a collection and signal are sent by; feeds are fetched, not sent."""
    rows = db.rows(
        f"""
        select {_COLUMNS} from routes
        where (collection_id is null or collection_id = :id) and medium <> 'feed' and stopped_at is null
        order by made_at, id
        """,
        id=collection_id,
    )
    return [route for route in map(row_to_route, rows) if signal in route.signals]


def safeguarding_routes(db: Database, collection_id: str) -> list[Route]:
    """The running routes that are told when nobody has looked in time at what may tell of danger."""
    rows = db.rows(
        f"""
        select {_COLUMNS} from routes
        where safeguarding = 1 and (collection_id is null or collection_id = :id) and medium <> 'feed'
          and stopped_at is null
        order by made_at, id
        """,
        id=collection_id,
    )
    return [row_to_route(row) for row in rows]


def fallback_of(db: Database, route: Route, collection_id: str | None) -> Route | None:
    """The running e-mail route that what a webhook cannot deliver goes to; one of the collection's own first."""
    row = db.one(
        f"""
        select {_COLUMNS} from routes
        where (collection_id is null or collection_id = :collection) and medium = 'email'
          and stopped_at is null and id <> :id
        order by collection_id is null, made_at, id limit 1
        """,
        id=route.id,
        collection=collection_id or route.collection,
    )
    return None if row is None or route.medium is not Medium.WEBHOOK else row_to_route(row)


def stop_route(db: Database, route_id: str, *, because: str, by: str, at: datetime) -> bool:
    """Send nothing by it any more; False if it was stopped already. What waits stays waiting."""
    with db.write():
        return (
            db.execute(
                """
                update routes set stopped_because = :because, stopped_by = :by, stopped_at = :at
                where id = :id and stopped_at is null
                """,
                id=route_id,
                because=because,
                by=by,
                at=at.isoformat(timespec="seconds"),
            )
            == 1
        )


def start_route(db: Database, route_id: str) -> bool:
    """Send by it again, first what waited; False if it was running. Raises NeedsVoteError as `add_route` does."""
    with db.write():
        if not get_route(db, route_id).safeguarding and not may_be_told_outside(db):
            raise NeedsVoteError(Setting.TOLD_OUTSIDE)
        return (
            db.execute(
                """
                update routes set stopped_because = '', stopped_by = null, stopped_at = null
                where id = :id and stopped_at is not null
                """,
                id=route_id,
            )
            == 1
        )


def list_standings(db: Database) -> list[Standing]:
    """Every route and how it fares, running ones first."""
    rows = db.rows(
        f"""
        select {_COLUMNS},
            (select max(o.delivered_at) from outbox as o where o.route_id = r.id and o.delivered_at is not null)
                as delivered_at,
            (select count(*) from outbox as o where o.route_id = r.id and {_WAITS}) as waiting,
            (select count(*) from outbox as o where o.route_id = r.id and o.given_up_at is not null) as given_up
        from routes as r order by stopped_at is not null, medium, made_at, id
        """
    )
    return [_standing(db, row) for row in rows]


def _standing(db: Database, row: Row) -> Standing:
    head = db.one(
        f"""
        select o.attempts, o.last_error, o.try_at from outbox as o where o.route_id = :id and {_WAITS}
        order by o.last_error is null, o.due_at, o.id limit 1
        """,
        id=row["id"],
    ) or db.one(
        """
        select attempts, last_error, null as try_at from outbox
        where route_id = :id and given_up_at > :since order by given_up_at desc, id desc limit 1
        """,
        id=row["id"],
        since=row["delivered_at"] or 0.0,
    )
    return Standing(
        route=row_to_route(row),
        made_at=row["made_at"],
        delivered_at=row["delivered_at"],
        waiting=row["waiting"],
        given_up=row["given_up"],
        attempts=head["attempts"] if head else 0,
        last_error=head["last_error"] or "" if head else "",
        try_at=head["try_at"] if head else None,
    )


def row_to_route(row: Row) -> Route:
    """A row of the table as a route."""
    return Route(
        id=row["id"],
        collection=row["collection_id"],
        medium=Medium(row["medium"]),
        address=row["address"],
        pace=Pace(row["pace"]),
        signals=frozenset(Signal(name) for name in row["signals"].split()),
        made_by=row["made_by"],
        stopped_because=row["stopped_because"],
        safeguarding=bool(row["safeguarding"]),
    )
