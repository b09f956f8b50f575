"""Trials: collections in which questions are tried by colleagues. They count nowhere and are deleted
whole (`erasure_trials`).

`list_collections` leaves them out unless it is asked for them; what is asked about one collection by its name asks
`is_trial`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from narratives.collection import Collection, Moderation, Policy
from narratives.draft import Draft
from narratives.framework_file import read_framework
from narratives.retention import LEAST_MONTHS
from store.audit import stamp
from store.collections import add_collection, get_collection
from store.covered import opening_trial
from store.database import Database
from store.frameworks import add_framework
from store.retention_rules import change_months

KEPT = timedelta(days=30)
SUFFIX = "-trial"


@dataclass(frozen=True, slots=True)
class Trial:
    """A collection in which a draft is tried."""

    collection: Collection
    draft: str
    made_by: str
    made_at: datetime


def is_trial(db: Database, collection_id: str) -> bool:
    """Whether a collection is only for trying questions."""
    return db.one("select 1 as there from trials where collection_id = :id", id=collection_id) is not None


def trial_of(db: Database, draft_id: str) -> Trial | None:
    """The trial of a draft; None when there is none."""
    row = db.one(
        """
        select collection_id, draft_id, made_by, made_at from trials where draft_id = :id order by made_at desc limit 1
        """,
        id=draft_id,
    )
    if row is None:
        return None
    return Trial(
        collection=get_collection(db, row["collection_id"]),
        draft=row["draft_id"],
        made_by=row["made_by"],
        made_at=datetime.fromisoformat(row["made_at"]),
    )


def begin_trial(db: Database, draft: Draft, collection: Collection, *, actor: str, at: datetime) -> Collection:
    """Open a trial of a draft as it is now, or find the one that there is; `collection` is what it is to be opened as.

    Whoever made the questions sees at once what is told in it, so that it is an open collection without a moderator
    before it, whatever the one will be that the draft is opened as.
    """
    with db.write():
        there = trial_of(db, draft.id)
        if there is not None:
            return there.collection
        name = _free(db, collection.id)
        framework = replace(read_framework({**draft.questions, "version": 1}), id=name)
        tried = replace(
            collection,
            id=name,
            framework_id=name,
            framework_version=1,
            policy=Policy.OPEN,
            moderation=Moderation.AFTER,
            opens_on=None,
            closes_on=None,
            invited=False,
            quota=None,
            embed_on=(),
        )
        add_framework(db, framework)
        with opening_trial(db, name):
            add_collection(db, tried)
            # The shortest time that there is: what tellers read of how long their words are kept is never less.
            change_months(db, tried, LEAST_MONTHS, by=actor, at=stamp(at))
            db.execute(
                "insert into trials (collection_id, draft_id, made_by, made_at) values (:id, :draft, :actor, :at)",
                id=name,
                draft=draft.id,
                actor=actor,
                at=at.astimezone(UTC).isoformat(timespec="seconds"),
            )
    return tried


def _free(db: Database, collection_id: str) -> str:
    """A name that neither a collection nor a framework has: `list_frameworks` leaves out what a trial asks."""
    taken = {row["id"] for row in db.rows("select id from collections union select id from frameworks")}
    name, number = f"{collection_id}{SUFFIX}", 1
    while name in taken:
        number += 1
        name = f"{collection_id}{SUFFIX}-{number}"
    return name
