import numpy as np
import pytest

from models.batch import Batch
from models.bets import BetBook
from models.learning import Learner
from models.streams import choice_stream, dyad_streams, pocket_stream

FIRST = 738_156  # a Monday
DYAD = dyad_streams("d")[0]


def batch(group, stratum, answers):
    group = np.asarray(group, dtype=np.int64)
    return Batch(
        group, np.zeros_like(group) + stratum, np.zeros_like(group), np.asarray(answers).reshape(len(group), -1)
    )


def close(learner, day, told):
    """One day as the monitor closes it."""
    old = learner.old(told)
    if len(told):
        learner.expect(FIRST + day, told)
    return learner.close_day(FIRST + day, told, old)


def expected(learner, group, stratum, day=0):
    """What is predicted (B,) of the first stream."""
    cell = np.array([group]), np.array([stratum]), np.array([0])
    return learner.tables.predict(int((FIRST + day) % 7 in (0, 6)), *cell).full[0, 0]


@pytest.mark.parametrize("stream", [DYAD, choice_stream("c", 4)], ids=["dyad", "choice"])
def test_ten_equal_answers_of_one_evening_in_a_new_stratum_are_no_law_for_another_group(stream):
    learner, chance = Learner([stream], 2, 2, 1), np.random.default_rng(0)
    for day in range(100):
        close(learner, day, batch(np.repeat([0, 1], 3), 0, chance.integers(0, stream.levels, 6)))
    new, old = expected(learner, 1, 1)[1], expected(learner, 1, 0)[1]
    close(learner, 100, batch(np.zeros(10, int), 1, np.full(10, 1)))
    assert new < expected(learner, 1, 1)[1] <= 0.6
    assert expected(learner, 1, 0)[1] < 1.2 * old


def test_a_choice_of_half_in_batches_of_250_every_91_days_is_predicted_within_a_tenth():
    chance, shares = np.random.default_rng(1), []
    learner = Learner([choice_stream("c", 4)], 1, 1, 1)
    for turn in range(8):
        if turn:
            shares.append(expected(learner, 0, 0)[0])
        close(learner, 91 * turn, batch(np.zeros(250, int), 0, chance.choice(4, 250, p=[0.5, 0.2, 0.2, 0.1])))
        for day in range(91 * turn + 1, 91 * turn + 91):
            close(learner, day, Batch.empty(1))
    np.testing.assert_allclose(shares, 0.5, atol=0.1)


def shifted_everywhere():
    """The log ratios by which the programme's own share of a level and the strata's correction of it have grown."""
    learner, chance = Learner([choice_stream("c", 3)], 3, 2, 1), np.random.default_rng(0)
    before, after = [[0.6, 0.3, 0.1], [0.3, 0.6, 0.1]], [[0.45, 0.15, 0.4], [0.15, 0.45, 0.4]]
    stratum, group = np.tile([0, 1], 6), np.repeat([0, 1, 2], 4)
    known = []
    for day in range(201):
        if day in (120, 200):
            said = learner.tables.predict(0, np.array([0, 0]), np.array([0, 1]), np.array([0, 0]))
            known.append((learner.tables.expected_marginal()[0, 2], (said.who / said.base)[:, 0, 2]))
        law = before if day < 120 else after
        close(learner, day, batch(group, stratum, [chance.choice(3, p=law[one]) for one in stratum]))
    (share, who), (later, who_later) = known
    return float(np.log(later / share)), float(np.log(who_later / who).mean())


def test_a_shift_of_everybody_is_learnt_by_the_programmes_table_and_not_by_the_stratas():
    programme, strata = shifted_everywhere()
    assert programme > 0.5 and abs(strata) < 0.25 * programme


