import numpy as np
import pytest

from models.batch import Batch
from models.bets import BetBook
from models.streams import dyad_streams
from models.tally import Counter
from models.watch import DAYS_A_YEAR, LONGEST_RUN_DAYS, VOLUME_DAYS, Watch
from tests.models.calm import FIRST, monitor, stories

STREAMS = dyad_streams("safe")
BOOK = BetBook(STREAMS)
VOLUMES = 4


def watch(scope="group", unit_of=(0, 1), slices=0.01):
    of_bet = np.append(np.zeros(len(BOOK), dtype=int), [1] * VOLUMES)
    return Watch(scope, np.array(unit_of), np.full(len(of_bet), slices), BOOK, of_bet, VOLUMES)


def even():
    q = np.zeros((1, 2, 12))
    q[0, 0], q[0, 1, :6] = 1 / 12, 1 / 6
    return q


def rows(answers):
    """The winnings of one cell's stories at these dyad bins, where every bin was as likely."""
    none = np.zeros(len(answers), dtype=np.int64)
    bins = np.column_stack([answers, none - 1])
    return BOOK.place(even(), np.zeros((1, 0)), Counter(STREAMS, 1, 1).count(Batch(none, none, none, bins)))


def close(one, day, answers, *, level=0.0, known=500.0, open_bets=True):
    expected = np.full((one.units, len(BOOK.score_stream)), level)
    one.bank.history[:] = np.maximum(one.bank.history, known)
    opened = np.full((one.units, len(BOOK) + VOLUMES), open_bets)
    one.close_answers(day, np.array([0]), rows(answers), expected, np.zeros(one.units), opened)
    one.bank.count(day, np.array([0]), np.array([len(answers)]))


def best(one, unit=0):
    return float(one.bank.evidence[unit, one.answers].max())


def test_answers_that_differ_are_evidence_in_their_own_unit_alone():
    one = watch()
    for day in range(5):
        close(one, FIRST + day, [11, 10, 11])
    assert best(one) > 3 and best(one, unit=1) == 0


def test_a_bet_that_is_closed_gathers_nothing():
    one = watch()
    close(one, FIRST, [11, 10, 11], open_bets=False)
    assert best(one) == 0


def test_what_is_expected_already_is_weak_evidence():
    surprised, warned = watch(), watch()
    for day in range(5):
        close(surprised, FIRST + day, [9, 10, 11])
        close(warned, FIRST + day, [9, 10, 11], level=1.2)
    assert best(warned) < 0.3 * best(surprised)


def test_where_little_is_known_less_is_staked():
    known, unknown = watch(), watch()
    for day in range(5):
        close(known, FIRST + day, [11, 10, 11], known=500.0)
        close(unknown, FIRST + day, [11, 10, 11], known=5.0)
    assert 0 < best(unknown) < 0.7 * best(known)


def test_thirty_stories_of_one_day_weigh_less_than_the_same_thirty_on_ten_days():
    burst, spread = watch(), watch()
    for one in (burst, spread):
        for day in range(40):
            close(one, FIRST + day, [day % 12, (5 * day) % 12, 11 - day % 12])
        one.bank.forget(0, np.ones(len(BOOK) + VOLUMES, dtype=bool))
    close(burst, FIRST + 40, [11, 10, 9] * 10)
    for day in range(10):
        close(spread, FIRST + 40 + day, [11, 10, 9])
    assert best(burst) < 0.6 * best(spread)


@pytest.mark.parametrize("scope", ["group", "collection"])
def test_a_run_that_takes_too_long_starts_afresh(scope):
    one, longest = watch(scope), LONGEST_RUN_DAYS[scope]
    for day in range(0, longest + 30, 2):
        close(one, FIRST + day, [6, 8])
        since = one.bank.since[0, one.answers]
        assert (since[since > 0] >= FIRST + day - longest).all()


def test_thresholds_rise_with_the_pace_of_stories_and_with_a_smaller_budget():
    slow, fast, strict = watch(), watch(), watch(slices=0.001)
    for _ in range(60):
        slow.close_pace(2, True)
        fast.close_pace(20, True)
        strict.close_pace(20, True)
    renewal = BOOK.renewal(np.zeros(0), np.ones(2))
    levels = [one.thresholds(renewal)[:, one.answers] for one in (slow, fast, strict)]
    assert levels[0].shape == (2, len(BOOK))
    assert (levels[0] < levels[1]).all() and (levels[1] < levels[2]).all()
    assert slow.thresholds(renewal).shape == (2, len(BOOK) + VOLUMES)


def test_the_pace_is_the_faster_of_the_recent_and_the_whole():
    one = watch()
    for day in range(200):
        one.close_pace(10 if day < 150 else 2, day > 0)
    assert one.stories_a_year() > 7 * DAYS_A_YEAR
    for _ in range(60):
        one.close_pace(30, True)
    assert one.stories_a_year() > 25 * DAYS_A_YEAR


def silent_after(days):
    """What is found about the volume of a group that tells for so many days and then never again."""
    chance, found, one = np.random.default_rng(2), [], monitor(3)
    for day in range(120):
        batch = stories(chance, np.repeat([0, 1, 2], 4))
        found += one.update(FIRST + day, batch.chosen((batch.group != 2) | (day < days)))
    return [(f.scope, f.unit, f.direction) for f in found if f.signifier == "volume" and f.unit == 2]


def test_the_volume_of_a_group_is_watched_after_twenty_days_with_stories():
    assert VOLUME_DAYS == 20
    assert silent_after(19) == []
    assert silent_after(45) == [("group", 2, "down")]


def test_more_groups_find_the_old_ones_as_they_were():
    one = watch()
    close(one, FIRST, [11, 10, 11])
    before = one.bank.evidence.copy()
    one.extend(np.array([0, 1, 2]), one.slices)
    assert one.units == 3 and not one.bank.evidence[2].any()
    np.testing.assert_array_equal(one.bank.evidence[:2], before)


def test_a_unit_that_starts_afresh_rests_on_little_and_the_others_on_what_they_did():
    one = watch()
    close(one, FIRST, [11, 10, 11])
    one.start_afresh(np.array([0]), 0, 0.1)
    assert one.bank.history[:, 0].tolist() == [50.0, 500.0] and one.bank.history[0, 1] == 500.0
