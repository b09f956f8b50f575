"""Safe-to-fail probes as rows: what is tried where, and every change of it an event."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Collection as Among
from collections.abc import Sequence
from datetime import date, datetime

from narratives.errors import NotFoundError
from narratives.probe import Advice, Aim, Probe, ProbeState
from narratives.probe_prompts import reason_to_decide
from store.database import Database, Row
from store.probe_readings import latest_readings, list_outlooks, list_readings

__all__ = [
    "add_event",
    "add_probe",
    "get_probe",
    "list_due",
    "list_events",
    "list_probes",
    "list_readings",
    "probe_serial",
    "probes_of_alert",
]

COLUMNS = """id, collection_id, alert_id, title, tries, because, success, failure, amplify, dampen, owner, starts_on,
    ends_on, state, decision, decided_because, decided_on, before_from, made_by, made_at"""
VALUES = ", ".join(f":{name}" for name in COLUMNS.replace("\n", " ").replace(" ", "").split(","))


def add_probe(db: Database, probe: Probe, *, at: datetime) -> None:
    """Put a planned probe down. Raises BusyError."""
    with db.write():
        db.execute(f"insert into probes ({COLUMNS}) values ({VALUES})", **probe_to_row(probe))
        add_parts(db, probe)
        add_event(db, probe.id, "made", new=probe.title, actor=probe.made_by, at=at)


def add_parts(db: Database, probe: Probe) -> None:
    """The aims and the groups of a probe that has none yet; inside the caller's transaction."""
    aims = [
        {
            "probe": probe.id,
            "place": place,
            "signifier": aim.signifier,
            "region": aim.region,
            "grows": int(aim.grows),
            "size": aim.size,
        }
        for place, aim in enumerate(probe.aims)
    ]
    db.many("insert into probe_aims values (:probe, :place, :signifier, :region, :grows, :size)", aims)
    groups = [
        {"probe": probe.id, "group": group, "beside": beside}
        for beside, names in enumerate((probe.groups, probe.beside))
        for group in names
    ]
    db.many("insert into probe_groups values (:probe, :group, :beside)", groups)


def add_event(
    db: Database, probe_id: str, kind: str, *, old: str = "", new: str = "", note: str = "", actor: str, at: datetime
) -> None:
    """Record who did what with a probe, inside the caller's transaction; `actor` is a username or "worker"."""
    db.execute(
        """
        insert into probe_events (id, probe_id, place, kind, old_value, new_value, note, actor, at)
        select :id, :probe, count(*), :kind, :old, :new, :note, :actor, :at from probe_events where probe_id = :probe
        """,
        id=secrets.token_hex(16),
        probe=probe_id,
        kind=kind,
        old=old,
        new=new,
        note=note,
        actor=actor,
        at=at.isoformat(timespec="microseconds"),
    )


def list_probes(
    db: Database, collection_id: str | None = None, states: Sequence[ProbeState] = tuple(ProbeState)
) -> list[Probe]:
    """The probes of a collection (None: of all) in some states, those that end first first."""
    found = _probes(db, ":id is null or collection_id = :id", id=collection_id)
    return [probe for probe in found if probe.state in states]


def probes_of_alert(db: Database, alert_id: str) -> list[Probe]:
    """The probes that answer an alert."""
    return _probes(db, "alert_id = :id", id=alert_id)


def get_probe(db: Database, probe_id: str) -> Probe:
    """Raises NotFoundError if no probe has that id."""
    found = _probes(db, "id = :id", id=probe_id)
    if not found:
        raise NotFoundError("probe", probe_id)
    return found[0]


def list_due(db: Database, today: date, *, accounts: Among[str] | None = None) -> list[tuple[Probe, str]]:
    """The probes that need a decision, each with a sentence that says why.

    `accounts` are the usernames that can sign in: without them an owner who has left goes unnoticed.
    """
    due = []
    for probe in list_probes(db):
        if probe.state is ProbeState.ENDED and probe.decision:
            continue
        readings, outlooks = latest_readings(db, probe.id), list_outlooks(db, probe.id)
        reason = reason_to_decide(probe, readings, outlooks, today, accounts)
        if reason:
            due.append((probe, reason))
    return due


