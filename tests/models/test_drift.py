import io

import numpy as np
import pytest

from models.batch import Batch
from models.drift import DriftMonitor
from models.streams import choice_stream, hot_stream, pocket_stream, theme_stream
from tests.models.calm import FIRST, monitor, run, stories

OUTSIDE = {"hotter": (0,), "amount": 1.2}


@pytest.mark.parametrize("seed", range(3))
def test_a_calm_programme_raises_nothing(seed):
    assert run(monitor(), 150, seed=seed) == []


def test_a_shift_in_one_group_is_found_there_with_its_onset_direction_and_size():
    found = run(monitor(), 100, on=60, **OUTSIDE)
    assert [(f.signifier, f.scope, f.unit, f.direction) for f in found] == [("safe", "group", 0, "up")]
    finding = found[0]
    assert finding.signal == "temperature" and finding.stream == "safe" and finding.level is None
    raised, since = finding.raised_on - FIRST, finding.since - FIRST
    assert 60 <= raised <= 66 and 58 <= since <= raised
    assert finding.n == 4 * (raised - since + 1) and finding.n_before == 4 * since
    assert finding.effect_low < 1.2 < finding.effect_high and finding.evidence > 1


@pytest.mark.parametrize("seed", range(3))
def test_a_shift_in_one_group_is_said_once_and_of_no_region_or_whole(seed):
    found = run(monitor(6, [0, 0, 0, 1, 1, 1]), 100, seed=seed, on=60, groups=6, **OUTSIDE)
    assert [(f.signifier, f.scope, f.unit, f.direction) for f in found] == [("safe", "group", 0, "up")]


def test_a_shift_of_everybody_is_the_collections_and_not_each_groups():
    found = run(monitor(), 100, on=60, hotter=(0, 1, 2), amount=0.8)
    assert [(f.signifier, f.scope, f.unit) for f in found] == [("safe", "collection", 0)]


def test_a_shift_of_a_region_is_the_regions():
    found = run(monitor(6, [0, 0, 0, 1, 1, 1]), 100, on=60, groups=6, hotter=(3, 4, 5), amount=0.8)
    assert [(f.scope, f.unit) for f in found if f.signifier == "safe"] == [("parent", 1)]


@pytest.mark.parametrize(("wide", "direction"), [(2.5, "up"), (0.2, "down")])
def test_answers_that_go_to_the_ends_or_to_the_middle_are_found_as_such(wide, direction):
    found = run(monitor(), 120, on=60, hotter=(0,), wide=wide)
    said = [(f.stream, f.direction, f.scope, f.unit) for f in found]
    assert said == [("safe:extremes", direction, "group", 0)]


@pytest.mark.parametrize(("wide", "direction"), [(2.0, "wider"), (0.3, "narrower")])
def test_scores_that_lie_further_from_or_nearer_to_the_usual_are_wider_or_narrower(wide, direction):
    chance, watch, found = np.random.default_rng(0), DriftMonitor([hot_stream()], [-1, -1], 1, 1, volume=False), []
    for day in range(95):
        group = np.repeat([0, 1], 5)
        spread = np.where((group == 1) & (day >= 70), wide, 1.0)
        score = np.clip(np.floor(8 + 2 * spread * chance.normal(size=10)), 0, 15).astype(int)
        found += watch.update(FIRST + day, Batch(group, group * 0, group * 0, score[:, None]))
    assert [(f.signifier, f.unit, f.direction, f.level) for f in found] == [("temperature", 1, direction, None)]
    assert FIRST + 60 <= found[0].since <= found[0].raised_on <= FIRST + 90


def test_after_an_alarm_the_new_level_becomes_usual_and_its_end_is_news():
    watch = monitor()
    assert len(run(watch, 160, on=60, **OUTSIDE)) == 1
    chance = np.random.default_rng(5)
    found = [f for day in range(160, 200) for f in watch.update(FIRST + day, stories(chance, np.repeat([0, 1, 2], 4)))]
    assert [(f.signifier, f.unit, f.direction) for f in found] == [("safe", 0, "down")]


def test_a_new_theme_raises_the_theme_signal_and_names_the_topic():
    chance, found = np.random.default_rng(1), []
    watch = DriftMonitor([theme_stream(5)], [-1, -1], 1, 1)
    for day in range(110):
        group = np.repeat([0, 1], 6)
        topic = np.where((day >= 70) & (group == 1) & (chance.random(12) < 0.5), 4, chance.integers(0, 4, 12))
        found += watch.update(FIRST + day, Batch(group, group * 0, group * 0, topic[:, None]))
    assert [(f.signal, f.signifier, f.unit, f.level, f.direction) for f in found] == [("theme", "theme", 1, 4, "up")]


