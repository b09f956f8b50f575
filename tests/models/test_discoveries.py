import numpy as np

from models.discoveries import LEVEL, adjusted


def test_the_worked_example_of_benjamini_and_hochberg():
    # Fifteen p-values of their section 4.1; four are called at the level of 0.05.
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459]
    p += [0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000]
    assert (adjusted(p) <= LEVEL).sum() == 4


def test_what_was_not_tested_stays_unknown_and_counts_as_no_comparison():
    alone = adjusted([0.02, np.nan, np.nan])
    assert alone[0] == 0.02 and np.isnan(alone[1:]).all()
    assert adjusted([]).shape == (0,)


def test_a_whole_matrix_is_one_table():
    p = np.random.default_rng(1).random((4, 5))
    assert np.allclose(adjusted(p).ravel(), adjusted(p.ravel()))
    assert (adjusted(p) >= p).all() and (adjusted(p) <= 1).all()
