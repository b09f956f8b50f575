"""What is released about a collection, as far as the signed-in person sees it.

What is released of a group is decided with all groups in view, and then the others are left out: decided among some
of them, it could be more than whoever sees them all is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from narratives.alert import AlertState, Finding, sentence
from narratives.collection import WHOLE, Collection
from narratives.framework import Framework
from narratives.probe import Probe
from narratives.probe_prompts import reason_to_decide
from narratives.report_back import ReportBack
from narratives.silence import Silence
from narratives.temperature import Reading
from store.alert_counts import list_new_sentences
from store.alerts import Alert, list_alerts, list_every_alert
from store.collections import get_collection
from store.limits import lifted
from store.probes import list_due, list_probes
from store.release_results import list_released_readings
from store.release_silent import Silent, silent_groups
from store.release_urgent import UrgentSeen, urgent_for_staff
from store.silences import list_silences
from store.urgency import count_waiting
from web.reach import groups_within, sees_groups
from web.stores import stores


def whole(collection: Collection) -> Collection:
    """The collection with all of its groups: what decides about a release."""
    return get_collection(stores().stories, collection.id)


def seen_readings(collection: Collection) -> list[Reading]:
    """The temperatures that are released, of the groups that are seen."""
    found = list_released_readings(stores().stories, whole(collection))
    seen = groups_within(collection)
    return found if seen is None else [one for one in found if one.group in seen]


def seen_silent(collection: Collection, today: date) -> tuple[Silent, ...]:
    """The groups that fell silent, of those that are seen."""
    with lifted():
        found = silent_groups(stores().stories, whole(collection), today)
    seen = groups_within(collection)
    return tuple(one for one in found if seen is None or one.group in seen)


def sees_alert(collection: Collection, finding: Finding) -> bool:
    """Whether the signed-in person sees what moved: what is about the whole collection is for who sees all of it."""
    return sees_groups(collection, {finding.within})


def seen_alerts(collection: Collection, framework: Framework) -> list[Alert]:
    """The alerts of what is seen, newest first; one told inside another that is not seen stands by itself."""
    db = stores().stories
    if groups_within(collection) is None:
        return list_alerts(db, collection.id)
    mine = [one for one in list_every_alert(db, collection.id) if sees_alert(collection, one.finding)]
    leads = {one.id for one in mine if one.folded_into is None}
    shown = {one.id: one for one in list_alerts(db, collection.id)}
    return [
        narrowed_alert(shown.get(one.id, one), collection, framework)
        for one in mine
        if one.id in leads or one.folded_into not in leads
    ]


def new_sentences(collection: Collection, framework: Framework, today: date) -> list[str]:
    """The alerts of what is seen that nobody has acknowledged, in words, newest first."""
    db = stores().stories
    if groups_within(collection) is None:
        return list_new_sentences(db, collection.id, today)
    quiet = {one.id for one in list_silences(db, collection.id, today=today)}
    found = [one for one in seen_alerts(collection, framework) if one.state is AlertState.RAISED]
    return [one.sentence for one in found if one.silence_id not in quiet]


def narrowed_alert(alert: Alert, collection: Collection, framework: Framework) -> Alert:
    """An alert without what it says of other groups: those it is told for as well, and who tells less since."""
    if groups_within(collection) is None:
        return alert
    members = tuple(one for one in alert.members if sees_alert(collection, one.finding))
    # The sentence of an alert that others are told in may name their groups.
    said = sentence(alert.finding, framework) if len(members) < len(alert.members) else alert.sentence
    return replace(alert, members=members, missing=(), sentence=said)


def seen_silences(collection: Collection, silences: Iterable[Silence]) -> Iterator[Silence]:
    """The silences over groups that are seen, and those over every group."""
    return (one for one in silences if one.group is None or sees_groups(collection, {one.group}))


def seen_probes(collection: Collection) -> list[Probe]:
    """The probes that are tried in groups that are seen."""
    return [one for one in list_probes(stores().stories, collection.id) if sees_probe(collection, one)]


def seen_due(
    collections: Iterable[Collection], today: date, usernames: Sequence[str] | None = None
) -> list[tuple[Probe, str]]:
    """The probes that need a decision, each with why; of one whose reading is not seen, what its dates alone say."""
    seen = {probe.id: collection for collection in collections for probe in seen_probes(collection)}
    due = [(probe, why) for probe, why in list_due(stores().stories, today, accounts=usernames) if probe.id in seen]
    told = [
        (probe, why if sees_reading(seen[probe.id], probe) else reason_to_decide(probe, (), (), today, usernames))
        for probe, why in due
    ]
    return [(probe, why) for probe, why in told if why]


def sees_probe(collection: Collection, probe: Probe) -> bool:
    """Whether all the groups in which something is tried are seen."""
    return sees_groups(collection, set(probe.groups) - {WHOLE})


def sees_reading(collection: Collection, probe: Probe) -> bool:
    """Whether all the groups are seen that a probe is read from; compared with no named one, it is with all others."""
    return groups_within(collection) is None or (bool(probe.beside) and sees_groups(collection, probe.beside))


def seen_answers(collection: Collection, answers: Iterable[ReportBack]) -> list[ReportBack]:
    """The answers to tellers of groups that are seen."""
    return [one for one in answers if sees_groups(collection, one.groups)]


def seen_urgent(collection: Collection) -> UrgentSeen:
    """The urgent stories that may be read; whether others wait is told of the whole collection alone.

    Told of some groups, it would say in which group somebody is in danger, which nobody who sees them all is told.
    """
    found = urgent_for_staff(stores().stories, collection)
    return found if groups_within(collection) is None else replace(found, more=False)


def is_urgent(collection: Collection) -> bool:
    """Whether an urgent story waits that the signed-in person may know of."""
    if groups_within(collection) is None:
        return count_waiting(stores().stories, collection.id).n > 0
    return bool(seen_urgent(collection).stories)
