from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from analysis.alerting import raise_alerts
from analysis.shifts import into_shifts
from narratives.alert import Signal
from store.alerts import list_alerts
from tests.analysis.test_explain import FINDING, SINCE
from tests.builders import TODAY

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOT = replace(FINDING, signifier="hot-score", direction="hotter", evidence=20.0)
SAY = replace(FINDING, signifier="say", direction="anchor:none", raised_on=TODAY + timedelta(days=1))
WEST = replace(FINDING, group="west")
WHOLE = replace(FINDING, scope="collection", group="", raised_on=TODAY + timedelta(days=2))
THEME = replace(FINDING, signal=Signal.THEME, signifier="theme", direction="topic:2")
COPIES = replace(FINDING, signal=Signal.COLLECTION, signifier="copies", direction="copies", evidence=0.0)
LATER = replace(SAY, raised_on=TODAY + timedelta(days=40), since=SINCE + timedelta(days=40))


def told(alert):
    """All findings of an alert and of its members, each once."""
    return {alert.finding, *(sign.finding for sign in alert.signs)}.union(*map(told, alert.members))


@pytest.mark.parametrize(
    ("found", "shifts"),
    [
        ([HOT, FINDING, SAY], [[HOT, FINDING, SAY]]),
        ([HOT, WEST, FINDING, SAY], [[HOT, FINDING, SAY, WEST]]),
        ([HOT, THEME], [[HOT], [THEME]]),
        ([THEME, COPIES], [[COPIES, THEME]]),
        ([HOT, WEST, WHOLE], [[WHOLE, HOT, WEST]]),
        ([HOT, LATER], [[HOT], [LATER]]),
    ],
    ids=["signs", "another group", "another signal", "explained", "the whole collection", "another time"],
)
def test_a_backtest_comes_to_the_alerts_that_would_have_been_raised(db, plot, found, shifts):
    assert into_shifts(found, *plot) == shifts
    raise_alerts(db, *plot, found, replayed_until=None, at=NOON)
    assert {frozenset(told(alert)) for alert in list_alerts(db, "plot")} == {frozenset(shift) for shift in shifts}
