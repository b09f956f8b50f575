"""What the analysis made, as staff may see it: temperatures, themes with their typical stories, notices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from narratives.collection import WHOLE, Collection, Policy
from narratives.temperature import Difference, Reading, Remark
from store import remarks, results, worker
from store.database import Database
from store.release_themes import ReleasedTheme, list_released_themes, list_typical_stories
from store.retention_rules import undecided_notice

__all__ = [
    "ReleasedTheme",
    "list_notices",
    "list_released_readings",
    "list_released_remarks",
    "list_released_themes",
    "list_typical_stories",
]

_AROUND = timedelta(days=28)  # the readings of a year ago that one is compared with begin within


def list_released_readings(db: Database, collection: Collection) -> list[Reading]:
    """Every group's temperature, by group and period; a period with fewer than k stories has no value.

    In a protected collection `n` is in whole k. Nor is there a value of a unit in which the groups that have one
    leave fewer than k stories over: taken together they would tell the temperature of those few.
    """
    readings = results.list_readings(db, collection.id)
    told: dict[date, dict[str, int]] = defaultdict(dict)
    for reading in readings:
        if reading.n >= collection.k:
            told[reading.starts_on][reading.group] = reading.n
    whole = 1
    if collection.policy is Policy.PROTECTED:
        whole, units = collection.k, _units(collection)
        for shown in told.values():
            _hide_remainders(WHOLE, units, shown, collection.k)
    return [
        _withheld(reading)
        if reading.group not in told[reading.starts_on]
        else reading
        if reading.n % whole == 0  # most often: a copy of each would take longest of all
        else replace(reading, n=reading.n // whole * whole)
        for reading in readings
    ]


def list_released_remarks(db: Database, collection: Collection, released: Sequence[Reading]) -> dict[str, Remark]:
    """What may be said of the newest of some released readings, by group.

    Nothing is said of a reading that is withheld, nor a trend or a comparison that a withheld one is part of: it
    could be worked out from those that are shown.
    """
    shown = {(one.group, one.starts_on) for one in released if one.value is not None}
    stored = results.list_readings(db, collection.id) if collection.policy is Policy.PROTECTED else ()
    withheld: dict[str, list[date]] = defaultdict(list)
    for one in stored:
        if one.value is not None and (one.group, one.starts_on) not in shown:
            withheld[one.group].append(one.starts_on)

    def told(found: Difference | None, group: str, last: date) -> Difference | None:
        return None if found and any(found.first <= one <= last for one in withheld[group]) else found

    return {
        one.group: replace(
            one,
            trend=told(one.trend, one.group, one.starts_on),
            year=told(one.year, one.group, one.year.first + _AROUND) if one.year else None,
        )
        for one in remarks.list_remarks(db, collection.id)
        if (one.group, one.starts_on) in shown
    }


def _units(collection: Collection) -> dict[str, list[str]]:
    """The reporting groups that lie in each unit; the whole collection is the unit of those that have no parent."""
    inside: dict[str, list[str]] = defaultdict(list)
    declared = {group.name for group in collection.groups}
    for group in collection.groups:
        inside[group.parent or WHOLE].append(group.name)
    inside[WHOLE] += sorted({group.parent for group in collection.groups if group.parent} - declared)
    return inside


def _hide_remainders(unit: str, units: Mapping[str, Sequence[str]], shown: dict[str, int], k: int) -> int:
    """Take out of `shown` what would tell of fewer than k; how many stories of a unit are accounted for."""
    parts = sum(_hide_remainders(part, units, shown, k) for part in units.get(unit, ()))
    if unit in shown and 0 < shown[unit] - parts < k:
        del shown[unit]
    return shown.get(unit, parts)


def _withheld(reading: Reading) -> Reading:
    return Reading(
        reading.group, reading.starts_on, reading.ends_on, 0, None, None, None, reading.usual_low, reading.usual_high
    )


def list_notices(db: Database) -> list[str]:
    """What the worker says to managers, by name, and that nobody has said how long older stories are kept."""
    return [one for one in (*worker.list_notices(db), undecided_notice(db)) if one]
