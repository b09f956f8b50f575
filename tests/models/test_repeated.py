"""Differences between two parts of meetings with the same people: right on average, and intervals that hold."""

import numpy as np
import pytest

from models.repeated import apart


def meetings(rng, people=12, n=120, shift=0.0, own=1.0):
    """Dyad-like values of meetings, people coming unequally often, each with a level of their own."""
    often = rng.gamma(1.0, 1.0, people) + 0.2
    person = rng.choice(people, n, p=often / often.sum())
    is_first = rng.random(n) < 0.35
    values = rng.normal(0, own, people)[person] + rng.normal(0, 1, n) + shift * is_first
    return values[:, None], is_first, person


def test_a_difference_that_is_the_same_for_everybody_is_exact():
    found = apart([[0.5], [0.2]] * 4, [True, False] * 4, [0, 0, 1, 1, 2, 2, 3, 3])
    assert found.effect[0] == pytest.approx(0.3)
    assert (found.low[0], found.high[0]) == (pytest.approx(0.3), pytest.approx(0.3))
    assert found.is_told


def test_somebody_who_comes_in_both_parts_is_compared_with_themselves():
    rng = np.random.default_rng(4)
    level = rng.normal(0, 10, 8)
    values = [[one + (0.5 if first else 0.0) + 0.01 * rng.normal()] for one in level for first in (True, False)]
    found = apart(values, [True, False] * 8, np.repeat(np.arange(8), 2))
    assert found.is_told
    assert found.high[0] - found.low[0] < 0.1  # people differ by twenty times as much


def test_intervals_hold_as_often_as_they_say_when_people_come_unequally_often():
    rng = np.random.default_rng(8)
    told = [apart(*meetings(rng)).is_told for _ in range(600)]
    assert 0.02 <= np.mean(told) <= 0.08


def test_looking_at_more_at_once_widens_every_interval():
    case = meetings(np.random.default_rng(2))
    once, often = apart(*case), apart(*case, looks=10)
    assert often.low[0] < once.low[0]
    assert often.high[0] > once.high[0]
    assert often.effect[0] == once.effect[0]


def test_shares_of_a_triad_hold_together_and_add_up_to_no_difference():
    rng = np.random.default_rng(3)
    shares = rng.dirichlet([2, 2, 2], 90)
    person, is_first = rng.integers(0, 9, 90), rng.random(90) < 0.5
    found = apart(shares, is_first, person)
    alone = apart(shares[:, :1], is_first, person)
    assert found.effect.sum() == pytest.approx(0)
    assert found.high[0] - found.low[0] > alone.high[0] - alone.low[0]


def test_what_is_the_same_on_both_sides_is_never_told_for_its_rounding():
    shares = [[0.1 + 0.2, 0.7, 0.0], [0.3, 0.7, 0.0]] * 6
    assert not apart(shares, [True, False] * 6, np.repeat(np.arange(6), 2)).is_told


def test_ten_of_ten_is_not_taken_to_be_certain():
    found = apart([[1.0]] * 10 + [[0.0]] * 10, [True] * 10 + [False] * 10, list(range(10)) * 2)
    assert found.effect[0] == 1
    assert 0.4 < found.low[0] < 0.9


def test_a_mean_is_known_no_better_than_its_steps_let_it_be():
    case = [[0.5], [0.2]] * 4, [True, False] * 4, [0, 0, 1, 1, 2, 2, 3, 3]
    fine, coarse = apart(*case), apart(*case, grain=1 / 7)
    assert coarse.low[0] < fine.low[0] - 0.05


@pytest.mark.parametrize("person", [[0, 0, 1, 1], [0, 1, 2, 2]])
def test_nothing_is_said_of_two_people_or_where_one_makes_a_part_alone(person):
    assert apart([[0.1], [0.2], [0.3], [0.4]], [True, False, False, False], person) is None
    assert apart(np.empty((0, 1)), [], []) is None
