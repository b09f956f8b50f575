import io

import numpy as np
import pytest

from models.batch import Batch
from models.delay import LAG_DAYS, SHARE_OF_LIFE, Delay

FIRST = 738_156


def told(day, n=2, weight=None):
    """A batch that can be told from any other: its groups say the day."""
    none = np.zeros(n, dtype=np.int64)
    return Batch(np.full(n, day - FIRST), none, none + 1, np.full((n, 2), day % 5), weight)


def put(delay, days):
    """The (day, days waited) of all that came back, in the order in which it did."""
    found = []
    for day in days:
        found += [(told_on, day - told_on, batch) for told_on, batch in delay.put(day, told(day))]
    return found


def test_days_come_back_in_order_each_once_as_they_were():
    found = put(Delay(2), range(FIRST, FIRST + 200))
    days = [told_on for told_on, _, _ in found]
    assert days == list(range(FIRST, FIRST + 200 - LAG_DAYS))
    for told_on, _, batch in found:
        np.testing.assert_array_equal(batch.group, told(told_on).group)
        np.testing.assert_array_equal(batch.bins, told(told_on).bins)


def test_in_the_first_weeks_a_day_waits_a_quarter_of_the_age_and_never_more_than_the_lag():
    waited = {told_on - FIRST: days for told_on, days, _ in put(Delay(2), range(FIRST, FIRST + 120))}
    assert (waited[0], waited[3], waited[4], waited[20]) == (0, 0, 1, 6)
    for age, days in waited.items():
        # Due on the first day that is at least a quarter of its own age after the story.
        assert days == min(LAG_DAYS, next(d for d in range(99) if d >= min(LAG_DAYS, (age + d) // SHARE_OF_LIFE)))
    assert max(waited.values()) == waited[80] == LAG_DAYS


def test_days_without_stories_are_not_kept_but_time_goes_by():
    delay = Delay(2)
    put(delay, range(FIRST, FIRST + 100))
    empty = [delay.put(FIRST + 100 + gap, Batch.empty(2)) for gap in range(LAG_DAYS + 10)]
    assert [told_on for due in empty for told_on, _ in due] == list(range(FIRST + 100 - LAG_DAYS, FIRST + 100))
    assert not delay.state()["days"].size


@pytest.mark.parametrize("at", [0, 1, 40, 90])
def test_a_queue_that_was_stored_and_restored_goes_on_exactly(at):
    through, before = Delay(2), Delay(2)
    expected = put(through, range(FIRST, FIRST + 120))
    found = put(before, range(FIRST, FIRST + at))
    file = io.BytesIO()
    np.savez(file, **before.state())
    file.seek(0)
    after = Delay(2)
    with np.load(file, allow_pickle=False) as arrays:
        after.restore(dict(arrays))
    found += put(after, range(FIRST + at, FIRST + 120))
    assert [one[:2] for one in found] == [one[:2] for one in expected]
    for (_, _, one), (_, _, other) in zip(found, expected, strict=True):
        for name in ("group", "stratum", "mode", "bins"):
            np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


def test_what_a_story_weighs_survives_a_restore_and_a_whole_one_stays_whole():
    delay, after = Delay(2), Delay(2)
    put(delay, range(FIRST, FIRST + 90))
    delay.put(FIRST + 90, told(FIRST + 90, weight=np.array([0.5, 0.0])))
    after.restore(delay.state())
    due = [one for day in range(91, 91 + LAG_DAYS) for one in after.put(FIRST + day, Batch.empty(2))]
    weights = {told_on - FIRST: batch.weight.tolist() for told_on, batch in due}
    assert weights[90] == [0.5, 0.0] and weights[89] == [1, 1]


def test_what_a_group_said_before_its_change_began_is_not_learnt_any_more_and_all_else_is():
    delay, given = Delay(2), []
    put(delay, range(FIRST, FIRST + 80))
    for day in range(80, 84):
        group = np.array([0, 1])
        given.append(Batch(group, group * 0, group * 0, np.full((2, 2), 3)))
        delay.put(FIRST + day, given[-1].chosen(np.ones(2, dtype=bool)))
    delay.forget(np.array([False, True] + [False] * 90), np.array([1]), FIRST + 82)
    due = {day - FIRST: b for at in range(84, 98) for day, b in delay.put(FIRST + at, Batch.empty(2))}
    assert [due[day].bins.tolist() for day in (80, 81)] == [[[3, 3], [3, -1]]] * 2
    assert [due[day].bins.tolist() for day in (82, 83)] == [[[3, 3], [3, 3]]] * 2
    assert all((batch.bins == 3).all() for batch in given)
