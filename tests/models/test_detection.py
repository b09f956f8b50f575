"""A small, seeded piece of benchmarks/detection.py: exact, so that a change of the engine shows."""

from dataclasses import replace

import pytest

from benchmarks.detection import detection, false_alarms
from benchmarks.simulator import Shift, World, simulate

SMALL = World(areas=6, days=150, half=70)
NUISANCES = World(areas=6, days=150, half=70, mix_reversed=True, mode_changes=True, rate_doubles=True)


def test_the_same_seed_gives_the_same_programme():
    first, second = simulate(SMALL, 3), simulate(SMALL, 3)
    assert first.triads.tobytes() == second.triads.tobytes()
    assert first.triads.tobytes() != simulate(SMALL, 4).triads.tobytes()


@pytest.mark.parametrize("world", [SMALL, NUISANCES], ids=["plain", "other people, modes and rates"])
def test_no_false_alarm_at_a_budget_of_one(world):
    alarms, years, _ = false_alarms(world, (1, 2), budget=1.0)
    assert alarms == 0 and years == pytest.approx(2 * 120 / 365.25)


def test_at_a_budget_of_ten_the_false_alarms_stay_within_it():
    alarms, years, kinds = false_alarms(SMALL, range(3), budget=10.0)
    assert alarms == sum(kinds.values()) == 2 and alarms / years < 10


@pytest.mark.parametrize(
    ("shift", "delay"),
    [
        (Shift("triad", 1.4, on=80), 4),
        (Shift("triad", 0.7, on=80), 18),
        (Shift("volume", 1.8, on=80), 17),
        (Shift("triad", 0.7, on=80, areas=(0, 3)), 5),
    ],
    ids=["area 1.4", "area 0.7", "volume", "region"],
)
def test_a_planted_shift_is_found_where_it_is_and_this_fast(shift, delay):
    found = detection(replace(SMALL, shift=shift), 5, budget=1.0)
    assert (found.delay, found.placed) == (delay, True)
