"""Telling the other members of a confederation that stories moved, and keeping what they told.

It opens this organisation's own store and the commons, and no other organisation's.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from narratives.calendar import day_number
from narratives.collection import Collection
from narratives.elsewhere import Lookout, Sighting
from store.collections import framework_of
from store.commons_sightings import others_lookouts, others_sightings, publish_sightings
from store.database import Database
from store.release_promises import has_history
from store.seen_elsewhere import is_telling, keep_others, list_sightings


def tell_each_other(
    db: Database, commons: Database, confederation_id: str, organisation: str, ticked: Iterable[Collection], today: date
) -> None:
    """Make what a confederation is told exactly what the ticked collections saw, and the copy of what others told.

    Who does not tell is not told: nothing goes out, and nothing is kept of the others. A collection looks out once the
    monitor watches it: one that is too young to see anything has not seen nothing.
    """
    if not is_telling(db, confederation_id):
        publish_sightings(commons, confederation_id, organisation, (), ())
        keep_others(db, confederation_id, (), ())
        return
    seen: set[Sighting] = set()
    rates: dict[tuple[str, int], float] = {}
    for collection in ticked:
        if not has_history(db, collection.id, day_number(today) - 1):
            continue
        framework = framework_of(db, collection)
        seen |= list_sightings(db, collection, framework)
        version = (framework.id, framework.version)
        rates[version] = rates.get(version, 0.0) + collection.alerts_a_year
    lookouts = [Lookout(*version, rate) for version, rate in rates.items()]
    publish_sightings(commons, confederation_id, organisation, seen, lookouts)
    keep_others(
        db,
        confederation_id,
        others_sightings(commons, confederation_id, organisation),
        others_lookouts(commons, confederation_id, organisation),
    )
