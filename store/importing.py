"""Imports: the framework and the collection that a mapping names, then its rows in commits of a thousand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from itertools import islice

from narratives.collection import Collection, ReportingGroup
from narratives.errors import FrozenError, ImportRefusedError, NotFoundError
from narratives.interchange.account import Account
from narratives.interchange.mapping import CsvMapping
from narratives.interchange.narrative_rows import ReadRow
from narratives.interchange.rejection import Reason, Rejection
from store.collections import add_collection, add_group, get_collection
from store.database import Database
from store.erasure import list_withdrawn
from store.frameworks import add_framework
from store.narratives import closed_sources, import_narratives, source_hashes

ROWS_A_COMMIT = 1_000
CACHE_KIB = 128 * 1024
_RULES = (
    "title", "framework_id", "framework_version", "policy", "moderation", "k", "stratum_choice",
    "opens_on", "closes_on", "alerts_a_year", "sensitive",
)  # fmt: skip
_IN_A_BATCH = "the story changed at its source but is in a closed batch, whose sums never change; it stays as it was"


@dataclass(frozen=True, slots=True)
class Opened:
    """The collection that rows go into, and whether it and its framework are new."""

    collection: Collection
    collection_is_new: bool
    framework_is_new: bool


class _TakenBackError(Exception):
    """Rolls back a transaction that was only tried."""

    def __init__(self, opened: Opened) -> None:
        super().__init__()
        self.opened = opened


def open_collection(db: Database, mapping: CsvMapping, *, look: bool = False) -> Opened:
    """The collection of a mapping, created with its framework when absent; `look` tries it and takes it back.

    Raises FrozenError when the framework version or the collection is stored with other content, and
    ImportRefusedError when the collection has groups and the mapping names none.
    """
    try:
        with db.write():
            opened = _open(db, mapping)
            if look:
                raise _TakenBackError(opened)
    except _TakenBackError as tried:
        return tried.opened
    return opened


def _open(db: Database, mapping: CsvMapping) -> Opened:
    wanted = mapping.collection
    framework_is_new = add_framework(db, mapping.framework)
    try:
        stored = get_collection(db, wanted.id)
    except NotFoundError:
        add_collection(db, wanted)
        return Opened(wanted, True, framework_is_new)
    for name in _RULES:
        if getattr(stored, name) != getattr(wanted, name):
            raise FrozenError(
                f"collection {wanted.id!r} is stored with {name} {_said(getattr(stored, name))} and the mapping says "
                f"{_said(getattr(wanted, name))}; write the same in the mapping, or give the collection another id"
            )
    if stored.groups and mapping.group.column is None and not mapping.group.constant:
        raise ImportRefusedError(
            f"collection {wanted.id!r} has reporting groups; say in the mapping which group each row belongs to (group)"
        )
    parents = {group.name: group.parent for group in stored.groups}
    for group in wanted.groups:
        if parents.setdefault(group.name, group.parent) != group.parent:
            raise FrozenError(
                f"group {group.name!r} of collection {wanted.id!r} has the parent {_said(parents[group.name])} "
                f"and the mapping says {_said(group.parent)}; write the same in the mapping"
            )
        add_group(db, wanted.id, group)
    groups = tuple(ReportingGroup(name, parents[name]) for name in sorted(parents))
    return Opened(replace(stored, groups=groups), False, framework_is_new)


def _said(value: object) -> str:
    return "none" if value is None else repr(str(value))


class Importer:
    """Stores the rows of one file in commits of a thousand and accounts for every one.

    Groups are declared with the first story told in them, with their parent of `parents`. Stopped at any point
    and started again, it neither loses nor doubles a row. A dry run stores nothing and counts what would become
    of each row.
    """

    def __init__(
        self,
        db: Database,
        mapping: CsvMapping,
        collection: Collection,
        parents: Mapping[str, str],
        *,
        secret: bytes,
        dry_run: bool = False,
    ) -> None:
        # Random ids touch pages all over the file: with room for them, a commit reads hardly any twice.
        db.execute(f"pragma cache_size = -{CACHE_KIB}")
        self.account = Account()
        self._db = db
        self._mapping = mapping
        self._collection = collection
        self._parents = parents
        self._secret = secret
        self._dry_run = dry_run
        self._known = source_hashes(db, collection.id, mapping.format)
        self._closed = closed_sources(db, collection.id, mapping.format) if dry_run else frozenset()
        self._declared = {group.name for group in collection.groups}
        self._is_open = False

    def run(
        self,
        rows: Iterable[ReadRow | Rejection],
        progress: Callable[[int], object] = lambda n: None,
        keep: Callable[[Account], object] | None = None,
    ) -> Account:
        """The account of all rows; `progress` hears how many more are done.

        `keep` is called in the transaction of each thousand, so that how far it is is true whenever it ends; what it
        raises takes that thousand back.

        Raises BusyError when the store cannot take a commit: what was committed before stays. Raises FrozenError
        when somebody stored other rules since `open_collection` looked.
        """
        remaining = iter(rows)
        while part := list(islice(remaining, ROWS_A_COMMIT)):
            with self._db.write() if keep else nullcontext():
                self._take(part)
                if keep:
                    keep(self.account)
            progress(len(part))
        return self.account

    def _take(self, part: list[ReadRow | Rejection]) -> None:
        read = [row for row in part if isinstance(row, ReadRow)]
        if self._dry_run:
            self._foresee(read)
        else:
            self._store(read)
        self.account.rows += len(part)
        self.account.rejections += [row for row in part if isinstance(row, Rejection)]

    def _store(self, read: list[ReadRow]) -> None:
        account, found = self.account, [row.narrative for row in read]
        if not found:
            return
        with self._db.write():
            # Looked for inside the transaction: nobody withdraws one between this and its storing.
            withdrawn = self._withdrawn(read)
            gone = set(withdrawn)
            found = [row.narrative for row in read if row.source.id not in gone]
            if not self._is_open:
                # In the first commit: a file without one good row leaves no empty collection behind.
                open_collection(self._db, self._mapping)
            for name in sorted({one.group for one in found if one.group} - self._declared):
                add_group(self._db, self._collection.id, ReportingGroup(name, self._parents.get(name)))
            done = import_narratives(self._db, self._collection, self._mapping.framework, found, self._known)
        self._is_open = True
        self._declared |= {one.group for one in found}
        account.withdrawn += len(withdrawn)
        account.stored += done.stored
        account.unchanged += done.unchanged
        account.updated += done.updated
        lines = {row.source.id: row.line for row in read}
        account.rejections += [self._in_a_batch(lines[source_id], source_id) for source_id in done.closed]

    def _withdrawn(self, read: list[ReadRow]) -> list[str]:
        """The source id of every row of a story that was withdrawn, as often as it is in the file."""
        return list_withdrawn(
            self._db, self._collection.id, self._mapping.format, [row.source.id for row in read], self._secret
        )

    def _foresee(self, read: list[ReadRow]) -> None:
        account, withdrawn = self.account, self._withdrawn(read)
        account.withdrawn += len(withdrawn)
        gone = set(withdrawn)
        for row in read:
            if row.source.id in gone:
                continue
            before = self._known.get(row.source.id)
            if before is None:
                account.stored += 1
            elif before == row.source.row_hash:
                account.unchanged += 1
            elif row.source.id in self._closed:
                account.rejections.append(self._in_a_batch(row.line, row.source.id))
                continue
            else:
                account.updated += 1
            self._known[row.source.id] = row.source.row_hash

    def _in_a_batch(self, line: int, source_id: str) -> Rejection:
        return Rejection(line, (Reason(self._mapping.source_id_column or "", source_id, _IN_A_BATCH),))
