"""Pockets of stories that may be worth reading, and what managers decide about them: a row a decision."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from narratives.errors import NotFoundError
from narratives.weak_signal import LEAST_STORIES, Known, SignalState, comes_back, recognise
from store.database import Database, Row

MOST_NOTE = 1_000
MERGED_FROM = 1_000  # stories that came with a merge have their place from here on
ANALYSIS = "analysis"  # who brings a dismissed pocket back
_COLUMNS = """s.id, s.collection_id, s.model_id, s.found_on, s.seen_on, s.place, s.score, s.parts, s.terms, s.state,
    s.merged_into, s.returned, s.note, s.decided_by, s.decided_at, s.size_then,
    (select count(*) from weak_signal_stories as w where w.signal_id = s.id) as stories"""


@dataclass(frozen=True, slots=True)
class FoundSignal:
    """A pocket as the analysis found it; `stories` begin with the most typical one."""

    stories: tuple[str, ...]
    score: float
    parts: Mapping[str, Any]
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """The last search for pockets: when, over which stories (as a hash), and what is told of the whole queue."""

    model: str
    looked_on: date
    stories: str
    found: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Signal:
    """A pocket as it is kept. `stories` counts those that are left, readable or not; `is_current`: found last time."""

    id: str
    collection: str
    found_on: date
    seen_on: date
    place: int
    score: float
    parts: Mapping[str, Any]
    terms: tuple[str, ...]
    state: SignalState
    merged_into: str | None
    has_returned: bool
    note: str
    decided_by: str | None
    decided_at: datetime | None
    size_then: int | None
    stories: int


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided about a pocket; `waiting` undoes what was decided before."""

    signal: str
    decision: SignalState
    into: str | None
    note: str
    actor: str
    at: datetime


def list_signals(db: Database, collection_id: str) -> list[Signal]:
    """A collection's pockets that are left, in their order in the queue; waiting ones only while they are found."""
    rows = db.rows(
        f"""
        select {_COLUMNS} from weak_signals as s
        left join weak_signal_looks as l on l.collection_id = s.collection_id
        where s.collection_id = :id and (s.state <> 'waiting' or s.seen_on = l.looked_on
            or exists (select 1 from weak_signals as m where m.merged_into = s.id))
        order by s.place, s.id
        """,
        id=collection_id,
    )
    return [signal for signal in map(_row_to_signal, rows) if signal.stories >= LEAST_STORIES]


def get_signal(db: Database, collection_id: str, signal_id: str) -> Signal:
    """One pocket, whatever was decided. Raises NotFoundError; also for one with too few stories left."""
    row = db.one(
        f"select {_COLUMNS} from weak_signals as s where s.collection_id = :collection and s.id = :id",
        collection=collection_id,
        id=signal_id,
    )
    if row is None or row["stories"] < LEAST_STORIES:
        raise NotFoundError("weak signal", signal_id)
    return _row_to_signal(row)


def list_signal_stories(db: Database, signal_id: str) -> list[tuple[str, date]]:
    """(id, day it was added) of a pocket's stories, most typical first."""
    rows = db.rows(
        "select narrative_id, added_on from weak_signal_stories where signal_id = :id order by place, narrative_id",
        id=signal_id,
    )
    return [(row["narrative_id"], date.fromisoformat(row["added_on"])) for row in rows]


def get_look(db: Database, collection_id: str) -> Look | None:
    """The last search for pockets; None before the first."""
    row = db.one(
        "select model_id, looked_on, stories, found from weak_signal_looks where collection_id = :id", id=collection_id
    )
    if row is None:
        return None
    return Look(row["model_id"], date.fromisoformat(row["looked_on"]), row["stories"], json.loads(row["found"]))


def keep_found(db: Database, collection_id: str, look: Look, found: Sequence[FoundSignal]) -> None:
    """Keep what a search found, best first, in one commit; pockets that were found before stay who they are."""
    with db.write():
        known = {one.id: one for one in _list_known(db, collection_id)}
        names = recognise([set(one.stories) for one in found], known.values())
        db.execute(_FORGET, id=collection_id, names=json.dumps([name for name in names if name]))
        done: set[str] = set()
        for place, (one, name) in enumerate(zip(found, names, strict=True), start=1):
            signal = name or secrets.token_hex(8)
            if signal not in done:
                _keep_one(db, collection_id, look, signal, place, one)
                _let_go(db, known.get(signal), one.stories)
            _add_stories(db, signal, one.stories, look.looked_on)
            _bring_back(db, known.get(signal), look)
            done.add(signal)
        db.execute(
            """
            insert into weak_signal_looks (collection_id, model_id, looked_on, stories, found)
            values (:id, :model, :on, :stories, :found)
            on conflict (collection_id) do update set model_id = excluded.model_id, looked_on = excluded.looked_on,
                stories = excluded.stories, found = excluded.found
            """,
            id=collection_id,
            model=look.model,
            on=look.looked_on.isoformat(),
            stories=look.stories,
            found=json.dumps(look.found),
        )


