import numpy as np

from models.theme_number import NONE, choose_number, middles, nearest


def test_a_number_that_would_cut_a_group_in_pieces_is_not_chosen():
    chance = np.random.default_rng(0)
    X = np.repeat(np.eye(4) * 9, 30, axis=0) + chance.normal(size=(120, 4))
    chosen = choose_number(X, range(2, 7), dimensions=8, at_least=0.85, seed=0)
    assert chosen.number == 4 and chosen.low <= chosen.stability <= chosen.high and chosen.loosest > 0.95


def test_no_numbers_to_choose_from_leave_none():
    assert choose_number(np.eye(9), range(2, 2), dimensions=8, at_least=0.85, seed=0) is NONE


def test_the_middle_of_a_label_that_nothing_has_is_that_of_all():
    points = np.array([[0.0, 0.0], [2.0, 2.0]])
    assert middles(points, np.array([0, 0]), 2).tolist() == [[1.0, 1.0], [1.0, 1.0]]
    assert nearest(points, np.array([[0.0, 0.0], [2.0, 1.0]])).tolist() == [0, 1]