def list_events(db: Database, probe_id: str) -> list[Row]:
    """What happened to a probe, oldest first: kind, old_value, new_value, note, actor, at."""
    return db.rows(
        """
        select kind, old_value, new_value, note, actor, at from probe_events
        where probe_id = :id order by place
        """,
        id=probe_id,
    )


def probe_serial(db: Database, collection_id: str) -> int:
    """A number that grows whenever anything happens to a probe of a collection."""
    row = db.one(
        """
        select count(*) as n from probe_events as e join probes as p on p.id = e.probe_id
        where p.collection_id = :id
        """,
        id=collection_id,
    )
    return int(row["n"]) if row else 0


def probe_to_row(probe: Probe) -> Row:
    """The columns of a probe."""
    return {
        "id": probe.id,
        "collection_id": probe.collection,
        "alert_id": probe.alert,
        "title": probe.title,
        "tries": probe.tries,
        "because": probe.because,
        "success": probe.success,
        "failure": probe.failure,
        "amplify": probe.amplify,
        "dampen": probe.dampen,
        "owner": probe.owner,
        "starts_on": probe.starts_on.isoformat(),
        "ends_on": probe.ends_on.isoformat(),
        "state": probe.state.value,
        "decision": probe.decision.value if probe.decision else None,
        "decided_because": probe.decided_because,
        "decided_on": probe.decided_on.isoformat() if probe.decided_on else None,
        "before_from": probe.before_from.isoformat() if probe.before_from else None,
        "made_by": probe.made_by,
        "made_at": probe.made_at,
    }


def _probes(db: Database, which: str, **values: object) -> list[Probe]:
    rows = db.rows(f"select {COLUMNS} from probes where {which} order by ends_on, made_at, id", **values)
    chosen = f"select id from probes where {which}"
    aims: dict[str, list[Aim]] = defaultdict(list)
    for row in db.rows(
        f"""
        select probe_id, signifier, region, grows, size from probe_aims
        where probe_id in ({chosen}) order by probe_id, place
        """,
        **values,
    ):
        aims[row["probe_id"]].append(Aim(row["signifier"], row["region"], bool(row["grows"]), row["size"]))
    groups: dict[tuple[str, int], list[str]] = defaultdict(list)
    for row in db.rows(
        f"""
        select probe_id, group_name, is_beside from probe_groups
        where probe_id in ({chosen}) order by probe_id, group_name
        """,
        **values,
    ):
        groups[row["probe_id"], row["is_beside"]].append(row["group_name"])
    return [_row_to_probe(row, aims[row["id"]], groups[row["id"], 0], groups[row["id"], 1]) for row in rows]


def _row_to_probe(row: Row, aims: Sequence[Aim], groups: Sequence[str], beside: Sequence[str]) -> Probe:
    return Probe(
        id=row["id"],
        collection=row["collection_id"],
        alert=row["alert_id"],
        title=row["title"],
        tries=row["tries"],
        because=row["because"],
        success=row["success"],
        failure=row["failure"],
        amplify=row["amplify"],
        dampen=row["dampen"],
        owner=row["owner"],
        groups=tuple(groups),
        beside=tuple(beside),
        aims=tuple(aims),
        starts_on=date.fromisoformat(row["starts_on"]),
        ends_on=date.fromisoformat(row["ends_on"]),
        state=ProbeState(row["state"]),
        decision=Advice(row["decision"]) if row["decision"] else None,
        decided_because=row["decided_because"],
        made_by=row["made_by"],
        made_at=row["made_at"],
        before_from=date.fromisoformat(row["before_from"]) if row["before_from"] else None,
        decided_on=date.fromisoformat(row["decided_on"]) if row["decided_on"] else None,
    )
