"""The collections to choose from, where there is more than one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for

from narratives.collection import Collection, Policy
from store import release
from store.collections import framework_of
from store.database import Database
from store.release import Totals, View
from web.explore.map_page import totals_words
from web.reach import view_groups
from web.stores import stores

_POLICY_WORDS = {
    Policy.OPEN: "Stories can be read one by one where the teller agreed.",
    Policy.PROTECTED: "Protected: stories are counted in closed batches only.",
}


@dataclass(frozen=True, slots=True)
class CollectionCard:
    """One collection and where its page is."""

    title: str
    href: str
    told: str
    policy: str


def collection_cards(db: Database, collections: Iterable[Collection], endpoint: str) -> tuple[CollectionCard, ...]:
    """A card for each collection, leading to its page of one kind."""
    return tuple(
        CollectionCard(
            title=collection.title,
            href=url_for(endpoint, collection_id=collection.id),
            told=totals_words(collection, _totals(db, collection)),
            policy=_POLICY_WORDS[collection.policy],
        )
        for collection in collections
    )


def _totals(db: Database, collection: Collection) -> Totals:
    view = View(groups=view_groups(collection))
    return release.totals(db, collection, view, stores().landscape, framework_of(db, collection))
