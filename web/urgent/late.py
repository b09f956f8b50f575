"""Whether somebody may know that nobody has looked in time at what may tell of danger."""

from __future__ import annotations

from datetime import datetime

from narratives.collection import Collection
from store.accounts import Role
from store.safeguarding_clocks import is_overdue
from web.access import may
from web.reach import groups_within, reach_for
from web.stores import stores
from web.urgent.roles import ACTING


def is_late(collection: Collection, now: datetime) -> bool:
    """Those who act are told of all that they look at; a manager of a whole collection of what somebody marked."""
    db = stores().stories
    if may(*ACTING, collection=collection.id):
        return is_overdue(db, collection.id, now, groups_within(collection, reach_for(ACTING)))
    whole = may(Role.MANAGER, collection=collection.id) and groups_within(collection) is None
    return whole and is_overdue(db, collection.id, now, flags=False)
