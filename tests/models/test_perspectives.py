import numpy as np
import pytest
from scipy.stats import ttest_ind

from models.comparison import reach_of
from models.perspectives import Batches, apart, pooled_effect, side

GROUPS, QUESTIONS = 4, 5
SHOWN = QUESTIONS * GROUPS * (GROUPS - 1) // 2


def of_stories(values, batched=0, effect=1.0):
    return side(len(values), values.sum(axis=0), (values**2).sum(axis=0), batched, effect)


def in_batches(values, size=10):
    parts = values.reshape(-1, size, values.shape[1])
    n = np.full(len(parts), float(size))
    return Batches(n, parts.sum(axis=1), values.var(axis=0, ddof=1))


@pytest.mark.parametrize("shown", [1, 30])
def test_a_difference_on_a_line_has_the_interval_of_welch_at_the_share_of_those_shown(shown):
    chance = np.random.default_rng(1)
    one, other = chance.beta(2, 3, (40, 1)), chance.beta(3, 3, (25, 1))
    found = apart(of_stories(one), of_stories(other), shown)
    known = ttest_ind(one[:, 0], other[:, 0], equal_var=False).confidence_interval(1 - 0.05 / shown)
    assert (found.low[0], found.high[0]) == pytest.approx((known.low, known.high), abs=1e-3)


def test_intervals_are_wider_the_more_of_them_hold_together():
    chance = np.random.default_rng(2)
    one, other = (of_stories(chance.beta(2, 3, (40, 1))) for _ in range(2))
    reaches = [float(apart(one, other, shown).high[0] - apart(one, other, shown).effect[0]) for shown in (1, 6, 30)]
    assert reaches == sorted(reaches) and reaches[0] < reaches[2]


def test_answers_of_the_same_people_have_an_interval_that_holds_however_they_go_together():
    values = np.random.default_rng(3).beta(2, 2, (60, 1))
    told, turned = of_stories(values), of_stories(1 - values)  # as much against one another as can be
    found = apart(told, turned, 1, same_people=True)
    exact = 1.96 * float(np.std(2 * values - 1, ddof=1)) / np.sqrt(60)
    assert float(found.high[0] - found.effect[0]) >= exact
    assert float(apart(told, turned, 1).high[0] - found.effect[0]) < exact


def test_batches_that_scatter_like_single_stories_count_as_many():
    chance = np.random.default_rng(4)
    parts = [in_batches(chance.dirichlet((2, 2, 2), 200)) for _ in range(20)]
    assert pooled_effect(parts) < 1.15


def test_batches_whose_stories_are_alike_count_for_fewer():
    chance = np.random.default_rng(5)
    values = np.repeat(chance.beta(2, 2, (20, 1)), 10, axis=0)
    effect = pooled_effect([in_batches(values)])
    assert effect == pytest.approx(10, rel=0.2)
    assert np.allclose(of_stories(values, 200, effect).error, effect * of_stories(values).error)


def test_a_group_that_answered_alike_has_no_reach():
    assert reach_of(of_stories(np.full((12, 1), 0.25)))[0] == pytest.approx(0.0, abs=1e-9)


def world(chance, leans, n=20, drift=0.0):
    """Sides of every group on every question: triads and dyads by turns, all told in closed batches of ten."""
    values = {}
    for question in range(QUESTIONS):
        for group in range(GROUPS):
            lean = leans[group] if question == 0 else 1.0
            told = chance.dirichlet((2 * lean, 2, 2), n) if question % 2 == 0 else chance.beta(2 * lean, 2, (n, 1))
            values[group, question] = told
    effect = pooled_effect(in_batches(one) for one in values.values())
    return {key: of_stories(one, n, effect) for key, one in values.items()}


def differences(sides):
    for question in range(QUESTIONS):
        for one in range(GROUPS):
            for other in range(one):
                yield question, one, other, apart(sides[one, question], sides[other, question], SHOWN)


def is_sure(found):
    return bool(((found.low > 0) | (found.high < 0)).any())


@pytest.mark.slow
def test_when_all_groups_agree_at_most_one_page_in_twenty_calls_any_difference():
    rounds = 600
    called = 0
    for seed in range(rounds):
        sides = world(np.random.default_rng([7, seed]), (1.0,) * GROUPS)
        called += any(is_sure(found) for *_, found in differences(sides))
    # 5 in 100 and two standard errors: Bonferroni keeps it below, and never above.
    assert called / rounds <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / rounds), called


@pytest.mark.slow
def test_where_groups_differ_all_intervals_hold_together_in_95_of_100_pages():
    leans, rounds = (1.0, 2.0, 0.5, 1.0), 600
    means = [np.array([2 * lean, 2, 2]) / (2 * lean + 4) for lean in leans]
    missed = found_any = 0
    for seed in range(rounds):
        sides = world(np.random.default_rng([11, seed]), leans, n=30)
        wrong = False
        for question, one, other, found in differences(sides):
            true = means[one] - means[other] if question == 0 else np.zeros_like(found.effect)
            wrong |= bool(((found.low > true + 1e-9) | (found.high < true - 1e-9)).any())
            found_any += question == 0 and is_sure(found)
        missed += wrong
    assert missed / rounds <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / rounds), missed
    assert found_any / rounds > 2, found_any  # of five pairs that differ


@pytest.mark.slow
@pytest.mark.parametrize("same_people", [False, True])
def test_the_interval_of_a_gap_holds_whether_or_not_the_same_people_guess(same_people):
    rounds, missed = 2_000, 0
    chance = np.random.default_rng(13)
    for _ in range(rounds):
        told = chance.dirichlet((2, 3, 4), 25)
        guessed = np.roll(told, 1, axis=1) if same_people else chance.dirichlet((4, 2, 3), 25)
        true = np.array([4, 2, 3]) / 9 - np.array([2, 3, 4]) / 9
        found = apart(of_stories(guessed), of_stories(told), 1, same_people=same_people)
        missed += bool(((found.low > true) | (found.high < true)).any())
    assert missed / rounds <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / rounds), missed
