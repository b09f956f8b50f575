"""Frameworks in their frozen versions."""

from __future__ import annotations

import json
from functools import lru_cache

from narratives.errors import FrozenError, NotFoundError
from narratives.framework import Framework
from narratives.framework_file import framework_to_json, parse_framework
from store.database import Database
from store.framework_texts import add_texts, with_texts


def add_framework(db: Database, framework: Framework) -> bool:
    """Store a version, and its wording in languages that have none yet; False when all of it is there already.

    Raises FrozenError when that version is there with other content.
    """
    definition = json.dumps(framework_to_json(framework), ensure_ascii=False, sort_keys=True)
    with db.write():
        stored = db.one(
            "select definition from frameworks where id = :id and version = :version",
            id=framework.id,
            version=framework.version,
        )
        if stored is not None:
            if stored["definition"] == definition:
                return add_texts(db, framework, framework.texts)
            raise FrozenError(
                f"framework {framework.id!r} version {framework.version} is stored with other content; "
                f"give the changed one version {framework.version + 1}"
            )
        db.execute(
            "insert into frameworks (id, version, title, definition) values (:id, :version, :title, :definition)",
            id=framework.id,
            version=framework.version,
            title=framework.title,
            definition=definition,
        )
        add_texts(db, framework, framework.texts)
    return True


def get_framework(db: Database, framework_id: str, version: int | None = None) -> Framework:
    """A version of a framework in its wording of today, the newest by default. Raises NotFoundError."""
    row = db.one(
        """
        select definition from frameworks
        where id = :id and (:version is null or version = :version)
        order by version desc limit 1
        """,
        id=framework_id,
        version=version,
    )
    if row is None:
        raise NotFoundError("framework", framework_id if version is None else f"{framework_id} version {version}")
    return with_texts(db, _parse(row["definition"]))


def list_frameworks(db: Database) -> list[Framework]:
    """The newest version of every framework, by id, but those that are only tried (`store.trials`)."""
    rows = db.rows(
        """
        select definition from frameworks as newest
        where version = (select max(version) from frameworks where id = newest.id)
            and not exists (
                select 1 from trials join collections as c on c.id = trials.collection_id
                where c.framework_id = newest.id
            )
        order by id
        """
    )
    return [with_texts(db, _parse(row["definition"])) for row in rows]


def list_versions(db: Database, framework_id: str) -> list[int]:
    """The versions of a framework, the newest first; none where there is no such framework."""
    rows = db.tuples("select version from frameworks where id = :id order by version desc", id=framework_id)
    return [version for (version,) in rows]


@lru_cache(maxsize=64)
def _parse(definition: str) -> Framework:
    return parse_framework(definition, stored=True)
