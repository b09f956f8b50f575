"""Figures for other organisations, a chore of the worker: what is new becomes parts, and the commons get them.

It opens this organisation's own store and the commons, and no other organisation's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from analysis.sightings import tell_each_other
from narratives.collection import Collection
from store.collections import framework_of, get_collection
from store.commons import MEMBER, confederations_of, open_commons
from store.commons_frameworks import list_shared_frameworks
from store.commons_shares import Share, publish
from store.database import Database, SqliteDatabase
from store.release_shares import freeze_parts, list_parts, list_shared_collections
from store.seen_elsewhere import keep_only

SHARE_SECONDS = 60.0


@dataclass(slots=True)
class Sharing:
    """Brings what one organisation shares up to date, once a minute; `now` is in seconds."""

    db: Database
    commons_path: Path
    organisation: str
    now: Callable[[], float]
    today: Callable[[], date]
    shared: float = float("-inf")
    _commons: SqliteDatabase | None = field(default=None, repr=False)

    def __call__(self) -> None:
        """Safe to stop at any point: what is missing is found again."""
        if self.now() - self.shared < SHARE_SECONDS or not self.commons_path.exists():
            return
        self.shared = self.now()
        self._commons = self._commons or open_commons(self.commons_path)
        share_all(self.db, self._commons, self.organisation)
        tell_all(self.db, self._commons, self.organisation, self.today())


def share_all(db: Database, commons: Database, organisation: str) -> int:
    """Make what each confederation sees of an organisation what its administrators ticked; how many parts changed."""
    return sum(
        publish(commons, one.id, organisation, _shares(db, commons, one.id))
        for one in confederations_of(commons, organisation, MEMBER)
    )


def tell_all(db: Database, commons: Database, organisation: str, today: date) -> None:
    """Tell each confederation what its administrators ticked has seen, and hear what the others tell."""
    joined = [one.id for one in confederations_of(commons, organisation, MEMBER)]
    for one in joined:
        tell_each_other(db, commons, one, organisation, _ticked(db, commons, one), today)
    keep_only(db, joined)


def _shares(db: Database, commons: Database, confederation_id: str) -> list[Share]:
    shares: list[Share] = []
    for collection in _ticked(db, commons, confederation_id):
        freeze_parts(db, collection, framework_of(db, collection))
        shares += list_parts(db, collection)
    return shares


def _ticked(db: Database, commons: Database, confederation_id: str) -> list[Collection]:
    """The ticked collections that ask exactly what the confederation shares."""
    shared = {(one.id, one.version): one for one in list_shared_frameworks(commons, confederation_id)}
    found = []
    for collection_id in list_shared_collections(db, confederation_id):
        collection = get_collection(db, collection_id)
        framework = shared.get((collection.framework_id, collection.framework_version))
        if framework is not None and framework.is_same(framework_of(db, collection)):
            found.append(collection)
    return found
