import numpy as np

from models.typicality import by_placements, by_vectors


def heap(chance, middle, n, scatter=0.15):
    return np.asarray(middle) + chance.normal(0, scatter, (n, len(middle)))


def test_the_most_typical_lie_in_the_middle_and_the_most_atypical_alone():
    chance = np.random.default_rng(1)
    around = heap(chance, [1, 0, 0, 0], 60)
    odd = np.array([[0, 0, 0, 1.0], [0, 0, -1.0, 0]])
    found = by_vectors(np.concatenate([around, odd]))
    assert set(found.most_atypical()[:2].tolist()) == {60, 61}
    middle = around.mean(axis=0)
    near = found.most_typical()[:5]
    cosines = around @ middle / np.linalg.norm(around, axis=1) / np.linalg.norm(middle)
    assert (cosines[near] > np.quantile(cosines, 0.85)).all()


def test_two_themes_far_from_their_common_middle_are_not_atypical():
    chance = np.random.default_rng(2)
    two = np.concatenate([heap(chance, [1, 0, 0], 30), heap(chance, [0, 1, 0], 30)])
    # The one story that lies in the middle between both has nobody near it.
    found = by_vectors(np.concatenate([two, [[0.7, 0.7, 0.9]]]))
    assert found.most_atypical()[0] == 60


def test_copies_of_one_odd_story_keep_each_other_no_company():
    chance = np.random.default_rng(3)
    found = by_vectors(np.concatenate([heap(chance, [1, 0, 0], 40), np.tile([0.0, 0, 1], (4, 1))]))
    assert set(found.most_atypical()[:4].tolist()) == {40, 41, 42, 43}


def test_a_story_without_known_words_is_in_neither_list():
    found = by_vectors([[1, 0], [0, 0], [0.9, 0.2]])
    assert sorted(found.most_typical().tolist()) == sorted(found.most_atypical().tolist()) == [0, 2]
    assert np.isnan(found.typical[1])


def test_without_vectors_placements_tell():
    chance = np.random.default_rng(4)
    shares, values = chance.dirichlet([20, 20, 20], 50), chance.normal(0.5, 0.05, (50, 1))
    shares[7], values[7] = [1, 0, 0], 1.0
    found = by_placements([shares, values])
    assert found.most_atypical()[0] == 7 and found.most_typical()[-1] == 7


def test_each_question_counts_alike_whatever_its_scale():
    chance = np.random.default_rng(5)
    wide, narrow = chance.normal(0, 100, (60, 1)), chance.normal(0, 0.01, (60, 1))
    narrow[3] = 0.2
    assert by_placements([wide, narrow]).most_atypical()[0] == 3


def test_stories_that_answered_few_questions_are_told_nothing_about():
    answers = [np.random.default_rng(6).random((20, 1)) for _ in range(3)]
    for one in answers[1:]:
        one[4] = np.nan
    answers[0][5] = np.nan
    found = by_placements(answers)
    assert np.isnan(found.typical[4]) and np.isfinite(found.typical[5])


def test_sets_of_one_and_of_none_have_an_order():
    assert by_vectors([[1.0, 0.0]]).most_typical().tolist() == [0]
    assert by_vectors(np.zeros((0, 4))).most_atypical().tolist() == []
    assert by_placements([]).most_typical().tolist() == []
