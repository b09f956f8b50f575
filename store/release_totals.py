"""How many stories a view is made of, and how often its page would look different."""

from __future__ import annotations

from dataclasses import dataclass

import store.batches as batch_rows
from narratives.collection import Collection, Policy
from narratives.framework import Framework
from narratives.selection import View
from store.database import Database
from store.landscape import Landscape


@dataclass(frozen=True, slots=True)
class Totals:
    """How many stories a view is made of: one by one, in closed batches, and withheld until a batch fills.

    `left_out` are in closed batches that cannot follow a view so fine; they are in none of the figures.
    """

    open: int
    batched: int
    withheld: int
    left_out: int = 0


def totals(db: Database, collection: Collection, view: View, landscape: Landscape, framework: Framework) -> Totals:
    """The numbers that every picture's caption states."""
    if collection.policy is not Policy.OPEN:
        view = view.coarse
    batched = batch_rows.count_batched(db, collection.id, view.kind, view.groups, view.first, view.last)
    opened = landscape.count(db, collection.id, framework, view) if collection.policy is Policy.OPEN else 0
    # The page says the withheld ones in whole k, so the exact number stays here.
    withheld = batch_rows.count_waiting(db, collection, view.kind, view.groups)
    if view.is_fine:
        return Totals(opened, 0, withheld, left_out=batched)
    return Totals(opened, batched, withheld)


def serial(db: Database, collection: Collection) -> int:
    """A number that grows whenever a page about a collection would look different.

    That of a protected one stands still while a story arrives, waits or is withdrawn: a page that is left open
    would tell to the second when somebody told.
    """
    row = db.one(
        """
        select case when :open then (select coalesce(sum(serial), 0) from changes where collection_id = :id)
                    else (select count(*) from batches where collection_id = :id) end
             + (select count(*) from alerts where collection_id = :id)
             + (select count(*) from alert_signs as s join alerts as a on a.id = s.alert_id where a.collection_id = :id)
             + (select count(*) from alert_events as e join alerts as a on a.id = e.alert_id
                where a.collection_id = :id) as serial
        """,
        id=collection.id,
        open=int(collection.policy is Policy.OPEN),
    )
    return int(row["serial"]) if row else 0
