import numpy as np
import pytest

from models.urn import Urn

CHANCES = (np.arange(2000) + 0.5) / 2000


@pytest.fixture
def stories():
    chance = np.random.default_rng(4)
    latent = chance.normal(size=3000)
    bins = np.clip(np.floor(latent * 2 + 6), 0, 12).astype(int)
    also = np.clip(np.floor(latent + chance.normal(size=3000) + 5), 0, 11).astype(int)
    return np.arange(3000) % 2, bins, also


@pytest.mark.parametrize("size", [0.2, 0.7, 1.4])
def test_a_shift_moves_the_mean_by_so_many_standard_deviations_of_one_story(stories, size):
    group, bins, _ = stories
    urn = Urn(group, bins, 2)
    before, after = (bins[urn.draw(0, CHANCES, by)] for by in (0.0, size))
    assert abs(after.mean() - before.mean()) / before.std() == pytest.approx(size, rel=0.12)


def test_what_is_answered_together_with_it_moves_along(stories):
    group, bins, also = stories
    urn = Urn(group, bins, 2)
    moved = also[urn.draw(1, CHANCES, 1.0)].mean() - also[urn.draw(1, CHANCES)].mean()
    assert 0.3 < abs(moved) / also.std() < 0.9


def test_a_larger_shift_never_lies_behind_a_smaller_one_on_the_same_draws(stories):
    group, bins, _ = stories
    urn = Urn(group, bins, 2)
    small, large = bins[urn.draw(0, CHANCES, 0.3)], bins[urn.draw(0, CHANCES, 0.9)]
    way = np.sign(large.mean() - small.mean())
    assert (way * (large - small) >= 0).all()


def test_stories_come_from_the_group_that_is_asked_for(stories):
    group, bins, _ = stories
    urn = Urn(group, bins, 2)
    assert set(group[urn.draw(1, CHANCES)]) == {1} and set(group[urn.draw(1, CHANCES, 0.5)]) == {1}


def test_a_group_with_few_stories_borrows_everybodys():
    group = np.array([0] * 200 + [1] * 5)
    urn = Urn(group, np.arange(205) % 7, 3)
    assert 0 in group[urn.draw(1, CHANCES)] and 0 in group[urn.draw(2, CHANCES)]


def test_stories_without_an_answer_stay_as_frequent(stories):
    group, bins, _ = stories
    bins = np.where(np.arange(3000) % 10 < 2, -1, bins)
    assert (bins[Urn(np.zeros(3000), bins, 1).draw(0, CHANCES, 1.0)] < 0).mean() == pytest.approx(0.2, abs=0.005)


def test_a_shift_that_no_story_could_make_takes_those_at_the_end():
    bins = np.array([0, 1] * 50)
    assert set(bins[Urn(np.zeros(100), bins, 1).draw(0, CHANCES[10:-10], 5.0)]) == {0} or set(
        bins[Urn(np.zeros(100), bins, 1).draw(0, CHANCES[10:-10], 5.0)]
    ) == {1}


def test_a_question_that_everybody_answers_alike_cannot_be_shifted():
    urn = Urn(np.zeros(60), np.full(60, 3), 1)
    assert (urn.draw(0, CHANCES, 1.0) == urn.draw(0, CHANCES)).mean() > 0.95


def test_nothing_to_draw_from_is_said():
    with pytest.raises(ValueError, match="there is no story to draw from: give at least one, each with its group"):
        Urn([], [], 1)
