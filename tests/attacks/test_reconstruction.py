"""Linear programming over everything that is allowed: which small cells can be worked out, exactly or within 1 to 9.

The cells are people of one group who closed in one batch and gave one answer. The observer knows the size of every
batch, every number that was ever shown, that nobody is counted twice, and that a pile is made of what came before it.
"""

import itertools
import random

import numpy as np
import pytest
from scipy.optimize import linprog

from narratives.answer_piles import pile_up
from narratives.answers import ChoiceAnswer
from narratives.disclosure import aggregate
from tests.builders import make_framework

K, BATCHES = 10, 8
WISHES = tuple(f"w{place}" for place in range(4))
SEEDS = (1, 2, 3, 4, 5)


def people(chance):
    """The wish of each person of each batch: some are rare."""
    return [[chance.choices(WISHES, (10, 5, 2, 1))[0] for _ in range(K)] for _ in range(BATCHES)]


def counts_of(batches):
    return np.array([[batch.count(wish) for wish in WISHES] for batch in batches])


def piles_of(batches, chance):
    """What the product releases of these batches, one after another: (batches, wishes)."""
    framework, rests, shown = make_framework(), {}, []
    for batch in batches:
        frozen = aggregate(framework, [(ChoiceAnswer("wish", (wish,)),) for wish in batch])
        told, rests = pile_up(framework, frozen, rests, K, lambda: chance.random() < 0.5)
        shown.append([told["wish"]["options"].get(wish, 0) for wish in WISHES])
    return np.array(shown)


def bounds(cells, equal, at_most):
    """The least and the most that each cell can be: each a linear program over all that is known."""
    found = []
    for cell in range(cells):
        aim = np.zeros(cells)
        aim[cell] = 1
        ends = []
        for sign in (1, -1):
            rules = {"A_ub": at_most[0], "b_ub": at_most[1]} if len(at_most[0]) else {}
            answer = linprog(sign * aim, A_eq=equal[0], b_eq=equal[1], bounds=(0, None), **rules)
            assert answer.status == 0, answer.message
            ends.append(round(sign * answer.fun, 6))
        found.append(tuple(ends))
    return found


def sizes(n):
    """Every batch has k people."""
    rows = np.zeros((BATCHES, n))
    for batch in range(BATCHES):
        rows[batch, batch * len(WISHES) : (batch + 1) * len(WISHES)] = 1
    return rows, np.full(BATCHES, float(K))


def upto(batch, wish, n, first=0):
    row = np.zeros(n)
    row[[one * len(WISHES) + wish for one in range(first, batch + 1)]] = 1
    return row


def attack_piles(batches, chance):
    """What is shown of a wish up to a batch came out of that many people at least."""
    n = BATCHES * len(WISHES)
    shown = piles_of(batches, chance).cumsum(axis=0)
    pairs = list(itertools.product(range(BATCHES), range(len(WISHES))))
    rows = np.array([-upto(batch, wish, n) for batch, wish in pairs])
    return bounds(n, sizes(n), (rows, np.array([-float(shown[pair]) for pair in pairs])))


def attack_threshold(batches):
    """What the same observer knows where every count from ten on is shown, of any stretch of batches."""
    n, counts = BATCHES * len(WISHES), counts_of(batches)
    rows, values = (list(part) for part in sizes(n))
    for first, last in itertools.combinations_with_replacement(range(BATCHES), 2):
        for wish in range(len(WISHES)):
            if (told := counts[first : last + 1, wish].sum()) >= K:
                rows.append(upto(last, wish, n, first))
                values.append(float(told))
    return bounds(n, (np.array(rows), np.array(values)), (np.empty((0, n)), np.empty(0)))


def worked_out(batches, found):
    """(small cells, how many of them are known exactly, how many are known to be of 1 to k - 1 people)."""
    cells = counts_of(batches).ravel()
    small = [(n, low, high) for n, (low, high) in zip(cells, found, strict=True) if 0 < n < K]
    exact = sum(high - low < 1e-4 for _, low, high in small)
    within = sum(low > 1e-4 and high < K - 1e-4 for _, low, high in small)
    return len(small), exact, within


@pytest.mark.parametrize("seed", SEEDS)
def test_linear_programming_over_everything_allowed_works_out_no_small_cell(seed, promised):
    chance = random.Random(seed)
    batches = people(chance)
    small, exact, within = worked_out(batches, attack_piles(batches, chance))
    promised("T5", "no small cell is worked out exactly from everything that is shown", tried=small, failures=exact)
    promised("T5", "no small cell is known to be of 1 to 9 people from everything shown", tried=small, failures=within)


def test_the_same_attack_on_a_threshold_alone_works_cells_out():
    # Else the test above could not fail.
    found = [worked_out(batches, attack_threshold(batches)) for batches in (people(random.Random(s)) for s in SEEDS)]
    assert sum(exact for _, exact, _ in found) > 5
    assert sum(within for _, _, within in found) > 20
