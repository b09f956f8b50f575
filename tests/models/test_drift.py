import io

import numpy as np
import pytest

from models.batch import Batch
from models.drift import DriftMonitor
from models.streams import choice_stream, dyad_stream, hot_stream, theme_stream

FIRST = 738_156  # a Monday


def answers(chance, groups, n, *, hotter=(), amount=0.0):
    group = np.repeat(np.arange(groups), n)
    latent = chance.normal(0, 1, len(group)) + amount * np.isin(group, hotter)
    dyad = np.clip(np.floor(latent * 2 + 6), 0, 11).astype(int)
    choice = chance.integers(0, 3, len(group))
    none = np.zeros(len(group), dtype=int)
    return Batch(group, none, none, np.column_stack([dyad, choice]))


def monitor(groups=3, parents=None, **settings):
    streams = [dyad_stream("safe"), choice_stream("about", 3)]
    return DriftMonitor(streams, parents or [-1] * groups, 1, 1, **settings)


def run(watch, days, *, seed=0, shift_on=None, hotter=(0,), amount=1.2, groups=3, n=4, first=0):
    chance = np.random.default_rng(seed)
    found = []
    for day in range(days):
        moved = shift_on is not None and day >= shift_on
        batch = answers(chance, groups, n, hotter=hotter if moved else (), amount=amount)
        if day >= first:
            found += watch.update(FIRST + day, batch)
    return found


def test_a_calm_programme_raises_nothing():
    assert run(monitor(), 150) == []


def test_a_shift_in_one_group_is_found_there_with_its_onset_direction_and_size():
    found = run(monitor(), 100, shift_on=60)
    assert [(f.signifier, f.scope, f.unit, f.direction) for f in found] == [("safe", "group", 0, "up")]
    finding = found[0]
    assert finding.signal == "temperature" and finding.stream == "safe" and finding.level is None
    assert (finding.raised_on - FIRST, finding.since - FIRST) == (63, 61)
    assert finding.n == 12 and finding.n_before == 244
    assert finding.effect_low < 1.0 < finding.effect_high and finding.evidence > 1


def test_a_shift_of_everybody_is_the_collections_and_not_each_groups():
    found = run(monitor(), 100, shift_on=60, hotter=(0, 1, 2), amount=0.8)
    assert [(f.signifier, f.scope, f.unit) for f in found] == [("safe", "collection", 0)]


def test_a_shift_of_a_region_is_the_regions():
    watch = monitor(6, [0, 0, 0, 1, 1, 1])
    found = run(watch, 100, shift_on=60, hotter=(3, 4, 5), amount=0.7, groups=6)
    assert [(f.scope, f.unit) for f in found if f.signifier == "safe"] == [("parent", 1)]


def test_after_an_alarm_the_new_level_becomes_usual_and_its_end_is_news():
    watch = monitor()
    assert len(run(watch, 160, shift_on=60)) == 1
    chance = np.random.default_rng(5)
    found = [f for day in range(160, 200) for f in watch.update(FIRST + day, answers(chance, 3, 4))]
    assert [(f.signifier, f.unit, f.direction) for f in found] == [("safe", 0, "down")]


def test_a_new_theme_raises_the_theme_signal_and_names_the_topic():
    chance, found = np.random.default_rng(1), []
    watch = DriftMonitor([theme_stream(5)], [-1, -1], 1, 1)
    for day in range(110):
        group = np.repeat([0, 1], 6)
        topic = np.where((day >= 70) & (group == 1) & (chance.random(12) < 0.5), 4, chance.integers(0, 4, 12))
        found += watch.update(FIRST + day, Batch(group, group * 0, group * 0, topic[:, None]))
    assert [(f.signal, f.signifier, f.unit, f.level, f.direction) for f in found] == [("theme", "theme", 1, 4, "up")]


def test_silence_of_a_group_is_found_as_less_volume():
    chance, watch, found = np.random.default_rng(2), monitor(), []
    for day in range(110):
        batch = answers(chance, 3, 4)
        keep = (batch.group != 2) | (day < 70)
        found += watch.update(
            FIRST + day, Batch(batch.group[keep], batch.stratum[keep], batch.mode[keep], batch.bins[keep])
        )
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
        spoken.update(FIRST + day, Batch.empty(2))
    batch = answers(chance, 3, 4)
    assert spoken.update(FIRST + 70, batch) == [
        f for f in skipped.update(FIRST + 70, batch) if f.raised_on == FIRST + 70
    ]
    for name, array in spoken.state().items():
        np.testing.assert_array_equal(array, skipped.state()[name], err_msg=name)


def test_a_group_is_not_watched_before_it_has_stories_and_days_behind_it():
    assert run(monitor(), 29, shift_on=10, amount=3.0) == []


