import pytest

from analysis.embedding_pace import Pace


def steady(pace, start, seconds, per_second):
    for second in range(1, seconds + 1):
        pace.add(per_second, start + second)


def test_nothing_is_known_before_anything_is_done():
    assert Pace().per_second == 0.0


def test_a_steady_pace_is_told_as_it_is():
    pace = Pace()
    pace.begin(1_000)
    steady(pace, 1_000, 30, 5)
    assert pace.per_second == pytest.approx(5)


def test_a_pause_does_not_slow_the_pace_and_what_the_worker_did_between_batches_does():
    pace = Pace()
    pace.begin(0)
    steady(pace, 0, 30, 5)
    pace.begin(30 + 86_400)
    steady(pace, 30 + 86_400, 30, 5)
    assert pace.per_second == pytest.approx(5)
    pace.begin(86_460 + 30)
    pace.add(5, 86_460 + 31)
    assert pace.per_second < 4


def test_the_pace_of_late_counts_more_than_that_of_hours_ago():
    pace = Pace()
    pace.begin(0)
    steady(pace, 0, 600, 50)
    steady(pace, 600, 600, 5)
    assert pace.per_second == pytest.approx(5, rel=0.1)


def test_a_run_that_was_stopped_begins_with_its_pace_and_learns_a_new_one():
    pace = Pace.resumed(8.0)
    assert pace.per_second == pytest.approx(8)
    pace.begin(0)
    steady(pace, 0, 400, 2)
    assert pace.per_second == pytest.approx(2, rel=0.1)
    assert Pace.resumed(0.0).per_second == 0.0


def test_a_clock_put_back_is_left_out():
    pace = Pace()
    pace.begin(100)
    pace.add(5, 101)
    pace.begin(50)
    pace.add(5, 50)
    pace.add(5, 51)
    assert pace.per_second == pytest.approx(5, rel=0.01)