def test_a_pocket_of_two_zones_is_found_and_named_by_its_level_though_neither_zone_is_more_frequent():
    one, other = choice_stream("one", 3), choice_stream("other", 3)
    chance, found = np.random.default_rng(2), []
    watch = DriftMonitor([one, other, pocket_stream(one, other)], [-1, -1], 1, 1, volume=False)
    apart = np.full((3, 3), 1 / 9)
    together = apart + 0.2 * np.outer([-0.5, -0.5, 1], [-0.5, 1, -0.5])
    np.testing.assert_allclose([together.sum(axis=0), together.sum(axis=1)], 1 / 3)
    for day in range(130):
        group = np.repeat([0, 1], 6)
        laws = [together if day >= 70 and g == 1 else apart for g in group]
        both = np.array([chance.choice(9, p=law.ravel()) for law in laws])
        bins = np.column_stack(np.divmod(both, 3))
        found += watch.update(FIRST + day, Batch(group, group * 0, group * 0, bins))
    assert [(f.signifier, f.stream, f.scope, f.unit, f.direction) for f in found] == [
        ("pockets", "one&other", "group", 1, "up")
    ]
    assert found[0].level == 2 * 3 + 1


def test_silence_of_a_group_is_found_as_less_volume():
    chance, watch, found = np.random.default_rng(2), monitor(), []
    for day in range(110):
        batch = stories(chance, np.repeat([0, 1, 2], 4))
        found += watch.update(FIRST + day, batch.chosen((batch.group != 2) | (day < 70)))
    volume = [f for f in found if f.signifier == "volume"]
    assert [(f.signal, f.stream, f.scope, f.unit, f.direction) for f in volume] == [
        ("collection", "volume", "group", 2, "down")
    ]
    assert volume[0].since - FIRST == 70 and volume[0].effect < 0
    assert {f.signifier for f in found} == {"volume"}


def test_days_without_stories_may_be_left_out():
    spoken, skipped = monitor(), monitor()
    run(spoken, 60)
    run(skipped, 60)
    chance = np.random.default_rng(9)
    for day in range(60, 70):
        spoken.update(FIRST + day, Batch.empty(3))
    batch = stories(chance, np.repeat([0, 1, 2], 4))
    assert spoken.update(FIRST + 70, batch) == [
        f for f in skipped.update(FIRST + 70, batch) if f.raised_on == FIRST + 70
    ]
    for name, array in spoken.state().items():
        np.testing.assert_array_equal(array, skipped.state()[name], err_msg=name)


def test_a_group_is_not_watched_before_it_has_stories_and_days_behind_it():
    assert run(monitor(), 29, on=10, hotter=(0,), amount=3.0) == []


def test_unanswered_questions_are_neither_evidence_nor_learnt():
    watch = monitor()
    batch = stories(np.random.default_rng(0), np.repeat([0, 1, 2], 4))
    watch.update(FIRST, Batch(batch.group, batch.stratum, batch.mode, np.full_like(batch.bins, -1)))
    assert not watch.state()["learner.tables.marginal"].any()
    assert not watch.state()["group.bank.evidence"].any()


def test_the_same_stories_give_the_same_findings_and_the_same_state():
    one, other = monitor(), monitor()
    assert run(one, 90, on=60, **OUTSIDE) == run(other, 90, on=60, **OUTSIDE) != []
    for name, array in one.state().items():
        np.testing.assert_array_equal(array, other.state()[name], err_msg=name)


def test_a_restored_monitor_continues_bit_by_bit():
    whole, parts = monitor(6, [0, 0, 0, 1, 1, 1]), monitor(6, [0, 0, 0, 1, 1, 1])
    expected = run(whole, 100, on=60, groups=6, **OUTSIDE)
    found, begun = [], 0
    for stop in (3, 40, 63, 70, 100):
        found += run(parts, stop, first=begun, on=60, groups=6, **OUTSIDE)
        file, begun = io.BytesIO(), stop
        np.savez(file, **parts.state())
        file.seek(0)
        parts = monitor(6, [0, 0, 0, 1, 1, 1])
        with np.load(file, allow_pickle=False) as arrays:
            parts.restore(dict(arrays))
    assert found == expected != []
    for name, array in whole.state().items():
        np.testing.assert_array_equal(array, parts.state()[name], err_msg=name)


