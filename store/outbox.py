"""The outbox: what is to be told of alerts, written in the transaction that raises them."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from narratives.alert_message import AlertMessage, alert_message, trial_message
from narratives.errors import NotFoundError
from narratives.movement import HOT_SCORE
from narratives.route import Occasion, Route, due_at, message_key
from store.collections import framework_of, get_collection
from store.database import Database
from store.finding_rows import COLUMNS, row_to_finding
from store.routes import routes_of
from store.safeguarding_outbox import drop_answered
from store.seen_elsewhere import elsewhere_of

_ONCE: Sequence[Occasion] = (Occasion.RAISED, Occasion.CLOSED)


def post(db: Database, alert_id: str, occasion: Occasion, at: datetime) -> int:
    """Put an occasion of an alert into the outbox of every route that wants it, and return how many took it.

    Call it in the transaction that raises or moves the alert. Posting the same occasion again changes nothing.
    """
    with db.write():
        message = told_of(db, alert_id, occasion)
        key = message_key(alert_id, occasion, _number(db, alert_id, occasion, at))
        routes = routes_of(db, message.collection, message.signal)
        return sum(put(db, route, key, message, at, due_at(route.pace, at)) for route in routes)


def post_test(db: Database, route: Route, at: datetime) -> None:
    """Put a test into the outbox of one route, and try at once what waits there."""
    key = message_key(secrets.token_hex(16), Occasion.TEST, 1)
    with db.write():
        put(db, route, key, trial_message(at.astimezone().date()), at, at)
        db.execute(
            """
            update outbox set try_at = :now
            where route_id = :id and delivered_at is null and given_up_at is null and due_at <= :now
            """,
            id=route.id,
            now=at.timestamp(),
        )


def put(db: Database, route: Route, key: str, message: AlertMessage, at: datetime, due: datetime) -> int:
    """Put one message into a route's outbox; 0 when it is there already. Call it in a transaction."""
    return db.execute(
        """
        insert into outbox (id, route_id, key, alert_id, occasion, body, made_at, due_at, try_at)
        values (
            (select coalesce(max(id), 0) + 1 from outbox),
            :route, :key, :alert, :occasion, :body, :made_at, :due_at, :due_at
        )
        on conflict (route_id, key) do nothing
        """,
        route=route.id,
        key=key,
        alert=message.alert or None,
        occasion=message.occasion.value,
        body=json.dumps(message.to_json(), ensure_ascii=False),
        made_at=at.timestamp(),
        due_at=due.timestamp(),
    )


def told_of(db: Database, alert_id: str, occasion: Occasion) -> AlertMessage:
    """What an alert tells outside, made anew from its finding. Raises NotFoundError."""
    row = db.one(f"select collection_id, {COLUMNS} from alerts where id = :id", id=alert_id)
    if row is None:
        raise NotFoundError("alert", alert_id)
    collection = get_collection(db, row["collection_id"])
    together = db.rows(
        """
        select distinct a.group_name from alerts as a join alerts as lead on lead.id = a.folded_into
        where lead.id = :id and a.folded_because = 'together' and a.group_name <> '' and (
            lead.signifier = :hot or (a.signifier, a.direction) = (lead.signifier, lead.direction) or exists (
                select 1 from alert_signs as s
                where s.alert_id = a.id and (s.signifier, s.direction) = (lead.signifier, lead.direction)
            )
        )
        order by a.group_name
        """,
        id=alert_id,
        hot=HOT_SCORE,
    )
    beside = [one["group_name"] for one in together]
    finding, framework = row_to_finding(row), framework_of(db, collection)
    message = alert_message(alert_id, occasion, finding, collection, framework, beside)
    others = elsewhere_of(db, finding, collection, framework, finding.raised_on)
    return replace(message, elsewhere=others.sentence) if others is not None and others.seen else message


def drop_outdated(db: Database) -> None:
    """Take out what nobody has begun to send and nobody need be told any more.

    That is what is told inside another alert by now, a reminder of what somebody has acknowledged, and that nobody has
    looked at what may tell of danger once somebody has.
    """
    db.execute(
        """
        delete from outbox
        where batch is null and delivered_at is null and given_up_at is null and alert_id in (
            select a.id from alerts as a
            where a.folded_into is not null or (outbox.occasion = 'reminder' and a.state <> 'raised')
        )
        """
    )
    drop_answered(db)


def renew(db: Database, row_ids: Sequence[int]) -> None:
    """Say anew what messages tell, just before they are first sent: further groups may have joined an alert."""
    for row_id in row_ids:
        row = db.one("select alert_id, occasion, body from outbox where id = :id", id=row_id)
        if row is not None and row["alert_id"] is not None:
            message = told_of(db, row["alert_id"], Occasion(row["occasion"]))
            kept = {**message.to_json(), "note": json.loads(row["body"])["note"]}
            body = json.dumps(kept, ensure_ascii=False)
            db.execute("update outbox set body = :body where id = :id", id=row_id, body=body)


def _number(db: Database, alert_id: str, occasion: Occasion, at: datetime) -> int:
    """For the how manyth time an occasion is told; an alert is raised and closed by itself once."""
    if occasion in _ONCE:
        return 1
    row = db.one(
        """
        select count(distinct made_at) as n from outbox
        where alert_id = :id and occasion = :occasion and made_at < :at
        """,
        id=alert_id,
        occasion=occasion.value,
        at=at.timestamp(),
    )
    return 1 + (row["n"] if row else 0)
