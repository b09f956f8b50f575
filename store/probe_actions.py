"""What people and the worker do with probes: each returns False where somebody got there first."""

from __future__ import annotations

from datetime import date, datetime

from narratives.probe import Advice, Probe, ProbeState
from store.database import Database
from store.probes import add_event, add_parts, get_probe, probe_to_row

WORKER = "worker"
# What may be changed of a planned probe: where it belongs and what was decided of it is not among them.
_PLANNED = """title = :title, tries = :tries, because = :because, success = :success, failure = :failure,
    amplify = :amplify, dampen = :dampen, owner = :owner, starts_on = :starts_on, ends_on = :ends_on,
    before_from = :before_from"""
_WORDS = {
    "title": "name",
    "tries": "what it tries",
    "because": "why it might work",
    "success": "signs of success",
    "failure": "signs of failure",
    "amplify": "how to amplify",
    "dampen": "how to dampen",
    "owner": "owner",
    "groups": "groups",
    "beside": "comparison groups",
    "aims": "aims",
    "starts_on": "start",
    "ends_on": "end",
    "before_from": "what is compared with",
}


def change_probe(db: Database, probe: Probe, *, actor: str, at: datetime) -> bool:
    """Put a planned probe in place of what it was; False once it runs, when its aims, groups and dates are fixed."""
    with db.write():
        before = get_probe(db, probe.id)
        if before.state is not ProbeState.PLANNED:
            return False
        db.execute(f"update probes set {_PLANNED} where id = :id", **_named(probe))
        db.execute("delete from probe_aims where probe_id = :id", id=probe.id)
        db.execute("delete from probe_groups where probe_id = :id", id=probe.id)
        db.execute("delete from probe_outlooks where probe_id = :id", id=probe.id)
        add_parts(db, probe)
        changed = [words for name, words in _WORDS.items() if getattr(before, name) != getattr(probe, name)]
        add_event(db, probe.id, "changed", new=", ".join(changed), actor=actor, at=at)
    return True


def start_probe(db: Database, probe_id: str, *, on: date, before_from: date | None, actor: str, at: datetime) -> bool:
    """Begin a planned probe on a day: from now on its aims, groups and start are fixed."""
    with db.write():
        moved = db.execute(
            """
            update probes set state = 'running', starts_on = :on, before_from = :before_from
            where id = :id and state = 'planned' and ends_on > :on
            """,
            id=probe_id,
            on=on.isoformat(),
            before_from=before_from.isoformat() if before_from else None,
        )
        if moved:
            add_event(db, probe_id, "state", old="planned", new="running", actor=actor, at=at)
    return moved > 0


def end_probe(db: Database, probe_id: str, *, at: datetime) -> bool:
    """End a running probe that has reached its last day; what comes of it is still to be decided."""
    with db.write():
        moved = db.execute("update probes set state = 'ended' where id = :id and state = 'running'", id=probe_id)
        if moved:
            add_event(db, probe_id, "state", old="running", new="ended", actor=WORKER, at=at)
    return moved > 0


def bring_end_forward(db: Database, probe_id: str, *, ends_on: date, actor: str, at: datetime) -> bool:
    """Let a running probe end sooner; never later, which would be looking until it fits."""
    with db.write():
        before = get_probe(db, probe_id)
        moved = db.execute(
            "update probes set ends_on = :on where id = :id and state = 'running' and ends_on > :on",
            id=probe_id,
            on=ends_on.isoformat(),
        )
        if moved:
            old, new = before.ends_on.isoformat(), ends_on.isoformat()
            add_event(db, probe_id, "end", old=old, new=new, actor=actor, at=at)
    return moved > 0


def decide(
    db: Database, probe_id: str, decision: Advice, *, because: str, suggested: str, on: date, actor: str, at: datetime
) -> bool:
    """Record what was decided and why, beside what was `suggested`; all but "keep watching" ends the probe.

    False when it was decided about meanwhile.
    """
    with db.write():
        before = get_probe(db, probe_id)
        keeps = decision is Advice.KEEP_WATCHING
        if not (before.is_open or before.decision is None) or (keeps and before.state is not ProbeState.RUNNING):
            return False
        state = before.state if keeps else ProbeState.ENDED
        db.execute(
            """
            update probes set state = :state, decision = :decision, decided_because = :because, decided_on = :on
            where id = :id
            """,
            id=probe_id,
            state=state.value,
            decision=decision.value,
            because=because,
            on=on.isoformat(),
        )
        add_event(db, probe_id, "decided", old=suggested, new=decision.value, note=because, actor=actor, at=at)
        if state is not before.state:
            add_event(db, probe_id, "state", old=before.state.value, new=state.value, actor=actor, at=at)
    return True


def take_back(db: Database, probe_id: str, *, today: date, actor: str, at: datetime) -> bool:
    """Take back the decision about a probe: it goes on where its end has not come, and else waits for another one."""
    with db.write():
        before = get_probe(db, probe_id)
        if before.decision is None:
            return False
        state = before.state
        if state is ProbeState.ENDED and today <= before.ends_on:
            state = ProbeState.RUNNING if _has_run(db, probe_id) else ProbeState.PLANNED
        db.execute(
            """
            update probes set state = :state, decision = null, decided_because = '', decided_on = null
            where id = :id
            """,
            id=probe_id,
            state=state.value,
        )
        add_event(db, probe_id, "taken-back", old=before.decision.value, actor=actor, at=at)
    return True


def hand_over(db: Database, probe_id: str, *, owner: str, actor: str, at: datetime) -> bool:
    """Name another owner of a probe that has not ended."""
    with db.write():
        before = get_probe(db, probe_id)
        moved = db.execute(
            "update probes set owner = :owner where id = :id and state <> 'ended' and owner <> :owner",
            id=probe_id,
            owner=owner,
        )
        if moved:
            add_event(db, probe_id, "owner", old=before.owner, new=owner, actor=actor, at=at)
    return moved > 0


def add_note(db: Database, probe_id: str, *, text: str, actor: str, at: datetime) -> None:
    """Add a note, for instance what was noticed on the ground."""
    with db.write():
        get_probe(db, probe_id)
        add_event(db, probe_id, "note", note=text, actor=actor, at=at)


def _named(probe: Probe) -> dict[str, object]:
    left_out = {"collection_id", "alert_id", "state", "decision", "decided_because", "decided_on", "made_by", "made_at"}
    return {name: value for name, value in probe_to_row(probe).items() if name not in left_out}


def _has_run(db: Database, probe_id: str) -> bool:
    row = db.one(
        "select count(*) as n from probe_events where probe_id = :id and kind = 'state' and new_value = 'running'",
        id=probe_id,
    )
    return row is not None and row["n"] > 0
