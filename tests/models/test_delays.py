import pytest

from models.delays import Delays, least_noticed, least_pace

QUICK, SLOW, NEVER = Delays(1.4, 4, (3, 4, 5, 9)), Delays(0.5, 4, (80, 120, 130)), Delays(0.2, 4, ())


def test_shares_of_runs_and_what_was_missed():
    assert [QUICK.by(share) for share in (0.1, 0.5, 0.9)] == [3, 4, 9]
    assert [SLOW.by(share) for share in (0.1, 0.5, 0.9)] == [80, 120, None]
    assert (QUICK.missed, SLOW.missed, NEVER.missed) == (0.0, 0.25, 1.0)
    assert SLOW.within(90) == 0.25


def test_the_smallest_size_noticed_is_one_above_which_all_are():
    assert least_noticed([NEVER, SLOW, QUICK]) == 1.4
    assert least_noticed([NEVER, SLOW, QUICK], days=120) == 0.5
    assert least_noticed([Delays(0.2, 2, (1, 2)), Delays(0.5, 2, ()), QUICK]) == 1.4
    assert least_noticed([NEVER]) is None


@pytest.mark.parametrize(
    ("paces", "least"),
    [
        ([(2.0, QUICK), (8.0, QUICK)], 0.0),
        ([(2.0, NEVER), (8.0, QUICK)], 4.0),
        ([(2.0, QUICK), (4.0, NEVER), (16.0, QUICK)], 8.0),
        ([(2.0, NEVER), (8.0, NEVER)], None),
    ],
)
def test_the_pace_that_is_enough_lies_between_two_that_were_run(paces, least):
    assert least_pace(paces) == least
