from datetime import date

import pytest

from analysis.arrivals import COPIES, NEW_SITE, ONE_TELLER
from analysis.monitor import Monitor
from analysis.streams import plan_streams
from narratives.alert import Signal
from narratives.calendar import day_of
from narratives.collection import Policy
from tests.analysis.test_monitor import make_telling
from tests.builders import make_collection, make_framework


def monitor_of(**rules):
    collection = make_collection(**rules)
    return Monitor(collection, plan_streams(collection, make_framework()))


def facts(monitor, days, again=False):
    """(day, kind, group, n) of the facts that so many days of stories bring."""
    found = []
    for day, tellings in days:
        if again and monitor.day is not None:
            state, monitor = monitor.state(), Monitor(monitor.collection, monitor.plan)
            monitor.restore(state)
        found += [one for one in monitor.feed(day, tellings) if one.is_count]
    return found


def stories(n, group="east", **changes):
    return [make_telling(group=group, **changes) for _ in range(n)]


@pytest.mark.parametrize("again", [False, True])
def test_a_group_that_begins_late_is_a_new_site_once_it_has_told_ten_stories(again):
    days = [(day, stories(2) + stories(3, "west") * (day >= 40)) for day in range(60)]
    [found] = facts(monitor_of(), days, again)
    assert (found.signal, found.signifier, found.direction) == (Signal.COLLECTION, NEW_SITE, NEW_SITE)
    assert (found.group, found.raised_on, found.since) == ("west", day_of(43), day_of(40))
    assert (found.n, found.effect, found.evidence) == (12, 12.0, 0.0)


def test_groups_that_join_on_one_day_are_one_fact_of_the_collection():
    days = [(day, stories(2) + (stories(12, "west") + stories(11, "north")) * (day == 40)) for day in range(42)]
    [found] = facts(monitor_of(), days)
    assert (found.signifier, found.scope, found.group) == (NEW_SITE, "collection", "")
    assert (found.n, found.effect, found.raised_on) == (23, 2.0, day_of(40))


def test_the_groups_of_the_first_month_are_no_new_sites():
    days = [(day, stories(2) + stories(1, "west") * (day >= 29)) for day in range(60)]
    assert facts(monitor_of(), days) == []


def test_stories_without_a_group_are_no_site():
    days = [(day, stories(2) + stories(3, "") * (day >= 40)) for day in range(60)]
    assert facts(monitor_of(), days) == []


@pytest.mark.slow
@pytest.mark.parametrize("again", [False, True])
def test_five_copies_of_a_long_text_in_a_week_are_told_once_while_they_keep_coming(again):
    copy = make_telling(text_hash="c" * 64, is_long=True)
    days = [(day, [*stories(2), *([copy] * (day >= 20))]) for day in range(60)]
    [found] = facts(monitor_of(), days, again)
    assert (found.signifier, found.group, found.n, found.since) == (COPIES, "east", 5, day_of(20))
    assert found.raised_on == day_of(24)


def test_copies_that_come_slower_or_in_several_groups_or_are_short_are_no_news():
    copy = {"text_hash": "c" * 64, "is_long": True}
    slow = [(day, stories(2) + stories(1, **copy) * (day % 2 == 0)) for day in range(40)]
    spread = [(day, stories(2) + stories(1, ("east", "west")[day % 2], **copy)) for day in range(40)]
    short = [(day, stories(3, text_hash="c" * 64)) for day in range(40)]
    assert [facts(monitor_of(), days) for days in (slow, spread, short)] == [[], [], []]


def test_one_teller_who_tells_more_than_a_fifth_of_a_groups_stories_is_a_fact():
    days = [(day, [*stories(2), *stories(1, respondent="ann")]) for day in range(40)]
    [found] = facts(monitor_of(), days)
    assert (found.signifier, found.n, found.raised_on) == (ONE_TELLER, 10, day_of(9))
    assert found.effect == pytest.approx(1 / 3)
    fifth = [(day, [*stories(4), *stories(1, respondent="ann")]) for day in range(40)]
    assert facts(monitor_of(), fifth) == []


def test_of_a_protected_collection_it_is_never_said_that_one_person_tells_much():
    days = [(day, [*stories(2), *stories(1, respondent="ann")]) for day in range(40)]
    assert facts(monitor_of(policy=Policy.PROTECTED), days) == []


def test_nothing_is_said_of_a_group_with_fewer_than_k_stories():
    copies = stories(5, text_hash="c" * 64, is_long=True)
    [found] = facts(monitor_of(), [(0, copies), (1, copies)])
    assert (found.raised_on, found.n) == (date(1970, 1, 2), 10)


def test_how_far_a_group_has_come_is_known_and_nothing_of_one_that_told_nothing():
    monitor = monitor_of()
    facts(monitor, [(5, stories(2)), (7, stories(2, "west"))])
    standing = monitor.standing("west")
    assert (standing.first_day, standing.stories) == (7, 2)
    assert monitor.standing("north").stories == 0
