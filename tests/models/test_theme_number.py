import numpy as np
import pytest

from models.theme_number import NONE, Chosen, _taken, choose_number, middles, nearest


def test_a_number_that_would_cut_a_group_in_pieces_is_not_chosen():
    chance = np.random.default_rng(0)
    X = np.repeat(np.eye(4) * 9, 30, axis=0) + chance.normal(size=(120, 4))
    chosen = choose_number(X, 7, dimensions=8, at_least=0.85, seed=0)
    assert chosen.number == 4 and chosen.low <= chosen.stability <= chosen.high and chosen.loosest > 0.95
    assert chosen.firm


def test_no_numbers_to_choose_from_leave_none():
    assert choose_number(np.eye(9), 1, dimensions=8, at_least=0.85, seed=0) is NONE


def test_the_middle_of_a_label_that_nothing_has_is_that_of_all():
    points = np.array([[0.0, 0.0], [2.0, 2.0]])
    assert middles(points, np.array([0, 0]), 2).tolist() == [[1.0, 1.0], [1.0, 1.0]]
    assert nearest(points, np.array([[0.0, 0.0], [2.0, 1.0]])).tolist() == [0, 1]


def found(*told):
    return [Chosen(number, stability, 0.0, 1.0, loosest) for number, stability, loosest in told]


@pytest.mark.parametrize(
    ("numbers", "taken", "firm"),
    [
        (found((2, 0.9, 0.9), (3, 0.88, 0.7), (4, 0.8, 0.7), (8, 0.5, 0.3)), 3, True),
        (found((2, 0.9, 0.9), (4, 0.75, 0.7), (8, 0.57, 0.3), (12, 0.39, 0.2)), 8, False),
        (found((2, 0.61, 0.6), (3, 0.37, 0.3), (7, 0.42, 0.3), (12, 0.32, 0.2)), 7, False),
        (found((3, 0.9, 0.5), (5, 0.3, 0.3)), 3, False),
        (found((2, 0.9, 0.9), (3, 0.3, 0.3)), 2, True),
        (found((15, 0.6, 0.3), (20, 0.6, 0.3)), 0, False),
        (found((2, 0.3, 0.3)), 0, False),
    ],
    ids=["firm", "heaps over two halves", "heaps", "one cluster is lost", "two halves", "too many heaps", "none"],
)
def test_firm_themes_come_first_then_as_many_heaps_as_are_more_than_chance(numbers, taken, firm):
    chosen = _taken(numbers, 0.85)
    assert (chosen.number, chosen.firm) == (taken, firm)


def test_stories_that_run_into_each_other_are_heaps_and_not_firm():
    chance = np.random.default_rng(1)
    X = np.repeat(np.eye(6) * 4, 20, axis=0) + chance.normal(size=(120, 6))
    chosen = choose_number(X, 5, dimensions=8, at_least=0.9, seed=0)
    assert (chosen.number, chosen.firm) == (5, False) and 0.4 <= chosen.stability < 0.9
