import numpy as np
import pytest

from models.scores import hot_scores

HOT, COLD, OWNER = [0, 1, 0, 1, 0], [1, 0, 0, 0, 1], [0, 0, 0, 1, 1]


def test_a_story_is_as_hot_as_its_hot_shares_less_its_cold_ones():
    found = hot_scores([[0.2, 0.7, 0.1, 0.7, 0.3]], HOT, COLD, OWNER)
    assert found.score[0] == pytest.approx((0.5 + 0.4) / 2)
    np.testing.assert_allclose(found.parts, [[0.25, 0.2]])


def test_does_not_apply_is_left_out_and_not_centred():
    found = hot_scores([[0.2, 0.7, 0.1, np.nan, np.nan]], HOT, COLD, OWNER)
    assert found.score[0] == pytest.approx(0.5) and found.answered.tolist() == [[True, False]]


def test_a_story_without_any_hot_or_cold_answer_has_no_score():
    assert np.isnan(hot_scores([[np.nan] * 5], HOT, COLD, OWNER).score[0])


def test_a_signifier_without_hot_or_cold_anchors_does_not_dilute_the_score():
    found = hot_scores([[0.0, 1.0, 0.0, 0.5, 0.5]], [0, 1, 0, 0, 0], [0] * 5, OWNER)
    assert found.score[0] == pytest.approx(1) and found.answered.tolist() == [[True, False]]


def test_parts_always_add_up_to_the_score():
    chance = np.random.default_rng(0)
    shares = np.hstack([chance.dirichlet([1, 1, 1], 50), chance.random((50, 1))])
    shares = np.hstack([shares, 1 - shares[:, 3:]])
    shares[chance.random(50) < 0.3, :3] = np.nan
    found = hot_scores(shares, HOT, COLD, OWNER)
    np.testing.assert_allclose(found.parts.sum(axis=1), found.score)
    assert np.abs(found.score).max() <= 1


def test_columns_without_an_anchor_are_refused():
    with pytest.raises(ValueError, match="need one column for each of the 5 anchors"):
        hot_scores([[0.2, 0.8]], HOT, COLD, OWNER)
