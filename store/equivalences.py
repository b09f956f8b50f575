"""Questions that somebody declared to ask the same, and taking that back. What was declared stays on record."""

from __future__ import annotations

import json
from datetime import datetime

from narratives.common_axes import Anchors, Asked, Axes, Equivalence, turned_about
from narratives.errors import NotFoundError
from narratives.framework import Framework
from store.database import Database, Row
from store.frameworks import get_framework

_COLUMNS = """id, framework_id, version, signifier, other_framework_id, other_version, other_signifier, anchors,
    declared_by, declared_at, withdrawn_at"""


def declare(db: Database, first: Asked, second: Asked, anchors: Anchors, *, actor: str, at: datetime) -> Equivalence:
    """Keep that two questions ask the same, anchor by anchor; `anchors` leads from those of `first`.

    Raises EquivalenceError when they cannot, or when they lie on one axis already.
    """
    with db.write():
        checked = axes(db).check(first, second, anchors)
        if second < first:
            first, second, checked = second, first, turned_about(checked)
        made = Equivalence(first, second, checked, actor, at)
        db.execute(
            """
            insert into equivalences (id, framework_id, version, signifier, other_framework_id, other_version,
                other_signifier, anchors, declared_by, declared_at)
            values (:id, :framework, :version, :signifier, :other_framework, :other_version, :other_signifier,
                :anchors, :actor, :at)
            """,
            id=made.id,
            framework=first.framework,
            version=first.version,
            signifier=first.signifier,
            other_framework=second.framework,
            other_version=second.version,
            other_signifier=second.signifier,
            anchors=json.dumps(checked),
            actor=actor,
            at=at.isoformat(timespec="seconds"),
        )
    return made


def withdraw(db: Database, equivalence_id: str, *, actor: str, at: datetime) -> bool:
    """Take a declaration back; False when somebody did already. Raises NotFoundError."""
    get_equivalence(db, equivalence_id)
    changed = db.execute(
        "update equivalences set withdrawn_by = :actor, withdrawn_at = :at where id = :id and withdrawn_at is null",
        id=equivalence_id,
        actor=actor,
        at=at.isoformat(timespec="seconds"),
    )
    return changed > 0


def get_equivalence(db: Database, equivalence_id: str) -> Equivalence:
    """A declaration, withdrawn or not. Raises NotFoundError."""
    row = db.one(f"select {_COLUMNS} from equivalences where id = :id", id=equivalence_id)
    if row is None:
        raise NotFoundError("declared equivalence", equivalence_id)
    return _row_to_equivalence(row)


def in_force(db: Database) -> list[Equivalence]:
    """What is declared and not withdrawn, oldest first."""
    rows = db.rows(f"select {_COLUMNS} from equivalences where withdrawn_at is null order by declared_at, id")
    return [_row_to_equivalence(row) for row in rows]


def axes(db: Database) -> Axes:
    """Every question of every version of the stored frameworks, and which of them ask the same."""
    return Axes(_frameworks(db), in_force(db))


def _frameworks(db: Database) -> list[Framework]:
    rows = db.rows("select id, version from frameworks order by id, version desc")
    return [get_framework(db, row["id"], row["version"]) for row in rows]


def _row_to_equivalence(row: Row) -> Equivalence:
    return Equivalence(
        Asked(row["framework_id"], row["version"], row["signifier"]),
        Asked(row["other_framework_id"], row["other_version"], row["other_signifier"]),
        json.loads(row["anchors"]),
        row["declared_by"],
        datetime.fromisoformat(row["declared_at"]),
        row["id"],
    )
