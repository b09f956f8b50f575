"""A practitioner's own account of a session, among the stories: without the person, the case or the practitioner."""

from __future__ import annotations

import hashlib
from datetime import date

from narratives.collection import Collection
from narratives.errors import NotFoundError
from narratives.framework import Framework
from narratives.narrative import Kind, Narrative, Scope
from store.collections import framework_of, get_collection
from store.release import View, totals
from web.casework.entry import Entry
from web.reach import seen_collection, view_groups, visible_collections
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
    whole = get_collection(stores().stories, collection.id)
    stores().intake.submit(whole, framework, narrative, own_key)


def open_collections(today: date) -> list[Collection]:
    """The collections that accounts can be given to, by title, with the groups that the practitioner works in."""
    return [one for one in visible_collections() if one.is_open_on(today)]


def usual_collections(opened: list[Collection]) -> list[Collection]:
    """Those of them that practitioners have given accounts to."""
    return [one for one in opened if _has_accounts(one)]


def framework_for(collection_id: str) -> tuple[Collection, Framework]:
    """A collection with the groups that the practitioner works in, and what it asks. Raises NotFoundError."""
    collection = seen_collection(collection_id)
    return collection, framework_of(stores().stories, collection)


def asked_then(collection_id: str) -> tuple[Collection, Framework] | None:
    """The collection that a record of one's own names and what it asks; None when it is no longer here."""
    try:
        collection = get_collection(stores().stories, collection_id)
    except NotFoundError:
        return None
    return collection, framework_of(stores().stories, collection)


def framework_then(collection_id: str) -> Framework | None:
    """What the collection that a record of one's own names asks; None when it is no longer here."""
    asked = asked_then(collection_id)
    return asked[1] if asked else None


def _has_accounts(collection: Collection) -> bool:
    held = stores()
    framework = framework_of(held.stories, collection)
    view = View(Kind.PRACTITIONER, view_groups(collection))
    found = totals(held.stories, collection, view, held.landscape, framework)
    return found.open + found.batched + found.withheld > 0
