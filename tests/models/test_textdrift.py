import numpy as np
import pytest

from models.textdrift import LEAST_WEEKS, feature_shifts, text_drift

AXES = np.eye(24)


def told(chance, topics, n):
    """Unit vectors (n, 24) about some topics, each with scatter of its own."""
    found = AXES[chance.choice(topics, n)] + chance.normal(0, 0.25, (n, 24))
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def season(seed=0, *, before=(0, 1, 2), since=(0, 1, 2), n=12, weeks=(10, 4), mix=(0.5, 0.5), kind=(8, 9)):
    """Texts of two kinds of tellers, the second about topics of their own, told over some weeks."""
    chance = np.random.default_rng(seed)
    vectors, stratum, week = [], [], []
    for number in range(-weeks[0], weeks[1]):
        later = number >= 0
        second = int((chance.random(n) < mix[later]).sum())
        vectors += [told(chance, since if later else before, n - second), told(chance, kind, second)]
        stratum += [0] * (n - second) + [1] * second
        week += [number] * n
    return np.vstack(vectors), np.array(stratum), np.array(week)


def test_a_new_topic_is_found_and_lies_far_beyond_what_is_usual():
    found = text_drift(*season(since=(0, 5, 6)))
    assert found.p <= 0.01 and found.size > found.usual[-1] and found.weeks == (10, 4)
    assert found.n == (120, 48) and found.left_out == 0 and len(found.usual) == 21


def test_nothing_is_found_where_nothing_changed():
    chances = [text_drift(*season(seed), deals=99).p for seed in range(8)]
    assert sum(p <= 0.05 for p in chances) <= 1 and max(chances) > 0.3


def test_other_people_who_tell_of_other_things_are_no_change_of_what_is_told():
    moved = season(4, mix=(0.2, 0.8))
    assert text_drift(*moved).p > 0.05
    assert text_drift(moved[0], 0 * moved[1], moved[2]).p <= 0.05, "without strata it would be one"


def test_a_kind_of_teller_on_one_side_alone_is_left_out():
    vectors, stratum, week = season(mix=(0.0, 0.5))
    found = text_drift(vectors, stratum, week)
    assert found.left_out == int((stratum == 1).sum()) > 0 and sum(found.n) == int((stratum == 0).sum())


@pytest.mark.parametrize("weeks", [(LEAST_WEEKS[0] - 1, 4), (12, LEAST_WEEKS[1] - 1)])
def test_too_few_weeks_say_nothing(weeks):
    assert text_drift(*season(weeks=weeks)) is None


def test_no_texts_say_nothing():
    assert text_drift(np.zeros((0, 3)), [], []) is None


def test_weeks_that_resemble_their_neighbours_need_more_to_be_called_a_change():
    chance = np.random.default_rng(2)
    vectors, week, drifting = [], [], 0.0
    for number in range(-12, 4):
        drifting = 0.9 * drifting + chance.normal(0, 0.6)
        share = 1 / (1 + np.exp(-drifting))
        topics = (chance.random(20) < share).astype(int)
        vectors.append(AXES[topics] + chance.normal(0, 0.2, (20, 24)))
        week += [number] * 20
    found = text_drift(np.vstack(vectors), [0] * len(week), week)
    assert found.alike > 0.2


def test_the_same_texts_give_the_same_figures():
    assert text_drift(*season(7), seed=3) == text_drift(*season(7), seed=3)


def test_a_word_that_came_up_is_told_and_one_that_only_its_tellers_bring_is_not():
    chance = np.random.default_rng(5)
    _, stratum, week = season(5, mix=(0.2, 0.7), n=20)
    since = week >= 0
    fire = chance.random(len(week)) < np.where(since, 0.5, 0.1)
    theirs = stratum == 1  # their word, and there are more of them since
    any_time = chance.random(len(week)) < 0.3
    gone = chance.random(len(week)) < np.where(since, 0.05, 0.5)
    found = feature_shifts(np.stack([fire, theirs, any_time, gone], axis=1), stratum, week)
    assert found.is_told.tolist() == [True, False, False, True]
    assert found.z[0] > 0 > found.z[3]


def test_no_words_are_no_shift():
    assert feature_shifts(np.zeros((4, 0), dtype=bool), [0] * 4, [-1, -1, 0, 0]).is_told.tolist() == []
