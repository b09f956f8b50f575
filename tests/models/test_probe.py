import numpy as np
import pytest

from models.probe import ProbeTest, Verdict

BEFORE, AFTER, RATE = 70, 60, 4


def make_world(seed, effect=0.0, groups=4, weekly=0.0, before=BEFORE, after=AFTER, mix_after=0.3, spread=0.2):
    """`RATE` stories a day and group; the first group is probed from day `before` on."""
    chance = np.random.default_rng(seed)
    day = np.repeat(np.arange(before + after), groups * RATE)
    group = np.tile(np.repeat(np.arange(groups), RATE), before + after)
    cell = (chance.random(len(day)) < np.where(day < before, 0.3, mix_after)).astype(int)
    week = chance.normal(0, weekly, (groups, (before + after) // 7 + 1))[group, day // 7]
    noise = chance.uniform(-1, 1, len(day)) * spread * np.sqrt(3)
    moved = effect * ((group == 0) & (day >= before))
    return np.clip(0.4 + 0.02 * group + 0.15 * cell + week + noise + moved, -0.2, 1.2), day, group, cell


def make_test(world, before=BEFORE, groups=(0,), **rules):
    """The test fitted to the time before, and the stories since."""
    earlier = world[1] < before
    test = ProbeTest(bounds=(-0.2, 1.2), **rules).fit(*(one[earlier] for one in world), probe_groups=groups)
    return test, [one[~earlier] for one in world]


def read(world, **rules):
    test, since = make_test(world, **rules)
    return test.read(*since)


def test_a_probe_that_works_is_said_to_have_moved_the_hoped_for_way():
    reading = read(make_world(0, effect=0.15))
    assert reading.verdict == "moved the hoped-for way"
    assert reading.low < 0.15 < reading.high
    assert (reading.n_after, reading.n_after_beside) == (AFTER * RATE, 3 * AFTER * RATE)


def test_the_same_move_is_the_other_way_where_a_fall_was_hoped_for():
    assert read(make_world(0, effect=0.15), hoped=-1).verdict == "moved the other way"


def test_what_moves_everywhere_is_not_the_probes():
    value, day, *rest = make_world(1)
    reading = read((value + 0.12 * (day >= BEFORE), day, *rest))
    assert reading.verdict == "not distinguishable from scatter yet"
    assert reading.change == pytest.approx(0.12, abs=0.05) and reading.change_beside == pytest.approx(0.12, abs=0.05)


def test_without_a_comparison_group_it_is_read_and_says_so():
    world = make_world(1, groups=1)
    reading = read((world[0] + 0.2 * (world[1] >= BEFORE), *world[1:]))
    assert reading.verdict is Verdict.HOPED and not reading.is_compared
    assert np.isnan(reading.change_beside) and reading.n_before_beside == 0


def test_another_mix_of_people_is_no_effect():
    reading = read(make_world(2, mix_after=0.8))
    assert reading.verdict is Verdict.SCATTER
    assert abs(reading.change) < 0.06


def test_people_who_told_nothing_before_are_left_out_and_counted():
    value, day, group, cell = make_world(3)
    new = (day >= BEFORE) & (group == 0) & (np.arange(len(day)) % 4 == 0)
    reading = read((np.where(new, 1.2, value), day, group, np.where(new, 5, cell)))
    assert reading.left_out == new.sum() and reading.verdict is Verdict.SCATTER


def test_with_few_stories_nothing_is_said():
    test, since = make_test(make_world(4, effect=0.5))
    reading = test.read(*(one[:64] for one in since))
    assert reading.n_after == 16
    assert reading.verdict == "not enough stories"
    assert np.isnan(reading.effect) and np.isinf(reading.high)


def test_before_the_first_story_since_it_says_that_there_are_too_few():
    test, _ = make_test(make_world(4))
    assert test.read([], [], []).verdict is Verdict.FEW


def test_many_stories_of_one_teller_move_nothing():
    value, day, group, cell = make_world(5)
    mine = (group == 0) & (day >= BEFORE) & (np.arange(len(day)) % 2 == 0)
    loud = np.where(mine, 1.0, value)
    teller = np.where(mine, 7, -1)
    earlier = day < BEFORE
    test = ProbeTest(bounds=(-0.2, 1.2)).fit(
        loud[earlier], day[earlier], group[earlier], cell[earlier], probe_groups=[0]
    )
    since = [one[~earlier] for one in (loud, day, group, cell, teller)]
    assert test.read(*since).verdict is Verdict.SCATTER
    assert test.read(*since[:4]).verdict is Verdict.HOPED


def test_weeks_with_moods_of_their_own_make_it_less_sure():
    calm, moody = read(make_world(6)), read(make_world(6, weekly=0.1))
    assert moody.high - moody.low > 1.5 * (calm.high - calm.low)
    assert moody.design_effect > 3 > calm.design_effect


def test_the_time_before_bounds_what_can_ever_be_known():
    long, short = (make_world(7, before=days, after=140) for days in (140, 21))
    widths = []
    for world, before in ((long, 140), (short, 21)):
        test, since = make_test(world, before=before)
        reading = test.read(*since)
        widths.append(reading.high - reading.low)
    assert widths[1] > 1.5 * widths[0]


def test_looked_at_every_day_it_leaves_out_the_truth_less_often_than_it_says():
    outside = []
    for seed in range(24):
        test, since = make_test(make_world(seed, weekly=0.03 * (seed % 2)))
        outside.append(any(not one.low <= 0 <= one.high for _, one in test.follow(*since)))
    assert np.mean(outside) <= 0.05  # at most one of the 24


def test_a_shift_worth_knowing_is_found_on_the_way():
    days = []
    for seed in range(12):
        test, since = make_test(make_world(seed, effect=0.12))
        days.append(next((day for day, one in test.follow(*since) if one.verdict is Verdict.HOPED), np.inf))
    assert np.mean(np.isfinite(days)) >= 0.9 and np.median(days) < BEFORE + 45


def test_every_day_that_was_told_on_has_the_reading_that_it_would_have_had():
    test, since = make_test(make_world(8))
    path = test.follow(*since)
    assert [day for day, _ in path] == list(range(BEFORE, BEFORE + AFTER))
    until = since[1] <= BEFORE + 30
    assert path[30][1] == test.read(*(one[until] for one in since))


def test_the_stories_that_are_said_to_be_needed_are_about_enough():
    test, _ = make_test(make_world(9))
    needed = test.stories_needed(0.12)
    assert test.stories_needed(0.2) < needed
    found = []
    for seed in range(20):
        one, since = make_test(make_world(100 + seed, effect=0.12, after=-(-needed // RATE)))
        found.append(any(reading.verdict is Verdict.HOPED for _, reading in one.follow(*since)))
    assert np.mean(found) >= 0.6


def test_a_change_that_the_time_before_can_never_show_needs_no_number_of_stories():
    test, _ = make_test(make_world(9))
    assert test.stories_needed(0.01) is None


def test_outcomes_that_were_not_given_are_left_out():
    value, *rest = make_world(10)
    reading = read((np.where(np.arange(len(value)) % 2 == 0, np.nan, value), *rest))
    assert reading.n_after == AFTER * RATE // 2 and np.isfinite(reading.effect)


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        (([0.5, 1.5], [0, 1], [0, 0]), "an outcome lies outside 0 to 1: give its bounds or mend it"),
        (([0.5, np.inf], [0, 1], [0, 0]), "an outcome lies outside 0 to 1"),
        (([0.5, 0.5], [0], [0, 0]), "must be lists of the same length"),
        (([0.5, 0.5], [0, 1], [0, -1]), "group and cell codes start at 0"),
    ],
)
def test_what_cannot_be_stories_is_refused(rows, fault):
    with pytest.raises(ValueError, match=fault):
        ProbeTest().fit(*rows, probe_groups=[0])


def test_a_probe_without_a_group_or_a_direction_is_refused():
    with pytest.raises(ValueError, match="no group is named in which the probe runs"):
        ProbeTest().fit([0.5], [0], [0], probe_groups=[])
    with pytest.raises(ValueError, match="size a positive change"):
        ProbeTest(size=0).fit([0.5], [0], [0], probe_groups=[0])
