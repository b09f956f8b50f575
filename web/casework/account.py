"""A practitioner's own account of a session, among the stories: without the person, the case or the practitioner."""

from __future__ import annotations

import hashlib
from datetime import date

from narratives.collection import Collection
from narratives.framework import Framework
from narratives.narrative import Kind, Narrative, Scope
from store.collections import framework_of, get_collection, list_collections
from store.release import View, totals
from web.casework.entry import Entry
from web.stores import stores


def tell_account(collection: Collection, framework: Framework, entry: Entry, key: str, today: date) -> None:
    """Hand the account in as a story of its own kind. Raises BusyError.

    It bears the day of logging, as every story does, and not the day of the session, which the case record has.
    """
    narrative = Narrative(
        collection=collection.id,
        told_on=today,
        text=entry.account if entry.may_read else "",
        answers=entry.answers,
        kind=Kind.PRACTITIONER,
        group=entry.group,
        area=entry.group,
        language=framework.language,
        consent=frozenset({Scope.READ}) if entry.may_read else frozenset(),
    )
    own_key = hashlib.sha256(f"account:{key}".encode()).hexdigest()
    stores().intake.submit(collection, framework, narrative, own_key)


def open_collections(today: date) -> list[Collection]:
    """The collections that accounts can be given to, by title."""
    return [one for one in list_collections(stores().stories) if one.is_open_on(today)]


def usual_collections(opened: list[Collection]) -> list[Collection]:
    """Those of them that practitioners have given accounts to."""
    return [one for one in opened if _has_accounts(one)]


def framework_for(collection_id: str) -> tuple[Collection, Framework]:
    """A collection and what it asks. Raises NotFoundError."""
    collection = get_collection(stores().stories, collection_id)
    return collection, framework_of(stores().stories, collection)


def _has_accounts(collection: Collection) -> bool:
    held = stores()
    framework = framework_of(held.stories, collection)
    found = totals(held.stories, collection, View(kind=Kind.PRACTITIONER), held.landscape, framework)
    return found.open + found.batched + found.withheld > 0
