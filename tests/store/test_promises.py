from dataclasses import replace
from datetime import date, timedelta

import pytest

from narratives.calendar import day_number
from narratives.narrative import Source
from narratives.promise import TOTAL, Delay, GroupPace, Kind, Outlook, Rate, Replays
from store.narratives import import_narratives
from store.promises import GroupCount, KeptOutlook, count_groups, get_outlook, get_replays, keep_outlook, keep_replays
from tests.builders import TODAY, make_narrative, open_plot

FOUND = Replays(
    kind=Kind.REDEALT,
    engine="engine",
    replays=1,
    wanted=40,
    years=0.9,
    stories=300,
    rates={TOTAL: Rate(1, 1.1, 0.03, 6.2), "theme": Rate(1, 1.1, 0.03, 6.2)},
    begun_on=TODAY,
    done_on=TODAY,
)
OUTLOOK = Outlook(
    question="temperature",
    a_week=12.5,
    groups=2,
    whole=(Delay(0.2, 8, None, None, None, 1.0), Delay(1.4, 8, 2, 3, 9, 0.0)),
    group=(Delay(1.4, 8, 4, 7, None, 0.2),),
    least_whole=1.4,
    least_group=None,
    least_pace=3.0,
    slow=(GroupPace("west", 30, 2.0),),
    young=(GroupPace("", 4, 0.5),),
)


@pytest.fixture(autouse=True)
def plot(db):
    return open_plot(db)


def test_replays_come_back_as_they_were_kept_each_kind_apart(db):
    assert get_replays(db, "plot", Kind.REDEALT) is None
    assert keep_replays(db, "plot", FOUND, previous=None)
    assert get_replays(db, "plot", Kind.REDEALT) == FOUND
    assert get_replays(db, "plot", Kind.RETOLD) is None


def test_what_another_worker_counted_meanwhile_is_not_lost(db):
    second, late = replace(FOUND, replays=2, years=1.8), replace(FOUND, replays=2, years=7.0)
    keep_replays(db, "plot", FOUND, previous=None)
    assert keep_replays(db, "plot", second, previous=FOUND)
    assert not keep_replays(db, "plot", late, previous=FOUND)
    assert get_replays(db, "plot", Kind.REDEALT) == second


def test_the_newest_outlook_takes_the_place_of_the_one_before(db):
    assert get_outlook(db, "plot") is None
    keep_outlook(db, "plot", KeptOutlook("old", TODAY, OUTLOOK))
    newer = KeptOutlook("new", TODAY + timedelta(days=28), replace(OUTLOOK, groups=3))
    keep_outlook(db, "plot", newer)
    assert get_outlook(db, "plot") == newer


def test_groups_are_counted_with_their_first_day_and_what_came_of_late(db, plot):
    days = {"east": (0, 5, 9), "west": (8,), "late": (20,)}
    stories = [
        make_narrative(id=f"{n:032x}", group=group, told_on=date(2026, 1, 1) + timedelta(days=day), source=source(n))
        for n, (group, day) in enumerate((group, day) for group, told in days.items() for day in told)
    ]
    import_narratives(db, *plot, stories, {})
    first = day_number(date(2026, 1, 1))
    assert count_groups(db, "plot", first + 5, first + 10) == [
        GroupCount("east", 3, first, 2),
        GroupCount("west", 1, first + 8, 1),
    ]


def source(number: int) -> Source:
    return Source("test", str(number), str(number))