def test_a_stored_state_does_not_change_while_the_monitor_goes_on():
    watch = monitor()
    run(watch, 50)
    state = watch.state()
    before = {name: array.copy() for name, array in state.items()}
    run(watch, 60, first=50)
    for name, array in state.items():
        np.testing.assert_array_equal(array, before[name], err_msg=name)


def test_the_state_of_another_monitor_is_refused():
    with pytest.raises(ValueError, match="other streams, groups, strata or modes: start afresh"):
        monitor(3).restore(monitor(4).state())


def test_groups_declared_later_change_nothing_for_those_already_there():
    early, late = monitor(3), monitor(2)
    chance = np.random.default_rng(4)
    for day in range(60):
        batch = stories(chance, np.repeat([0, 1], 4))
        early.update(FIRST + day, batch)
        late.update(FIRST + day, batch)
    late.extend([-1, -1, -1], 1, 1)
    for day in range(60, 80):
        batch = stories(chance, np.repeat([0, 1, 2], 4))
        assert early.update(FIRST + day, batch) == late.update(FIRST + day, batch)
    for name, array in early.state().items():
        np.testing.assert_array_equal(array, late.state()[name], err_msg=name)


def test_a_stratum_a_way_and_a_region_declared_later_are_watched_like_any_other():
    chance, watch, found = np.random.default_rng(6), monitor(2, volume=False), []
    for day in range(60):
        found += watch.update(FIRST + day, stories(chance, np.repeat([0, 1], 4)))
    watch.extend([-1, -1, 0, 0], 2, 2)
    for day in range(60, 190):
        group = np.repeat([0, 1, 2, 3], 4)
        moved = {"hotter": (2, 3), "amount": 1.0} if day >= 150 else {}
        batch = stories(chance, group, stratum=(group >= 2) * 1, mode=chance.integers(0, 2, 16), **moved)
        found += watch.update(FIRST + day, batch)
    assert [(f.signifier, f.scope, f.unit) for f in found] == [("safe", "parent", 0)]
    assert FIRST + 150 <= found[0].raised_on <= FIRST + 160


def test_groups_cannot_be_taken_away_or_moved():
    with pytest.raises(ValueError, match="can only be added"):
        monitor(3).extend([-1, -1], 1, 1)
    with pytest.raises(ValueError, match="another parent: start a new monitor"):
        monitor(3).extend([0, -1, -1], 1, 1)


@pytest.mark.parametrize("day", [FIRST, FIRST - 1])
def test_a_clock_that_stands_or_jumps_back_is_refused(day):
    watch = monitor()
    watch.update(FIRST, Batch.empty(3))
    with pytest.raises(ValueError, match=f"day {day} comes after day {FIRST} was closed: give the days in rising"):
        watch.update(day, Batch.empty(3))


def test_a_date_far_in_the_future_is_refused_rather_than_walked_to():
    watch = monitor()
    watch.update(FIRST, Batch.empty(3))
    with pytest.raises(ValueError, match="more than ten years after .* check the date"):
        watch.update(FIRST + 100_000, Batch.empty(3))


def test_codes_and_bins_that_were_not_declared_are_refused():
    one, zero = np.array([1]), np.array([0])
    watch = monitor(1)
    with pytest.raises(ValueError, match="group codes must be 1 numbers from 0 to 0: declare new ones with extend"):
        watch.update(FIRST, Batch(one, zero, zero, np.array([[0, 0, 0]])))
    with pytest.raises(ValueError, match="outside its stream's levels"):
        watch.update(FIRST, Batch(zero, zero, zero, np.array([[0, 0, 3]])))
    with pytest.raises(ValueError, match="bins must be whole numbers, with -1 for not answered"):
        watch.update(FIRST, Batch(zero, zero, zero, np.array([[0.0, 0.0, np.nan]])))
    with pytest.raises(ValueError, match=r"bins have shape \(1, 1\) and need \(1, 3\)"):
        watch.update(FIRST, Batch(zero, zero, zero, np.array([[0]])))
    with pytest.raises(ValueError, match="weight must be 1 numbers from 0 to 1"):
        watch.update(FIRST, Batch(zero, zero, zero, np.array([[0, 0, 0]]), one * 1.5))
    assert watch.update(FIRST, Batch.empty(3)) == []


def test_a_monitor_needs_streams_and_a_budget():
    with pytest.raises(ValueError, match="no stream to watch"):
        DriftMonitor([], [-1], 1, 1)
    with pytest.raises(ValueError, match="must be above 0"):
        DriftMonitor([hot_stream()], [-1], 1, 1, budget=0)
