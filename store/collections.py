"""Collections: a framework opened, with its reporting groups."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

from narratives.collection import Collection, Moderation, Policy, ReportingGroup, Signpost
from narratives.errors import FrozenError, NotFoundError
from narratives.framework import Framework
from narratives.narrative import Scope
from store.covered import check_opening
from store.database import Database, Row
from store.frameworks import get_framework
from store.promise_proposals import promised_at_first
from store.smallest_group import smallest_group

_COLUMNS = """id, title, framework_id, framework_version, policy, moderation, k, stratum_choice,
    opens_on, closes_on, alerts_a_year, sensitive, telling"""


def add_collection(db: Database, collection: Collection) -> bool:
    """Store a collection; False when one with the same rules is there already.

    Its k is that of the organisation's smallest group, where it asks for less. Raises FrozenError when one with that
    id is there with other rules, and NeedsVoteError where members decide what is asked.
    """
    with db.write():
        raised = replace(collection, k=max(collection.k, smallest_group(db)))
        try:
            stored = get_collection(db, collection.id)
        except NotFoundError:
            _insert(db, raised)
            return True
        if stored.k == raised.k:
            collection = raised
        if collection.alerts_a_year == promised_at_first(db, collection.id):  # changed since by an accepted proposal
            stored = replace(stored, alerts_a_year=collection.alerts_a_year)
    if _rules(stored) != _rules(collection):
        raise FrozenError(
            f"collection {collection.id!r} is stored with other rules; give the changed one an id of its own"
        )
    return False


def _insert(db: Database, collection: Collection) -> None:
    check_opening(db)
    db.execute(
        f"""
        insert into collections ({_COLUMNS})
        values (:id, :title, :framework_id, :framework_version, :policy, :moderation, :k, :stratum_choice,
                :opens_on, :closes_on, :alerts_a_year, :sensitive, :telling)
        """,
        id=collection.id,
        title=collection.title,
        framework_id=collection.framework_id,
        framework_version=collection.framework_version,
        policy=collection.policy.value,
        moderation=collection.moderation.value,
        k=collection.k,
        stratum_choice=collection.stratum_choice,
        opens_on=collection.opens_on and collection.opens_on.isoformat(),
        closes_on=collection.closes_on and collection.closes_on.isoformat(),
        alerts_a_year=float(collection.alerts_a_year),
        sensitive=int(collection.sensitive),
        telling=_telling(collection),
    )
    for group in collection.groups:
        add_group(db, collection.id, group)


def add_group(db: Database, collection_id: str, group: ReportingGroup) -> None:
    """Declare one more reporting group; one that is there already stays as it is."""
    db.execute(
        """
        insert into reporting_groups (collection_id, name, parent) values (:collection_id, :name, :parent)
        on conflict do nothing
        """,
        collection_id=collection_id,
        name=group.name,
        parent=group.parent,
    )


def get_collection(db: Database, collection_id: str) -> Collection:
    """Raises NotFoundError if no collection has that id."""
    row = db.one(f"select {_COLUMNS} from collections where id = :id", id=collection_id)
    if row is None:
        raise NotFoundError("collection", collection_id)
    return _row_to_collection(db, row)


def list_collections(db: Database, *, trials: bool = False) -> list[Collection]:
    """Every collection, by title; those in which questions are only tried (`store.trials`) where they are asked for."""
    rows = db.rows(
        f"""
        select {_COLUMNS} from collections
        where :trials = 1 or id not in (select collection_id from trials)
        order by title, id
        """,
        trials=int(trials),
    )
    return [_row_to_collection(db, row) for row in rows]


def framework_of(db: Database, collection: Collection) -> Framework:
    """The version of the framework that a collection was opened with."""
    return get_framework(db, collection.framework_id, collection.framework_version)


def _row_to_collection(db: Database, row: Row) -> Collection:
    groups = db.rows("select name, parent from reporting_groups where collection_id = :id order by name", id=row["id"])
    return Collection(
        id=row["id"],
        title=row["title"],
        framework_id=row["framework_id"],
        framework_version=row["framework_version"],
        policy=Policy(row["policy"]),
        moderation=Moderation(row["moderation"]),
        k=row["k"],
        groups=tuple(ReportingGroup(group["name"], group["parent"]) for group in groups),
        stratum_choice=row["stratum_choice"],
        opens_on=_day(row["opens_on"]),
        closes_on=_day(row["closes_on"]),
        alerts_a_year=row["alerts_a_year"],
        sensitive=bool(row["sensitive"]),
        **_told(json.loads(row["telling"])),
    )


def _rules(collection: Collection) -> Collection:
    """A collection without what may change: somebody may have changed it since it was stored."""
    return replace(collection, audio=False, invited=False, quota=None, embed_on=(), read_by="", signposts=(), texts={})


def change_telling(db: Database, collection: Collection) -> None:
    """Store how tellers come in and what they are told, the only part of a collection that may change.

    Raises FrozenError when it would ask them to allow something else than those were asked who told already.
    """
    with db.write():
        if get_collection(db, collection.id).offers != collection.offers and _has_stories(db, collection.id):
            raise FrozenError("What tellers are asked to allow stays as it was: somebody chose from it already.")
        db.execute(
            "update collections set telling = :telling where id = :id", id=collection.id, telling=_telling(collection)
        )


def _has_stories(db: Database, collection_id: str) -> bool:
    return bool(db.one("select 1 from narratives where narratives.collection_id = :id limit 1", id=collection_id))


def _telling(collection: Collection) -> str:
    kept = {name: getattr(collection, name) for name in ("audio", "invited", "quota", "embed_on", "read_by", "texts")}
    signposts = [[post.name, post.contact, post.when] for post in collection.signposts]
    offers = [scope.value for scope in collection.offers]
    return json.dumps({**kept, "signposts": signposts, "offers": offers}, ensure_ascii=False)


def _told(stored: dict[str, Any]) -> dict[str, Any]:
    signposts = tuple(Signpost(*post) for post in stored.get("signposts", ()))
    offers = tuple(Scope(one) for one in stored["offers"]) if "offers" in stored else tuple(Scope)
    return {**stored, "embed_on": tuple(stored.get("embed_on", ())), "signposts": signposts, "offers": offers}


def _day(stored: str | None) -> date | None:
    return date.fromisoformat(stored) if stored else None
