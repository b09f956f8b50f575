"""What the benchmark counts as a false alarm, a delay and a rightly placed alarm."""

import numpy as np
import pytest

from benchmarks import detection as bench
from benchmarks.detection import Delays, Detection, FalseAlarms, delays, false_alarms
from benchmarks.simulator import FIRST_DAY, Shift, World
from models.findings import Finding


def _finding(day, signifier="triad0", stream="triad0:top", direction="up", scope="group", unit=0, since=0):
    on, began = FIRST_DAY + day, FIRST_DAY + (since or day)
    return Finding(on, began, "temperature", signifier, stream, direction, None, scope, unit, 9, 9, 1.0, 0.5, 1.5, 3.0)


def _say(monkeypatch, *findings):
    monkeypatch.setattr(bench, "watch", lambda programme, budget, watched: list(findings))


def test_the_upper_bound_of_no_alarm_is_three_over_the_years():
    assert FalseAlarms(0, 10.0, {}).upper == pytest.approx(0.2996, abs=1e-3)


@pytest.mark.parametrize(
    ("nuisance", "signifier", "day", "alarms"),
    [
        ({}, "volume", 50, 1),
        ({"rate_doubles": True}, "volume", 50, 0),
        ({"rate_doubles": True}, "volume", 35, 1),
        ({"mix_reversed": True}, "stratum", 50, 0),
        ({"mode_changes": True}, "mode", 50, 0),
        ({"mode_changes": True}, "triad0", 50, 1),
    ],
)
def test_an_alarm_that_says_what_did_change_is_not_false(monkeypatch, nuisance, signifier, day, alarms):
    _say(monkeypatch, _finding(day, signifier, signifier))
    run = false_alarms(World(areas=2, regions=1, days=60, half=40, **nuisance), [1], 1.0)
    assert run.alarms == alarms and run.years == pytest.approx(30 / 365.25)


def test_the_delay_is_that_of_the_first_alarm_about_what_moved_and_the_first_alarm_is_judged(monkeypatch):
    world = World(areas=2, regions=1, days=60, shift=Shift("triad", 1.4, on=40))
    _say(monkeypatch, _finding(35), _finding(41, unit=1), _finding(42, "triad1", "triad1:top"), _finding(44, since=43))
    run = bench.detection(world, 1)
    assert run.delay == 5 and run.scope and not run.signifier and not run.placed and run.onset_error == 2


def test_what_is_found_after_the_horizon_is_missed(monkeypatch):
    _say(monkeypatch, _finding(40 + 150))
    assert bench.detection(World(areas=2, days=200, shift=Shift("triad", 1.4, on=40)), 1).delay is None


def test_what_is_missed_counts_as_never():
    run = Delays((Detection(3, True, True, True, -1), Detection(None), Detection(None)))
    assert np.isinf(run.median) and run.missed == pytest.approx(2 / 3)
    assert run.share("placed") == 1.0 and run.onset_error == 1.0


def test_a_large_shift_is_found_by_the_monitor_itself():
    world = World(areas=2, regions=1, rate=10, days=60, shift=Shift("dyad", 3.0, on=40))
    run = delays(world, [1], budget=10.0, watched=("answers",))
    assert run.runs[0].delay is not None and run.runs[0].delay <= 5 and run.share("scope") == 1.0