# A waiting pocket that is no longer found is forgotten, unless something was merged into it.
_FORGET = """
    delete from weak_signals where collection_id = :id and state = 'waiting'
        and id not in (select value from json_each(:names))
        and not exists (select 1 from weak_signals as m where m.merged_into = weak_signals.id)
"""


def _list_known(db: Database, collection_id: str) -> list[Known]:
    rows = db.rows(
        """
        select s.id, s.state, s.merged_into, s.size_then, w.narrative_id
        from weak_signals as s left join weak_signal_stories as w on w.signal_id = s.id
        where s.collection_id = :id order by s.id
        """,
        id=collection_id,
    )
    stories: dict[str, set[str]] = {}
    for row in rows:
        stories.setdefault(row["id"], set()).update({row["narrative_id"]} - {None})
    facts = {row["id"]: row for row in rows}
    return [
        Known(
            one,
            frozenset(told),
            SignalState(facts[one]["state"]),
            facts[one]["merged_into"],
            facts[one]["size_then"] or 0,
        )
        for one, told in stories.items()
    ]


def _keep_one(db: Database, collection_id: str, look: Look, signal: str, place: int, one: FoundSignal) -> None:
    db.execute(
        """
        insert into weak_signals (id, collection_id, model_id, found_on, seen_on, place, score, parts, terms)
        values (:id, :collection, :model, :on, :on, :place, :score, :parts, :terms)
        on conflict (id) do update set model_id = excluded.model_id, seen_on = excluded.seen_on,
            place = excluded.place, score = excluded.score, parts = excluded.parts, terms = excluded.terms
        """,
        id=signal,
        collection=collection_id,
        model=look.model,
        on=look.looked_on.isoformat(),
        place=place,
        score=one.score,
        parts=json.dumps(one.parts),
        terms=json.dumps(one.terms),
    )


def _let_go(db: Database, known: Known | None, stories: Sequence[str]) -> None:
    """A waiting pocket is what was found last; one that somebody decided about keeps what it had."""
    if known is None or known.state is not SignalState.WAITING:
        return
    db.execute(
        """
        delete from weak_signal_stories where signal_id = :id and place < :merged
            and narrative_id not in (select value from json_each(:stories))
        """,
        id=known.id,
        merged=MERGED_FROM,
        stories=json.dumps(list(stories)),
    )


def _add_stories(db: Database, signal: str, stories: Sequence[str], on: date) -> None:
    db.many(
        """
        insert into weak_signal_stories (signal_id, narrative_id, place, added_on)
        select :signal, :story, :place, :on where exists (select 1 from narratives where id = :story)
        on conflict (signal_id, narrative_id) do update set place = excluded.place
        """,
        (
            {"signal": signal, "story": story, "place": place, "on": on.isoformat()}
            for place, story in enumerate(stories, start=1)
        ),
    )


def _bring_back(db: Database, known: Known | None, look: Look) -> None:
    if known is None:
        return
    row = db.one("select count(*) as n from weak_signal_stories where signal_id = :id", id=known.id)
    if row is None or not comes_back(known, row["n"]):
        return
    db.execute(
        """
        update weak_signals set state = 'waiting', returned = 1, decided_by = null, decided_at = null where id = :id
        """,
        id=known.id,
    )
    db.execute(
        """
        insert into weak_signal_decisions (signal_id, place, decision, into_id, note, actor, at)
        select :id, 1 + count(*), 'waiting', null, '', :actor, :at from weak_signal_decisions where signal_id = :id
        """,
        id=known.id,
        actor=ANALYSIS,
        at=datetime.combine(look.looked_on, time(tzinfo=UTC)).isoformat(),
    )


def _row_to_signal(row: Row) -> Signal:
    return Signal(
        id=row["id"],
        collection=row["collection_id"],
        found_on=date.fromisoformat(row["found_on"]),
        seen_on=date.fromisoformat(row["seen_on"]),
        place=row["place"],
        score=row["score"],
        parts=json.loads(row["parts"]),
        terms=tuple(json.loads(row["terms"])),
        state=SignalState(row["state"]),
        merged_into=row["merged_into"],
        has_returned=bool(row["returned"]),
        note=row["note"],
        decided_by=row["decided_by"],
        decided_at=None if row["decided_at"] is None else datetime.fromisoformat(row["decided_at"]),
        size_then=row["size_then"],
        stories=row["stories"],
    )
