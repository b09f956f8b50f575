import numpy as np

from models.cusum import START_ACTIVE_DAYS, CusumBank


def close(bank, day, gain, stories=3):
    ones = np.ones((1, 1))
    bank.close_day(day, np.array([0]), slice(0, 1), gain * ones, np.full((1, 1), stories), ones, 2 * ones)


def test_evidence_never_falls_below_zero_and_the_onset_is_the_day_it_left_zero():
    bank = CusumBank(1, 1, 1)
    for day, gain in ((10, -1.0), (11, 2.0), (12, -0.5), (13, 1.0)):
        close(bank, day, gain)
    assert bank.evidence[0, 0] == 2.5 and bank.since[0, 0] == 11
    assert bank.stories[0, 0] == 9 and bank.score[0, 0] == 6


def test_a_return_to_zero_forgets_the_run():
    bank = CusumBank(1, 1, 1)
    close(bank, 10, 2.0)
    close(bank, 11, -3.0)
    assert (bank.evidence[0, 0], bank.since[0, 0], bank.stories[0, 0]) == (0, 0, 0)


def test_a_unit_is_watched_after_enough_stories_on_enough_days_and_enough_time():
    bank = CusumBank(4, 1, 1)
    every = np.arange(4)
    for day in range(START_ACTIVE_DAYS - 1):
        bank.count(100 + day, every, np.array([3, 2, 3, 3]))
    bank.count(100 + START_ACTIVE_DAYS, np.array([0, 1, 3]), np.array([3, 2, 3]))
    bank.first_day[3] = 101  # began a day later
    assert bank.total.tolist() == [30, 20, 27, 30] and bank.active_days.tolist() == [10, 10, 9, 10]
    assert bank.awake(129, 25, 30).tolist() == [False] * 4
    assert bank.awake(130, 25, 30).tolist() == [True, False, False, False]
    assert bank.awake(131, 25, 30).tolist() == [True, False, False, True]


def test_the_newest_day_with_a_story_is_remembered_and_the_first_one_kept():
    bank = CusumBank(2, 1, 1)
    for day in (50, 53, 60):
        bank.count(day, np.array([1]), np.array([2]))
    assert bank.first_day.tolist() == [0, 50] and bank.last_day.tolist() == [0, 60]
    assert bank.stories_a_day().tolist() == [0, 2]


def test_a_run_that_began_too_long_ago_starts_afresh_and_a_younger_one_goes_on():
    bank = CusumBank(1, 1, 1)
    close(bank, 10, 2.0)
    bank.forget_before(10, slice(0, 1))
    assert bank.evidence[0, 0] == 2.0
    bank.forget_before(11, slice(0, 1))
    assert (bank.evidence[0, 0], bank.since[0, 0], bank.stories[0, 0], bank.weight[0, 0]) == (0, 0, 0, 0)


def test_forgetting_a_bet_of_a_unit_leaves_its_other_bets_and_units_alone():
    bank = CusumBank(2, 2, 1)
    ones = np.ones((2, 2))
    bank.close_day(7, np.array([0, 1]), slice(0, 2), ones, ones, ones, ones)
    bank.forget(0, np.array([False, True]))
    assert bank.evidence.tolist() == [[1, 0], [1, 1]] and bank.since.tolist() == [[7, 0], [7, 7]]


def test_a_bank_that_was_stored_and_restored_goes_on_exactly():
    through, before, after = (CusumBank(1, 1, 1) for _ in range(3))
    for day, gain in enumerate([1.0, 0.5, -2.0, 3.0], start=10):
        close(through, day, gain)
    close(before, 10, 1.0)
    close(before, 11, 0.5)
    after.restore({name: array.copy() for name, array in before.state().items()})
    close(after, 12, -2.0)
    close(after, 13, 3.0)
    for name, array in through.state().items():
        np.testing.assert_array_equal(after.state()[name], array, err_msg=name)


def test_more_units_find_the_old_ones_as_they_were():
    bank = CusumBank(1, 1, 1)
    close(bank, 10, 2.0)
    bank.extend(3)
    assert bank.evidence.tolist() == [[2.0], [0.0], [0.0]]
