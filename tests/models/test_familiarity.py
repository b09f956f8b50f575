import numpy as np
import pytest

from models.batch import Batch
from models.familiarity import KNOWN_DAYS, KNOWN_STORIES, OLD, Familiarity
from models.streams import choice_stream
from models.tally import Counter

CELL = (np.array([1]), np.array([0]))  # stratum 1, mode 0


def told(n, group=0, stratum=1, mode=0):
    return Batch(np.full(n, group), np.full(n, stratum), np.full(n, mode), np.zeros((n, 1), dtype=np.int64))


@pytest.mark.parametrize(
    ("stories_a_day", "days", "known"),
    [(5, 5, True), (5, 4, False), (100, 4, False), (1, 24, False), (1, 25, True), (4, 6, False), (4, 7, True)],
)
def test_a_stratum_and_way_is_known_after_25_stories_on_5_days(stories_a_day, days, known):
    familiar = Familiarity(2, 2, 2)
    for _ in range(days):
        familiar.learn(told(stories_a_day))
    assert (KNOWN_STORIES, KNOWN_DAYS) == (25, 5)
    assert familiar.known(*CELL).tolist() == [known]
    assert not familiar.known(np.array([1, 0]), np.array([1, 0])).any()


def test_a_day_counts_once_however_many_groups_told_on_it():
    familiar = Familiarity(3, 2, 1)
    group = np.repeat([0, 1, 2], 10)
    familiar.learn(Batch(group, group * 0 + 1, group * 0, np.zeros((30, 1), dtype=np.int64)))
    assert familiar.days.tolist() == [[0], [1]] and familiar.stories.tolist() == [[0], [30]]
    assert familiar.of_group.tolist() == [10, 10, 10]


def test_the_first_stories_of_a_group_may_not_wait_and_those_of_a_well_known_one_may():
    familiar = Familiarity(2, 2, 1)
    for _ in range(20):
        familiar.learn(told(10, group=0))
    assert familiar.old(told(1, group=0)).all()
    assert not familiar.old(told(1, group=1)).any()


def test_the_first_stories_of_a_stratum_may_not_wait_even_in_a_well_known_group():
    familiar = Familiarity(1, 2, 1)
    for _ in range(20):
        familiar.learn(told(10, stratum=1))
    mixed = Batch(np.zeros(2, int), np.array([0, 1]), np.zeros(2, int), np.zeros((2, 1), dtype=np.int64))
    assert familiar.old(mixed).tolist() == [False, True]


def test_what_may_wait_is_at_most_a_quarter_of_what_is_known():
    familiar = Familiarity(1, 2, 1)
    familiar.learn(told(40))
    assert familiar.old(told(int(40 / OLD))).all()
    assert not familiar.old(told(int(40 / OLD) + 1)).any()
    familiar.wait(told(8))
    assert familiar.old(told(2)).all() and not familiar.old(told(3)).any()
    familiar.wait(told(8), -1.0)
    assert familiar.old(told(10)).all()


def test_a_day_is_much_when_it_brings_more_than_a_quarter_of_what_is_known():
    familiar, counter = Familiarity(1, 2, 1), Counter([choice_stream("c", 2)], 2, 1)
    familiar.learn(told(40))
    for n, much in ((10, False), (11, True)):
        cells, most = familiar.much(counter.count(told(n)))
        assert (cells.tolist(), most) == ([much], n * much)


def test_much_of_one_group_is_not_much_of_the_others_of_that_day():
    familiar, counter = Familiarity(2, 1, 1), Counter([choice_stream("c", 2)], 1, 1)
    group = np.repeat([0, 1], 60)
    familiar.learn(Batch(group, group * 0, group * 0, np.zeros((120, 1), dtype=np.int64)))
    group = np.array([0] * 16 + [1])
    cells, most = familiar.much(counter.count(Batch(group, group * 0, group * 0, np.zeros((17, 1), dtype=np.int64))))
    assert (cells.tolist(), most) == ([True, False], 16)


def test_a_restored_one_knows_the_same_and_room_for_more_is_unknown():
    familiar, other = Familiarity(1, 2, 1), Familiarity(1, 2, 1)
    for _ in range(6):
        familiar.learn(told(10))
    familiar.wait(told(3))
    other.restore({name: array.copy() for name, array in familiar.state().items()})
    other.extend(2, 3, 2)
    assert other.known(np.array([1, 2, 1]), np.array([0, 0, 1])).tolist() == [True, False, False]
    assert other.waiting.sum() == 3 and other.of_group.tolist() == [60, 0]