def test_what_is_young_is_learnt_on_its_own_day_and_what_is_old_after_two_weeks():
    learner, chance, learnt_on = Learner([DYAD], 1, 1, 1), np.random.default_rng(2), {}
    for day in range(200):
        told = batch(np.zeros(2, int), 0, chance.integers(0, 12, 2))
        for due in close(learner, day, told)[1]:
            learnt_on[due - FIRST] = day
        if day == 0:
            assert learner.tables.marginal.sum() == 2
    assert {day: learnt_on[day] - day for day in (100, 150, 185)} == {100: 14, 150: 14, 185: 14}


def test_the_first_stories_of_a_new_group_are_learnt_at_once_in_an_old_programme():
    learner, chance = Learner([DYAD], 2, 1, 1), np.random.default_rng(3)
    for day in range(120):
        close(learner, day, batch(np.zeros(4, int), 0, chance.integers(0, 12, 4)))
    assert expected(learner, 1, 0)[11] < 0.15
    for day in range(120, 126):
        close(learner, day, batch([0, 0, 0, 0, 1, 1], 0, [*chance.integers(0, 12, 4), 11, 11]))
    assert expected(learner, 1, 0)[11] > 0.3 > 0.15 > expected(learner, 0, 0)[11]


def test_a_day_that_brings_much_does_not_overshoot():
    one, many = Learner([DYAD], 1, 1, 1), Learner([DYAD], 1, 1, 1)
    answers = np.repeat([9, 10, 11], 40)
    close(one, 0, batch(np.zeros(120, int), 0, answers))
    for day in range(60):
        close(many, day, batch(np.zeros(2, int), 0, answers[2 * day : 2 * day + 2]))
    law = np.bincount(answers, minlength=12) / 120
    assert np.abs(expected(one, 0, 0) - law).max() < 0.12


def test_what_faded_is_expected_of_the_group_as_of_the_rest():
    learner, chance = Learner([DYAD], 2, 1, 1), np.random.default_rng(4)
    for day in range(60):
        places = chance.normal(np.repeat([0.4, 0.6], 3), 0.2)
        close(learner, day, batch(np.repeat([0, 1], 3), 0, np.clip(places * 12, 0, 11).astype(int)))

    def means():
        return [expected(learner, group, 0) @ np.arange(12) for group in (0, 1)]

    low, high = means()
    assert high - low > 1.6
    learner.fade(np.array([True]), np.array([False, True]), 0.0, FIRST + 60, programme=False)
    kept, faded = means()
    assert kept == low and faded == pytest.approx((low + high) / 2, abs=0.3)


def test_the_chances_of_levels_are_those_of_the_programme_and_pockets_come_last():
    a, b = choice_stream("a", 3), choice_stream("b", 2)
    streams = [a, b, pocket_stream(a, b)]
    learner, chance, book = Learner(streams, 1, 1, 1), np.random.default_rng(5), BetBook(streams)
    for day in range(60):
        one = chance.choice(3, 5, p=[0.6, 0.3, 0.1])
        close(learner, day, batch(np.zeros(5, int), 0, np.column_stack([one, (one == 0).astype(int)])))
    chances = learner.chances(book)
    assert len(chances) == 3 + 2 + 6
    np.testing.assert_allclose(chances[:5], [0.6, 0.3, 0.1, 0.4, 0.6], atol=0.1)
    assert chances[5 + 1] > 0.5 and chances[5] < 0.02  # the first of a goes with the second of b alone


def test_a_learner_that_was_stored_and_restored_goes_on_exactly():
    def days(learner, first, last):
        chance = np.random.default_rng(first)
        for day in range(first, last):
            close(learner, day, batch(np.repeat([0, 1], 3), np.tile([0, 1], 3), chance.integers(0, 12, 6)))

    through, before, after = (Learner([DYAD], 2, 2, 1) for _ in range(3))
    days(through, 0, 70)
    days(through, 70, 110)
    days(before, 0, 70)
    after.restore({name: array.copy() for name, array in before.state().items()})
    days(after, 70, 110)
    for name, array in through.state().items():
        np.testing.assert_array_equal(after.state()[name], array, err_msg=name)
