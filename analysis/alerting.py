"""From findings to alerts that managers read: in a sentence, with stories, raised once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from analysis.explain import MOST_EXEMPLARS, choose_exemplars
from analysis.monitor import MUTE_DAYS
from narratives.alert import Finding, sentence
from narratives.collection import Collection, Policy
from narratives.framework import Framework
from store.alerts import add_alert, add_exemplars, list_alerts, list_unshown
from store.database import Database

FRESH = timedelta(days=28)


def raise_alerts(
    db: Database,
    collection: Collection,
    framework: Framework,
    findings: Sequence[Finding],
    *,
    replayed_until: date | None,
    at: datetime,
) -> int:
    """Raise what was found; call it in the transaction that keeps the monitor's state. How many were new.

    Up to `replayed_until` the monitor has been over these days before: late stories may have moved a
    finding by some days, and it is the same one still.
    """
    raised = 0
    for finding in findings:
        again = replayed_until is not None and finding.raised_on <= replayed_until + FRESH
        if again and _was_raised(db, collection.id, finding):
            continue
        alert = add_alert(
            db,
            collection.id,
            finding,
            sentence=sentence(finding, framework),
            exemplars=choose_exemplars(db, collection, framework, finding),
            at=at,
        )
        raised += alert is not None
    return raised


def fill_exemplars(db: Database, collection: Collection, framework: Framework, today: date) -> int:
    """Put newly released stories behind recent alerts that too few show; how many were added."""
    if collection.policy is not Policy.OPEN:
        return 0
    added = 0
    for alert, shown in list_unshown(db, collection.id, MOST_EXEMPLARS):
        if today - alert.finding.raised_on > FRESH:
            continue
        chosen = choose_exemplars(db, collection, framework, alert.finding)
        fresh = [story for story in chosen if story not in shown]
        added += add_exemplars(db, alert.id, fresh[: MOST_EXEMPLARS - len(shown)])
    return added


def _was_raised(db: Database, collection_id: str, finding: Finding) -> bool:
    return any(_is_same(alert.finding, finding) for alert in list_alerts(db, collection_id))


def _is_same(one: Finding, other: Finding) -> bool:
    what = (one.signal, one.signifier, one.direction, one.scope, one.group)
    near = abs((one.raised_on - other.raised_on).days) < MUTE_DAYS
    return near and what == (other.signal, other.signifier, other.direction, other.scope, other.group)
