from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from analysis.alerting import explained, raise_alerts
from analysis.course import has_course, stand_of, window
from narratives.alert import Signal
from narratives.course import Recent
from store.alerts import list_alerts
from tests.analysis.test_explain import FINDING, SINCE, make_told
from tests.builders import TODAY

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MONTH = TODAY + timedelta(days=30)
FEWER = replace(FINDING, signal=Signal.COLLECTION, signifier="volume", direction="fewer", effect=0.25)


def nowhere(_tellings):
    return {}


def told(first, days, cross, *, a_day=2, stratum="digger", **changes):
    """Stories of so many days, that lie on both sides of a share of "cross"."""
    return [
        make_told(
            f"{stratum}{first + timedelta(days=day)}{number}",
            cross + (0.05 if number % 2 else -0.05),
            told_on=first + timedelta(days=day),
            stratum=stratum,
            **changes,
        )
        for day in range(days)
        for number in range(a_day)
    ]


def usual_then_moved(tell, *, before=0.2, since=0.6):
    tell(told(SINCE - timedelta(days=60), 60, before))
    tell(told(SINCE, 10, since))


def raised(db, plot, finding=FINDING):
    raise_alerts(db, *plot, explained(db, *plot, [finding], None), replayed_until=None, at=NOON)
    return list_alerts(db, "plot")[0]


def test_the_newest_four_weeks_are_compared_with_what_was_usual_before(db, plot, tell):
    usual_then_moved(tell)
    alert = raised(db, plot)
    tell(told(MONTH - timedelta(days=28), 28, 0.3))
    stand = stand_of(db, *plot, alert, nowhere, MONTH)
    assert stand.change == pytest.approx(40.0)
    assert stand.recent.change == pytest.approx(10.0)
    assert stand.recent.low < 10.0 < stand.recent.high < 15.0
    assert (stand.recent.n, stand.recent.on) == (56, MONTH - timedelta(days=1))
    assert stand.told == replace(stand.recent, change=10, low=round(stand.recent.low), high=round(stand.recent.high))


def test_what_was_told_before_an_alert_began_is_none_of_its_newest_stories():
    assert window(FINDING, TODAY) == (SINCE, TODAY)
    assert window(FINDING, MONTH) == (MONTH - timedelta(days=27), MONTH)


def test_that_others_answer_now_is_no_recovery(db, plot, tell):
    tell(told(SINCE - timedelta(days=60), 60, 0.2) + told(SINCE - timedelta(days=60), 60, 0.1, stratum="picker"))
    tell(told(SINCE, 10, 0.6) + told(SINCE, 10, 0.5, stratum="picker"))
    alert = raised(db, plot)
    tell(told(MONTH - timedelta(days=28), 28, 0.5, stratum="picker") + told(MONTH - timedelta(days=2), 1, 0.6))
    stand = stand_of(db, *plot, alert, nowhere, MONTH)
    assert stand.recent.change == pytest.approx(stand.change) == pytest.approx(40.0)


def test_a_shift_of_who_answers_is_followed_whole(db, plot, tell):
    tell(told(SINCE - timedelta(days=60), 60, 0.2))
    tell(told(SINCE, 10, 0.6, stratum="picker"))
    alert = raised(db, plot)
    tell(told(MONTH - timedelta(days=28), 28, 0.6, stratum="picker"))
    stand = stand_of(db, *plot, alert, nowhere, MONTH)
    assert stand.recent.change == pytest.approx(stand.change) == pytest.approx(40.0)


def test_nobody_since_is_no_number(db, plot, tell):
    usual_then_moved(tell)
    stand = stand_of(db, *plot, raised(db, plot), nowhere, MONTH + timedelta(days=60))
    assert (stand.recent, stand.told, stand.change) == (None, None, pytest.approx(40.0))


def test_a_change_that_is_not_found_again_is_not_followed(db, plot, tell):
    usual_then_moved(tell)
    alert = raised(db, plot)
    wrong = replace(alert, finding=replace(alert.finding, change=90.0))
    assert stand_of(db, *plot, wrong, nowhere, MONTH) is None


@pytest.mark.parametrize(
    ("finding", "has_one"),
    [
        (replace(FINDING, change=14.0), True),
        (FINDING, False),
        (FEWER, True),
        (replace(FEWER, signifier="copies", direction="copies", evidence=0.0), False),
    ],
    ids=["measured", "not measured", "volume", "a count"],
)
def test_only_what_was_measured_has_a_usual_to_go_back_to(finding, has_one):
    assert has_course(finding) is has_one


def test_how_many_tell_is_followed_as_a_ratio(db, plot, tell):
    tell(told(SINCE - timedelta(days=84), 84, 0.2, a_day=4))
    tell(told(SINCE, 11, 0.2, a_day=1))
    alert = raised(db, plot, FEWER)
    tell(told(MONTH - timedelta(days=28), 28, 0.2, a_day=3))
    stand = stand_of(db, *plot, alert, nowhere, MONTH)
    assert stand.is_ratio and stand.change == pytest.approx(-1.3, abs=0.1)
    assert stand.told == Recent(0.8, 0.6, 1.0, 84, MONTH - timedelta(days=1))


def test_silence_is_told_by_how_few_came(db, plot, tell):
    tell(told(SINCE - timedelta(days=84), 84, 0.2, a_day=4))
    tell(told(SINCE, 11, 0.2, a_day=1))
    stand = stand_of(db, *plot, raised(db, plot, FEWER), nowhere, MONTH + timedelta(days=60))
    assert stand.recent.n == 0 and stand.recent.change < -5


def test_of_a_handful_of_usual_stories_no_ratio_is_taken(db, plot, tell):
    tell([make_told(f"s{n}", 0.2, told_on=SINCE - timedelta(days=9 * n + 1)) for n in range(9)])
    alert = raised(db, plot, replace(FEWER, raised_on=date(2026, 2, 21)))
    assert stand_of(db, *plot, alert, nowhere, TODAY) is None
