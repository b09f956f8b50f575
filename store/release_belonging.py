"""Which collection a thing is of, and which groups: what decides whether somebody's reach holds it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from narratives.collection import WHOLE
from narratives.roles import EVERYWHERE
from store.database import Database

ALL_OF_IT = frozenset({WHOLE})


@dataclass(frozen=True, slots=True)
class Belonging:
    """A collection, or none where a thing is of them all, and groups of it.

    `groups` is None for what is of a collection and of no group, as a saved selection: the page that shows it
    narrows what it shows. ALL_OF_IT is for what is about the whole collection, as an alert of all its groups.
    """

    collection: str
    groups: frozenset[str] | None = None


def belonging_of_story(db: Database, story_id: str) -> Belonging | None:
    """Where a story was told."""
    row = db.one("select collection_id, group_name from narratives where id = :id", id=story_id)
    return None if row is None else Belonging(row["collection_id"], frozenset({row["group_name"]}))


def belonging_of_alert(db: Database, alert_id: str) -> Belonging | None:
    """Where something moved."""
    row = db.one("select collection_id, scope, group_name from alerts where id = :id", id=alert_id)
    if row is None:
        return None
    group = WHOLE if row["scope"] == "collection" else row["group_name"]
    return Belonging(row["collection_id"], frozenset({group}))


def belonging_of_silence(db: Database, silence_id: str) -> Belonging | None:
    """Where a silence holds."""
    row = db.one("select collection_id, group_name from silences where id = :id", id=silence_id)
    return None if row is None else Belonging(row["collection_id"], _groups([row["group_name"] or WHOLE]))


def belonging_of_probe(db: Database, probe_id: str) -> Belonging | None:
    """Where something is tried."""
    row = db.one("select collection_id from probes where id = :id", id=probe_id)
    if row is None:
        return None
    found = db.rows("select group_name from probe_groups where probe_id = :id and is_beside = 0", id=probe_id)
    return Belonging(row["collection_id"], _groups(one["group_name"] for one in found))


def belonging_of_report_back(db: Database, report_back_id: str) -> Belonging | None:
    """Whom an answer is for."""
    row = db.one("select collection_id, groups from report_backs where id = :id", id=report_back_id)
    return None if row is None else Belonging(row["collection_id"], _groups(json.loads(row["groups"])))


def belonging_of_note(db: Database, note_id: str) -> Belonging | None:
    """Where the story was told that a note is on."""
    row = db.one("select narrative_id from story_notes where id = :id", id=note_id)
    return None if row is None else belonging_of_story(db, row["narrative_id"])


def belonging_of_route(db: Database, route_id: str) -> Belonging | None:
    """Of which collection a route tells; an empty one where it tells of all."""
    return _of_collection(db, "select collection_id from routes where id = :id", route_id)


def belonging_of_proposal(db: Database, proposal_id: str) -> Belonging | None:
    """The collection that a change is proposed for, of its themes or of its promise."""
    either = """
        select collection_id from theme_proposals where id = :id
        union all select collection_id from promise_proposals where id = :id
        """
    return _of_collection(db, either, proposal_id)


def belonging_of_weak_signal(db: Database, signal_id: str) -> Belonging | None:
    """The collection that a weak signal was found in."""
    return _of_collection(db, "select collection_id from weak_signals where id = :id", signal_id)


def belonging_of_alike(db: Database, alike_id: str) -> Belonging | None:
    """The collection that alike stories were told in."""
    return _of_collection(db, "select collection_id from alike_groups where id = :id", alike_id)


def belonging_of_cohort(db: Database, cohort_id: str) -> Belonging | None:
    """The collection that a saved selection is of."""
    return _of_collection(db, "select collection_id from cohorts where id = :id", cohort_id)


def belonging_of_expectation(db: Database, expectation_id: str) -> Belonging | None:
    """The collection that somebody said what they expect of."""
    return _of_collection(db, "select collection_id from expectations where id = :id", expectation_id)


def _of_collection(db: Database, found: str, id: str) -> Belonging | None:
    row = db.one(found, id=id)
    return None if row is None else Belonging(row["collection_id"] or EVERYWHERE)


def _groups(names: Iterable[str]) -> frozenset[str]:
    return frozenset(names) or ALL_OF_IT
