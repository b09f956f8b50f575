"""A collection with another promise is watched anew from its first day, and nobody is told anything old again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from narratives.alert import Finding
from store.alerts import list_every_alert
from store.database import Database
from store.promise_proposals import changed_on

ONE_SHIFT = timedelta(days=28)  # another limit notices the same shift on another day, and dates it a little otherwise


def without_the_old(
    db: Database, collection_id: str, findings: Sequence[Finding], replayed_until: date | None
) -> list[Finding]:
    """The findings of a replay that people may be told of, where the promise has changed since they were told.

    Days that were watched under the old promise stay as they were judged then: what the new limit would have found on
    them is left out. So is what it finds later of a shift that people were told of under the old one.
    """
    changed = changed_on(db, collection_id)
    if changed is None or replayed_until is None or not findings:
        return list(findings)
    before = [one for one in _told(db, collection_id) if one.raised_on < changed]
    return [
        one
        for one in findings
        if not (one.raised_on <= replayed_until and one.raised_on < changed)
        and not any(_is_same_shift(other, one) for other in before)
    ]


def _told(db: Database, collection_id: str) -> Iterable[Finding]:
    for alert in list_every_alert(db, collection_id):
        yield alert.finding
        yield from (sign.finding for sign in alert.signs)


def _is_same_shift(one: Finding, other: Finding) -> bool:
    what = (one.signal, one.signifier, one.direction, one.scope, one.group)
    near = abs(one.since - other.since) < ONE_SHIFT
    return near and what == (other.signal, other.signifier, other.direction, other.scope, other.group)
