"""From when on the time before a probe is taken."""

from dataclasses import replace
from datetime import timedelta

import pytest

from narratives.alert import Signal
from narratives.movement import HOT_SCORE
from narratives.probe_baseline import before_from
from tests.builders import make_collection
from tests.probes import STARTS, make_probe
from tests.web.explore.telling import make_finding

COLLECTION, PROBE = make_collection(), make_probe()
SHIFT = make_finding(direction="anchor:cross", since=STARTS - timedelta(days=40), raised_on=STARTS - timedelta(days=20))


def test_a_shift_of_what_is_aimed_at_begins_the_time_before():
    assert before_from(PROBE, COLLECTION, [SHIFT]) == SHIFT.since


def test_the_newest_of_several_counts():
    older = replace(SHIFT, since=STARTS - timedelta(days=200))
    assert before_from(PROBE, COLLECTION, [SHIFT, older]) == SHIFT.since


@pytest.mark.parametrize(
    "changes",
    [
        {"group": "west"},
        {"signal": Signal.THEME, "direction": "topic:3", "signifier": "theme"},
        {"signifier": "say", "direction": "anchor:all"},
        {"since": STARTS - timedelta(days=366)},
        {"since": STARTS},
    ],
)
def test_a_shift_elsewhere_of_something_else_or_of_another_time_does_not(changes):
    assert before_from(PROBE, COLLECTION, [replace(SHIFT, **changes)]) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"signifier": HOT_SCORE, "direction": "hotter"},
        {"scope": "parent", "group": "all"},
        {"scope": "collection", "group": ""},
    ],
)
def test_the_hot_score_and_the_units_around_a_group_count_too(changes):
    assert before_from(PROBE, COLLECTION, [replace(SHIFT, **changes)]) == SHIFT.since
