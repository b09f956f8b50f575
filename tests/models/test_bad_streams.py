"""What no collection should send, and what the drift monitor does with it."""

import numpy as np
import pytest

from models.batch import Batch
from models.bins import away_bins, category_bins, corner_bins, dyad_bins, extreme_bins, score_bins, zone_bins
from models.drift import LONGEST_GAP_DAYS, DriftMonitor
from models.streams import choice_stream, dyad_streams

FIRST = 738_156  # a Monday
NAN, INF = float("nan"), float("inf")
STREAMS = [*dyad_streams("safe"), choice_stream("about", 3)]


def monitor(groups=2, **settings):
    return DriftMonitor(STREAMS, [-1] * groups, 1, 1, **settings)


def told(values, about, group=None):
    none = np.zeros(len(values), dtype=np.int64)
    bins = np.column_stack([dyad_bins(values), away_bins(values), category_bins(about, 3)])
    return Batch(none if group is None else np.asarray(group), none, none, bins)


def calm_day(chance, groups=2, n=4):
    group = np.repeat(np.arange(groups), n)
    return told(chance.beta(4, 4, len(group)), chance.integers(0, 3, len(group)), group)


def unanswered(n, group=0):
    return told([NAN] * n, [NAN] * n, [group] * n)


@pytest.mark.parametrize("bad", [[NAN] * 3, [0.2, NAN, 0.8], [INF, 0.0, 0.0], [-INF, 1.0, 0.0]])
def test_a_triad_that_is_no_number_in_any_corner_was_not_answered(bad):
    rows = [bad, [0.6, 0.2, 0.2]]
    columns = np.column_stack([corner_bins(rows), extreme_bins(rows), zone_bins(rows)])
    assert (columns[0] == -1).all()
    assert (columns[1] >= 0).all()


@pytest.mark.parametrize("bad", [NAN, INF, -INF])
def test_a_position_or_score_that_is_no_number_was_not_answered_and_is_never_the_middle(bad):
    assert dyad_bins([bad, 0.5]).tolist() == [-1, 6]
    assert away_bins([bad, 0.5]).tolist() == [-1, 0]
    assert score_bins([bad, 0.0]).tolist() == [-1, 8]


def test_a_number_outside_its_scale_lies_at_the_end_it_went_past():
    assert dyad_bins([-0.3, 1.3]).tolist() == [0, 11]
    assert score_bins([-7.0, 7.0]).tolist() == [0, 15]
    assert ((corner := corner_bins([[1.4, -0.2, -0.2]])) >= 0).all() and corner[0].argmax() == 0


@pytest.mark.parametrize("bad", [NAN, INF, -1, 3, 99])
def test_an_option_that_does_not_exist_was_not_answered(bad):
    assert category_bins([bad, 1], 3).tolist() == [-1, 1]


def test_a_story_with_nothing_answered_counts_as_a_story_and_teaches_nothing():
    watch, other = monitor(), monitor()
    chance, same = np.random.default_rng(1), np.random.default_rng(1)
    for day in range(40):
        watch.update(FIRST + day, calm_day(chance))
        other.update(FIRST + day, calm_day(same))
    watch.update(FIRST + 40, unanswered(3))
    other.update(FIRST + 40, Batch.empty(3))
    before, after = other.state(), watch.state()
    learnt = [name for name in after if name.startswith("learner.tables.") and "lately" not in name]
    assert learnt
    for name in learnt:
        np.testing.assert_allclose(after[name], before[name], err_msg=name)
    assert after["group.bank.total"].tolist() == [163, 160]
    assert before["group.bank.total"].tolist() == [160, 160]


def test_months_in_which_nobody_answers_anything_raise_nothing_about_answers():
    chance, watch, found = np.random.default_rng(2), monitor(), []
    for day in range(60):
        found += watch.update(FIRST + day, calm_day(chance))
    for day in range(60, 150):
        group = np.repeat([0, 1], 4)
        found += watch.update(FIRST + day, told([NAN] * 8, [NAN] * 8, group))
    assert found == []


def test_answers_that_were_never_given_before_do_not_break_the_monitor():
    chance, watch = np.random.default_rng(3), monitor()
    for day in range(60):
        watch.update(FIRST + day, unanswered(4))
    found = [finding for day in range(60, 90) for finding in watch.update(FIRST + day, calm_day(chance))]
    assert all(np.isfinite(array).all() for array in watch.state().values() if array.dtype == np.float64)
    assert all(np.isfinite([one.effect, one.effect_low, one.effect_high, one.evidence]).all() for one in found)


def test_one_group_with_one_story_is_watched_for_years_without_a_word():
    watch = DriftMonitor(STREAMS, [-1], 1, 1)
    found = watch.update(FIRST, told([0.9], [1]))
    for day in range(1, 800):
        found += watch.update(FIRST + day, Batch.empty(3))
    assert found == []


def test_one_story_a_month_is_too_few_to_say_anything_for_two_years():
    watch, found = DriftMonitor(STREAMS, [-1], 1, 1), []
    for month in range(24):
        found += watch.update(FIRST + 30 * month, told([0.1 if month < 12 else 0.9], [month % 3]))
    assert found == []


