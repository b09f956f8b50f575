"""How many stories each group shows, for a list to choose a group from."""

from __future__ import annotations

import store.batches as batch_rows
from narratives.collection import Collection, Policy
from narratives.framework import Framework
from narratives.selection import View
from store.database import Database
from store.landscape import Landscape


def groups_of(
    db: Database, landscape: Landscape, collection: Collection, framework: Framework, view: View
) -> dict[str, int]:
    """Stories of each group of a view that are shown: open ones, and those in closed batches that can follow it."""
    opened = collection.policy is Policy.OPEN
    found = dict(landscape.names(db, collection.id, framework, view, "group")) if opened else {}
    if view.is_fine and opened:
        return found
    told = {group.name for group in collection.groups} | {group.parent for group in collection.groups if group.parent}
    for group in sorted(told & set(view.groups) if view.groups else told):
        batched = batch_rows.count_batched(db, collection.id, view.kind, (group,), view.first, view.last)
        if batched:
            found[group] = found.get(group, 0) + batched
    return found
