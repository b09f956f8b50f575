from dataclasses import fields

import numpy as np
import pytest

from models.rows import Rows

BETS, SCORES = 3, 2


@pytest.fixture
def rows():
    chance = np.random.default_rng(1)
    return Rows(
        *(chance.normal(size=(8, BETS)) for _ in range(5)), *(chance.normal(size=(8, SCORES)) for _ in range(5))
    )


def arrays(rows):
    return {field.name: getattr(rows, field.name) for field in fields(Rows)}


def same(one, other):
    for name, array in arrays(one).items():
        np.testing.assert_allclose(array, arrays(other)[name], atol=1e-12, err_msg=name)


@pytest.mark.parametrize(
    "unit", [[0] * 8, [0, 0, 1, 1, 1, 4, 4, 9], [3, 1, 3, 0, 1, 3, 0, 0], [7, 6, 5, 4, 3, 2, 1, 0]]
)
def test_rows_add_up_over_any_grouping(rows, unit):
    units, sums = rows.by(np.array(unit))
    assert units.tolist() == sorted(set(unit)) and len(sums) == len(units)
    for name, array in arrays(rows).items():
        for place, one in enumerate(units):
            np.testing.assert_allclose(arrays(sums)[name][place], array[np.array(unit) == one].sum(axis=0))


def test_summing_to_groups_and_then_to_regions_is_summing_to_regions(rows):
    group, region_of = np.array([3, 1, 3, 0, 1, 2, 0, 2]), np.array([1, 0, 1, 0])
    groups, of_groups = rows.by(group)
    same(of_groups.by(region_of[groups])[1], rows.by(region_of[group])[1])


def test_what_is_not_heard_counts_nothing_and_the_rest_as_it_was(rows):
    ear = np.array([True, False] * 4)
    for name, array in arrays(rows.heard(ear)).items():
        assert not array[~ear].any(), name
        np.testing.assert_array_equal(array[ear], arrays(rows)[name][ear])


def test_a_masked_bet_neither_wins_nor_costs_and_a_masked_score_was_not_told(rows):
    bets, scores = np.ones((8, BETS), dtype=bool), np.ones((8, SCORES), dtype=bool)
    bets[2, 1], scores[5, 0] = False, False
    masked = rows.masked(bets, scores)
    assert masked.won[2, 1] == masked.full[2, 1] == masked.half_slope[2, 1] == 0
    assert masked.score[5, 0] == masked.stories[5, 0] == masked.weight_squares[5, 0] == 0
    np.testing.assert_array_equal(masked.won[bets], rows.won[bets])
    np.testing.assert_array_equal(masked.squares[scores], rows.squares[scores])


def test_rows_are_taken_in_the_order_asked_for(rows):
    np.testing.assert_array_equal(rows.taken(np.array([5, 0])).won, rows.won[[5, 0]])


def test_an_empty_table_has_won_nothing_and_adds_nothing():
    empty = Rows.empty(2, BETS, SCORES)
    assert len(empty) == 2 and not any(array.any() for array in arrays(empty).values())
    assert arrays(empty)["won"].shape == (2, BETS) and arrays(empty)["stories"].shape == (2, SCORES)
