"""What receivers said of alerts: one label an account and alert, changeable, every change an event."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from narratives.errors import NotFoundError
from narratives.judgement import Judged, Judgement, kind_of
from store.alert_events import add_event
from store.database import Database


def judge(db: Database, alert_id: str, *, account: str, judgement: Judgement | None, at: datetime) -> bool:
    """Label an alert, or take one's own label back with None; False when that was said already.

    Raises NotFoundError if no alert has that id.
    """
    with db.write():
        if db.one("select id from alerts where id = :id", id=alert_id) is None:
            raise NotFoundError("alert", alert_id)
        old = judgement_of(db, alert_id, account)
        if old is judgement:
            return False
        if judgement is None:
            db.execute(
                "delete from judgements where alert_id = :id and account = :account", id=alert_id, account=account
            )
        else:
            db.execute(
                """
                insert into judgements (alert_id, account, judgement, at) values (:id, :account, :judgement, :at)
                on conflict (alert_id, account) do update set judgement = excluded.judgement, at = excluded.at
                """,
                id=alert_id,
                account=account,
                judgement=judgement.value,
                at=at.isoformat(timespec="seconds"),
            )
        add_event(db, alert_id, "judged", old=old or "", new=judgement or "", actor=account, at=at)
    return True


def judgement_of(db: Database, alert_id: str, account: str) -> Judgement | None:
    """What somebody said of an alert; None before they did."""
    row = db.one(
        "select judgement from judgements where alert_id = :id and account = :account", id=alert_id, account=account
    )
    return None if row is None else Judgement(row["judgement"])


def list_judgements(db: Database, collection_id: str) -> list[Judged]:
    """Everything that was said of a collection's alerts, by the day they were raised."""
    rows = db.rows(
        """
        select j.alert_id, a.signal, a.tone, a.evidence, a.raised_on, j.account, j.judgement
        from judgements as j join alerts as a on a.id = j.alert_id
        where a.collection_id = :id order by a.raised_on, j.alert_id, j.account
        """,
        id=collection_id,
    )
    return [
        Judged(
            alert=row["alert_id"],
            kind=kind_of(row["signal"], row["tone"], is_count=row["evidence"] == 0),
            raised_on=row["raised_on"],
            account=row["account"],
            judgement=Judgement(row["judgement"]),
        )
        for row in rows
    ]


def count_raised(db: Database, collection_id: str) -> dict[str, int]:
    """How many alerts of each kind people were told of: those told inside another one count with that one alone."""
    rows = db.rows(
        """
        select signal, tone, evidence from alerts as a
        where collection_id = :id and state <> 'watching'
            and (folded_into is null or exists (select 1 from judgements as j where j.alert_id = a.id))
        """,
        id=collection_id,
    )
    return dict(Counter(kind_of(row["signal"], row["tone"], is_count=row["evidence"] == 0) for row in rows))
