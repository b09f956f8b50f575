"""Boundaries of areas from the user's own files, and which reporting group tells from which of them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from narratives.boundaries import Boundary
from narratives.collection import Collection
from narratives.errors import MurmurationError, NotFoundError
from store.database import Database, Row


class LinkError(MurmurationError):
    """A group that cannot be put on an area."""


@dataclass(frozen=True, slots=True)
class StoredArea:
    """A boundary as a list names it: `source` is the licence line, or the file where none was given."""

    code: str
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class GroupArea:
    """The area that a group lies on; `outline` is JSON, polygons of rings of (longitude, latitude), clockwise."""

    code: str
    name: str
    outline: str
    source: str


def add_boundaries(db: Database, boundaries: Sequence[Boundary], source: str) -> tuple[int, int]:
    """Store boundaries in one commit, all or none; how many are new and how many were there under their code."""
    with db.write():
        there = {row["code"] for row in db.rows("select code from boundaries")}
        db.many(
            """
            insert into boundaries (code, name, rings, source) values (:code, :name, :rings, :source)
            on conflict (code) do update
            set name = excluded.name, rings = excluded.rings, source = excluded.source
            """,
            [
                {
                    "code": boundary.code,
                    "name": boundary.name,
                    "rings": json.dumps(boundary.polygons, separators=(",", ":")),
                    "source": source,
                }
                for boundary in boundaries
            ],
        )
    known = sum(boundary.code in there for boundary in boundaries)
    return len(boundaries) - known, known


def list_areas(db: Database) -> list[StoredArea]:
    """Every boundary, by code."""
    rows = db.rows("select code, name, source from boundaries order by code")
    return [StoredArea(row["code"], row["name"], row["source"]) for row in rows]


def remove_areas(db: Database, codes: Sequence[str]) -> None:
    """Take boundaries out, all or none, and what was linked to them. Raises NotFoundError for one not there."""
    with db.write():
        for code in codes:
            if not db.execute("delete from boundaries where code = :code", code=code):
                raise NotFoundError("area", code)


def link_group(db: Database, collection: Collection, group: str, code: str) -> None:
    """Put a group on an area, whatever the two are called. Raises LinkError with what to do."""
    _check_group(collection, group)
    with db.write():
        area = db.one("select code from boundaries where code = :code collate nocase", code=code)
        if area is None:
            raise LinkError(f"No area has the code {code!r}. See the codes with: flask areas list")
        other = next((name for name, held in areas_of(db, collection).items() if held.code == area["code"]), group)
        if other != group:
            raise LinkError(f"{code} is the area of {other!r} already. Put that group on another area first")
        db.execute(
            """
            insert into group_areas (collection_id, group_name, code) values (:id, :group, :code)
            on conflict (collection_id, group_name) do update set code = excluded.code
            """,
            id=collection.id,
            group=group,
            code=area["code"],
        )


def unlink_group(db: Database, collection: Collection, group: str) -> bool:
    """Forget what `link_group` did; False when nothing was linked. Raises LinkError for no such group."""
    _check_group(collection, group)
    gone = db.execute(
        "delete from group_areas where collection_id = :id and group_name = :group", id=collection.id, group=group
    )
    return bool(gone)


def _check_group(collection: Collection, group: str) -> None:
    if group not in declared_groups(collection):
        names = ", ".join(declared_groups(collection)) or "none"
        raise LinkError(f"{collection.id!r} has no group {group!r}. Its groups are: {names}")


def declared_groups(collection: Collection) -> list[str]:
    """The names of a collection's groups and of those they lie in, sorted."""
    names = {group.name for group in collection.groups}
    return sorted(names | {group.parent for group in collection.groups if group.parent})


def areas_of(db: Database, collection: Collection) -> dict[str, GroupArea]:
    """The area of each group that has one: as linked, else that of its name or code, whatever the case.

    A name that two areas have is left alone, and so is an area that another group was linked to.
    """
    rows = db.rows("select code, name, source from boundaries")
    linked = {
        row["group_name"]: row["code"]
        for row in db.rows("select group_name, code from group_areas where collection_id = :id", id=collection.id)
    }
    by_word = _by_word(rows)
    taken = set(linked.values())
    codes = dict(linked)
    for group in declared_groups(collection):
        code = by_word.get(group.casefold())
        if group not in codes and code is not None and code not in taken:
            codes[group] = code
            taken.add(code)
    return _outlined(db, codes)


def _by_word(rows: Sequence[Row]) -> dict[str, str]:
    """The code of each area by everything it is called, small; a code counts before a name."""
    named = Counter(row["name"].casefold() for row in rows)
    found = {row["name"].casefold(): row["code"] for row in rows if named[row["name"].casefold()] == 1}
    return found | {row["code"].casefold(): row["code"] for row in rows}


def _outlined(db: Database, codes: Mapping[str, str]) -> dict[str, GroupArea]:
    rows = db.rows(
        """
        select code, name, rings, source from boundaries where code in (select value from json_each(:codes))
        """,
        codes=json.dumps(sorted(codes.values())),
    )
    found = {row["code"]: GroupArea(row["code"], row["name"], row["rings"], row["source"]) for row in rows}
    return {group: found[code] for group, code in sorted(codes.items())}
