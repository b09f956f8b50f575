import numpy as np

from models.cusum import CusumBank


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


def test_a_unit_is_watched_after_enough_stories_and_enough_days():
    bank = CusumBank(3, 1, 1)
    bank.count(100, np.array([0, 1]), np.array([25, 24]))
    assert bank.awake(129, 25, 30).tolist() == [False, False, False]
    assert bank.awake(130, 25, 30).tolist() == [True, False, False]


def test_more_units_find_the_old_ones_as_they_were():
    bank = CusumBank(1, 1, 1)
    close(bank, 10, 2.0)
    bank.extend(3)
    assert bank.evidence.tolist() == [[2.0], [0.0], [0.0]]