def test_identical_answers_for_months_make_neither_an_alert_nor_a_number_that_is_none():
    watch, found = monitor(1), []
    for day in range(200):
        found += watch.update(FIRST + day, told([1.0] * 4, [2] * 4))
    assert found == []
    assert all(np.isfinite(array).all() for array in watch.state().values() if array.dtype == np.float64)


def test_a_clock_that_goes_back_or_stands_still_is_refused_and_changes_nothing():
    chance, watch = np.random.default_rng(4), monitor()
    watch.update(FIRST + 5, calm_day(chance))
    kept = {name: array.copy() for name, array in watch.state().items()}
    for day in (FIRST + 5, FIRST + 4, FIRST - 4000):
        with pytest.raises(ValueError, match=f"day {day} comes after day {FIRST + 5} was closed: give the days in ri"):
            watch.update(day, calm_day(chance))
    for name, array in watch.state().items():
        np.testing.assert_array_equal(array, kept[name], err_msg=name)


def test_a_clock_that_jumps_more_than_ten_years_ahead_is_refused_and_changes_nothing():
    chance, watch = np.random.default_rng(5), monitor()
    watch.update(FIRST, calm_day(chance))
    far = FIRST + LONGEST_GAP_DAYS + 1
    with pytest.raises(ValueError, match=f"day {far} is more than ten years after day {FIRST}: check the date"):
        watch.update(far, calm_day(chance))
    assert watch.update(FIRST + 1, calm_day(chance)) == []


def test_no_alert_about_answers_is_raised_on_a_day_without_stories():
    for seed in (6, 7, 8):
        chance, watch = np.random.default_rng(seed), monitor(volume=False)
        for day in range(60):
            watch.update(FIRST + day, calm_day(chance))
        assert watch.update(FIRST + 1500, Batch.empty(3)) == []


def test_after_years_without_a_story_the_same_answers_are_no_news_about_anybody():
    chance, watch, found = np.random.default_rng(9), monitor(volume=False), []
    for day in [*range(60), *range(1500, 1560)]:
        found += watch.update(FIRST + day, calm_day(chance))
    assert found == []


def test_after_years_without_a_story_other_answers_are_still_found():
    chance, watch, found = np.random.default_rng(9), monitor(volume=False), []
    for day in range(60):
        watch.update(FIRST + day, calm_day(chance))
    for day in range(1500, 1560):
        batch = calm_day(chance)
        batch.bins[batch.group == 1, :2] = 11, 5
        found += watch.update(FIRST + day, batch)
    first = found[0]
    assert (first.signifier, first.scope, first.unit) == ("safe", "group", 1)
    assert FIRST + 1500 <= first.since <= first.raised_on <= FIRST + 1507


def test_the_order_of_the_stories_of_one_day_does_not_matter():
    chance, forwards, backwards = np.random.default_rng(7), monitor(), monitor()
    for day in range(50):
        batch = calm_day(chance)
        order = chance.permutation(len(batch))
        mixed = Batch(batch.group[order], batch.stratum[order], batch.mode[order], batch.bins[order])
        assert forwards.update(FIRST + day, batch) == backwards.update(FIRST + day, mixed)
    there, here = backwards.state(), forwards.state()
    for name, array in here.items():
        if name.startswith("learner.delay."):
            continue  # stories that wait stand in the order in which they came
        np.testing.assert_allclose(there[name], array, rtol=1e-9, atol=1e-9, err_msg=name)


@pytest.mark.parametrize(
    ("batch", "message"),
    [
        (told([0.5], [0], [7]), "group codes must be 1 numbers from 0 to 1"),
        (told([0.5], [0], [-1]), "group codes must be 1 numbers from 0 to 1"),
        (Batch(*[np.zeros(1, dtype=np.int64)] * 3, np.array([[12, 0, 0]])), "a bin is outside its stream's levels"),
        (Batch(*[np.zeros(1, dtype=np.int64)] * 3, np.array([[-2, 0, 0]])), "a bin is outside its stream's levels"),
        (Batch(*[np.zeros(1, dtype=np.int64)] * 3, np.array([[NAN, 0, 0]])), "bins must be whole numbers"),
        (Batch(*[np.zeros(1, dtype=np.int64)] * 3, np.zeros((1, 2), dtype=np.int64)), r"bins have shape \(1, 2\)"),
        (
            Batch(*[np.zeros(1, dtype=np.int64)] * 3, np.zeros((1, 3), dtype=np.int64), np.full(1, 1.5)),
            "weight must be 1 numbers from 0 to 1",
        ),
    ],
)
def test_codes_that_nobody_declared_are_refused_before_anything_is_learnt(batch, message):
    watch = monitor()
    with pytest.raises(ValueError, match=message):
        watch.update(FIRST, batch)
    assert not watch.state()["group.bank.total"].any()
    assert watch.update(FIRST, Batch.empty(3)) == []
