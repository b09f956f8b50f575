from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from narratives.alert import AlertState, Finding, Signal
from narratives.collection import Policy
from narratives.narrative import Source
from narratives.promise import GroupPace, Kind
from store.alerts import add_alert
from store.narratives import import_narratives
from store.promises import KeptOutlook, keep_outlook, keep_replays
from store.release_promises import SmallGroup, get_released_promise
from tests.builders import TODAY, make_narrative, open_plot
from tests.store.test_promises import FOUND, OUTLOOK

SLOW = (GroupPace("east", 12, 2.4), GroupPace("north", 11, 0.2), GroupPace("west", 9, 2.4))


def released(db, policy=Policy.OPEN, **changes):
    collection, _ = open_plot(db, policy=policy)
    keep_outlook(db, "plot", KeptOutlook("engine", TODAY, replace(OUTLOOK, slow=SLOW, **changes)))
    return get_released_promise(db, collection, TODAY)


def test_how_many_stories_a_group_of_fewer_than_k_told_is_not_shown(db):
    assert released(db).outlook.slow == (
        SmallGroup("east", 2, few=False),
        SmallGroup("north", None, few=False),
        SmallGroup("west", None, few=True),
    )


def test_of_a_protected_collection_no_number_of_stories_a_week_is_shown(db):
    found = released(db, Policy.PROTECTED).outlook
    assert found.a_week is None and {one.a_week for one in found.slow} == {None}
    assert [one.few for one in found.slow] == [False, False, True]


@pytest.mark.parametrize(("a_week", "shown"), [(12.5, 12), (0.3, 1)])
def test_stories_a_week_are_rounded(db, a_week, shown):
    assert released(db, a_week=a_week).outlook.a_week == shown


def test_groups_without_enough_history_are_named_and_nothing_more(db):
    assert released(db).outlook.young == ("",)


def test_alerts_are_counted_by_signal_and_state_and_mere_counts_are_not(db):
    collection, _ = open_plot(db)
    for number, (signal, evidence) in enumerate([("temperature", 4.0), ("theme", 4.0), ("collection", 0.0)]):
        on = TODAY + timedelta(days=number)
        found = Finding(on, TODAY, Signal(signal), "mood", "up", "group", "east", 20, 1.0, 0.5, 1.5, evidence)
        add_alert(db, "plot", found, sentence="It moved.", exemplars=(), at=datetime(2026, 3, 2, tzinfo=UTC))
    known = get_released_promise(db, collection, TODAY).alerts
    assert known == {("temperature", AlertState.RAISED): 1, ("theme", AlertState.RAISED): 1}


def test_replays_come_by_kind(db):
    collection, _ = open_plot(db)
    keep_replays(db, "plot", FOUND, previous=None)
    assert get_released_promise(db, collection, TODAY).replays == {Kind.REDEALT: FOUND}


@pytest.mark.parametrize(("n", "days", "watched"), [(24, 60, False), (25, 60, True), (25, 20, False)])
def test_history_begins_with_25_stories_and_30_days(db, n, days, watched):
    collection, framework = open_plot(db)
    first = TODAY - timedelta(days=days)
    stories = [
        make_narrative(id=f"{number:032x}", told_on=first, source=Source("t", str(number), "x")) for number in range(n)
    ]
    import_narratives(db, collection, framework, stories, {})
    assert get_released_promise(db, collection, TODAY).has_history is watched