def test_one_prolific_respondent_moves_nothing():
    chance, watch, found = np.random.default_rng(3), monitor(), []
    for day in range(120):
        batch = answers(chance, 3, 4)
        ordinal = np.ones(len(batch), dtype=int)
        if day >= 60:
            batch.bins[0, 0], ordinal[0] = 11, day - 58
        found += watch.update(FIRST + day, Batch(batch.group, batch.stratum, batch.mode, batch.bins, ordinal))
    assert found == []


def test_unanswered_questions_are_neither_evidence_nor_learnt():
    watch = monitor()
    batch = answers(np.random.default_rng(0), 3, 4)
    watch.update(FIRST, Batch(batch.group, batch.stratum, batch.mode, np.full_like(batch.bins, -1)))
    assert not watch.state()["tables.marginal"].any()


def test_a_restored_monitor_continues_bit_by_bit():
    whole, first_half = monitor(), monitor()
    expected = run(whole, 100, shift_on=60)
    chance = np.random.default_rng(0)
    found = []
    for day in range(100):
        moved = day >= 60
        found += first_half.update(FIRST + day, answers(chance, 3, 4, hotter=(0,) if moved else (), amount=1.2))
        if day in (40, 63, 70):
            file = io.BytesIO()
            np.savez(file, **first_half.state())
            file.seek(0)
            first_half = monitor()
            with np.load(file, allow_pickle=False) as arrays:
                first_half.restore(dict(arrays))
    assert found == expected
    for name, array in whole.state().items():
        np.testing.assert_array_equal(array, first_half.state()[name], err_msg=name)


def test_the_state_of_another_monitor_is_refused():
    with pytest.raises(ValueError, match="other streams, groups, strata or modes: start afresh"):
        monitor(3).restore(monitor(4).state())


def test_groups_declared_later_change_nothing_for_those_already_there():
    early, late = monitor(3), monitor(2)
    chance = np.random.default_rng(4)
    for day in range(60):
        batch = answers(chance, 2, 4)
        early.update(FIRST + day, batch)
        late.update(FIRST + day, batch)
    late.extend([-1, -1, -1], 1, 1)
    for day in range(60, 80):
        batch = answers(chance, 3, 4)
        assert early.update(FIRST + day, batch) == late.update(FIRST + day, batch)
    for name, array in early.state().items():
        np.testing.assert_array_equal(array, late.state()[name], err_msg=name)


def test_groups_cannot_be_taken_away_or_moved():
    with pytest.raises(ValueError, match="can only be added"):
        monitor(3).extend([-1, -1], 1, 1)
    with pytest.raises(ValueError, match="another parent: start a new monitor"):
        monitor(3).extend([0, -1, -1], 1, 1)


@pytest.mark.parametrize("day", [FIRST, FIRST - 1])
def test_a_clock_that_stands_or_jumps_back_is_refused(day):
    watch = monitor()
    watch.update(FIRST, Batch.empty(2))
    with pytest.raises(ValueError, match=f"day {day} comes after day {FIRST} was closed: give the days in rising"):
        watch.update(day, Batch.empty(2))


def test_a_date_far_in_the_future_is_refused_rather_than_walked_to():
    watch = monitor()
    watch.update(FIRST, Batch.empty(2))
    with pytest.raises(ValueError, match="more than ten years after .* check the date"):
        watch.update(FIRST + 100_000, Batch.empty(2))


def test_codes_and_bins_that_were_not_declared_are_refused():
    one, zero = np.array([1]), np.array([0])
    watch = monitor(1)
    with pytest.raises(ValueError, match="group codes must be 1 numbers from 0 to 0: declare new ones with extend"):
        watch.update(FIRST, Batch(one, zero, zero, np.array([[0, 0]])))
    with pytest.raises(ValueError, match="outside its stream's levels"):
        watch.update(FIRST, Batch(zero, zero, zero, np.array([[0, 3]])))
    with pytest.raises(ValueError, match="bins must be whole numbers, with -1 for not answered"):
        watch.update(FIRST, Batch(zero, zero, zero, np.array([[0.0, np.nan]])))
    with pytest.raises(ValueError, match=r"bins have shape \(1, 1\) and need \(1, 2\)"):
        watch.update(FIRST, Batch(zero, zero, zero, np.array([[0]])))
    assert watch.update(FIRST, Batch.empty(2)) == []


def test_a_monitor_needs_streams_and_a_budget():
    with pytest.raises(ValueError, match="no stream to watch"):
        DriftMonitor([], [-1], 1, 1)
    with pytest.raises(ValueError, match="must be above 0"):
        DriftMonitor([hot_stream()], [-1], 1, 1, budget=0)
