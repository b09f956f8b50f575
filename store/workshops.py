"""Workshops: how they are planned, what they take along, and what came of them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, time

from narratives.draft import ChangedMeanwhileError
from narratives.errors import NotFoundError
from narratives.workshop import AgendaPart, Seat, SessionRecord, Taken, Workshop
from store.database import Database, Row

_COLUMNS = """id, collection_id, title, purpose, held_on, begins_at, place, facilitator, agenda, taken, revision,
    made_by, made_at"""


def add_workshop(db: Database, workshop: Workshop, *, actor: str, at: datetime) -> Workshop:
    """Keep a new workshop. Raises BusyError."""
    made = replace(workshop, revision=1, made_by=actor, made_at=at)
    with db.write():
        db.execute(
            """
            insert into workshops (id, collection_id, title, purpose, held_on, begins_at, place, facilitator, agenda,
                made_by, made_at, changed_by)
            values (:id, :collection, :title, :purpose, :held_on, :begins, :place, :facilitator, :agenda,
                :actor, :at, :actor)
            """,
            id=made.id,
            collection=made.collection,
            actor=actor,
            at=_said(at),
            **_plan(made),
        )
        _keep_taken(db, made)
    return made


def change_workshop(db: Database, workshop: Workshop, *, actor: str) -> Workshop:
    """Store a workshop as its next revision; `workshop.revision` is the one that was read.

    Raises NotFoundError, and ChangedMeanwhileError when somebody changed it since.
    """
    with db.write():
        changed = db.execute(
            """
            update workshops set title = :title, purpose = :purpose, held_on = :held_on, begins_at = :begins,
                place = :place, facilitator = :facilitator, agenda = :agenda, revision = revision + 1,
                changed_by = :actor
            where id = :id and revision = :revision
            """,
            id=workshop.id,
            revision=workshop.revision,
            actor=actor,
            **_plan(workshop),
        )
        if not changed:
            get_workshop(db, workshop.id)
            row = db.one("select changed_by from workshops where id = :id", id=workshop.id)
            who = row["changed_by"] if row else "Somebody"
            raise ChangedMeanwhileError(f"{who} changed this workshop while you had it open.")
        _keep_taken(db, workshop)
    return replace(workshop, revision=workshop.revision + 1)


def get_workshop(db: Database, workshop_id: str) -> Workshop:
    """Raises NotFoundError."""
    row = db.one(f"select {_COLUMNS} from workshops where id = :id", id=workshop_id)
    if row is None:
        raise NotFoundError("workshop", workshop_id)
    return _row_to_workshop(row, _stories(db, workshop_id))


def list_workshops(db: Database, collection_id: str) -> list[Workshop]:
    """The workshops of a collection, the latest day first."""
    rows = db.rows(
        f"select {_COLUMNS} from workshops where collection_id = :id order by held_on desc, begins_at desc, id",
        id=collection_id,
    )
    return [_row_to_workshop(row, _stories(db, row["id"])) for row in rows]


def delete_workshop(db: Database, workshop_id: str) -> bool:
    """Delete a workshop with its record; what people saw and understood in it stays. False when it was gone."""
    return db.execute("delete from workshops where id = :id", id=workshop_id) > 0


def get_record(db: Database, workshop_id: str) -> SessionRecord:
    """What came of a workshop; an empty record of revision 0 before anything was written."""
    row = db.one(
        "select document, revision, changed_by, changed_at from workshop_records where workshop_id = :id",
        id=workshop_id,
    )
    if row is None:
        return SessionRecord()
    document = json.loads(row["document"])
    return SessionRecord(
        seats=tuple(Seat(name, people) for name, people in document["seats"]),
        noticed=document["noticed"],
        decided=document["decided"],
        next_steps=document["next_steps"],
        revision=row["revision"],
        changed_by=row["changed_by"],
        changed_at=datetime.fromisoformat(row["changed_at"]),
    )


def save_record(db: Database, workshop_id: str, record: SessionRecord, *, actor: str, at: datetime) -> SessionRecord:
    """Store a record as its next revision; `record.revision` is the one that was read.

    Raises ChangedMeanwhileError when somebody wrote another one since.
    """
    with db.write():
        stored = get_record(db, workshop_id)
        if stored.revision != record.revision:
            raise ChangedMeanwhileError(f"{stored.changed_by} wrote in this record while you had it open.")
        kept = replace(record, revision=record.revision + 1, changed_by=actor, changed_at=at)
        db.execute(
            """
            insert into workshop_records (workshop_id, document, revision, changed_by, changed_at)
            values (:id, :document, :revision, :actor, :at)
            on conflict (workshop_id) do update set document = excluded.document, revision = excluded.revision,
                changed_by = excluded.changed_by, changed_at = excluded.changed_at
            """,
            id=workshop_id,
            document=_document(kept),
            revision=kept.revision,
            actor=actor,
            at=_said(at),
        )
    return kept


def _plan(workshop: Workshop) -> dict[str, object]:
    return {
        "title": workshop.title,
        "purpose": workshop.purpose,
        "held_on": workshop.held_on.isoformat(),
        "begins": f"{workshop.begins:%H:%M}",
        "place": workshop.place,
        "facilitator": workshop.facilitator,
        "agenda": json.dumps(
            [{"minutes": one.minutes, "title": one.title, "how": one.how} for one in workshop.agenda],
            ensure_ascii=False,
        ),
    }


def _keep_taken(db: Database, workshop: Workshop) -> None:
    taken = workshop.taken
    document = {"charts": taken.charts, "observations": taken.observations, "claims": taken.claims}
    db.execute("update workshops set taken = :taken where id = :id", id=workshop.id, taken=json.dumps(document))
    db.execute("delete from workshop_stories where workshop_id = :id", id=workshop.id)
    # A story may have been withdrawn since it was ticked: it is left out, and nothing says which it was.
    db.execute(
        """
        insert into workshop_stories (workshop_id, narrative_id, place)
        select :id, j.value, j.key from json_each(:stories) as j
        where exists (select 1 from narratives where id = j.value and collection_id = :collection)
        """,
        id=workshop.id,
        collection=workshop.collection,
        stories=json.dumps(list(dict.fromkeys(taken.stories))),
    )


def _stories(db: Database, workshop_id: str) -> tuple[str, ...]:
    rows = db.rows("select narrative_id from workshop_stories where workshop_id = :id order by place", id=workshop_id)
    return tuple(row["narrative_id"] for row in rows)


def _row_to_workshop(row: Row, stories: tuple[str, ...]) -> Workshop:
    taken = json.loads(row["taken"]) or {"charts": (), "observations": (), "claims": ()}
    return Workshop(
        id=row["id"],
        collection=row["collection_id"],
        title=row["title"],
        held_on=date.fromisoformat(row["held_on"]),
        begins=time.fromisoformat(row["begins_at"]),
        place=row["place"],
        facilitator=row["facilitator"],
        purpose=row["purpose"],
        agenda=tuple(AgendaPart(one["minutes"], one["title"], one["how"]) for one in json.loads(row["agenda"])),
        taken=Taken(tuple(taken["charts"]), tuple(taken["observations"]), tuple(taken["claims"]), stories),
        revision=row["revision"],
        made_by=row["made_by"],
        made_at=datetime.fromisoformat(row["made_at"]),
    )


def _document(record: SessionRecord) -> str:
    return json.dumps(
        {
            "seats": [(seat.name, seat.people) for seat in record.seats],
            "noticed": record.noticed,
            "decided": record.decided,
            "next_steps": record.next_steps,
        },
        ensure_ascii=False,
    )


def _said(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
