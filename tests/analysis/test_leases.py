from datetime import UTC, datetime, timedelta

import pytest

from analysis.leases import RENEW_AFTER, SECONDS, InterruptedPassError, Leases

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Clock:
    def __init__(self):
        self.time = NOON

    def __call__(self):
        return self.time

    def pass_by(self, seconds):
        self.time += timedelta(seconds=seconds)


@pytest.fixture
def clock():
    return Clock()


def test_only_one_worker_holds_a_lease_and_gives_it_back(db, clock):
    ann, bob = Leases(db, clock), Leases(db, clock)
    assert ann.holder != bob.holder
    with ann.hold("words") as beat, bob.hold("words") as other, bob.hold("themes") as elsewhere:
        assert beat is not None and other is None and elsewhere is not None
    with bob.hold("words") as beat:
        assert beat is not None


def test_the_lease_of_a_killed_worker_ends_by_itself(db, clock):
    ann, bob = Leases(db, clock), Leases(db, clock)
    ann._take("words")
    clock.pass_by(SECONDS + 1)
    with bob.hold("words") as beat:
        assert beat is not None


def test_a_worker_that_slept_too_long_learns_that_another_took_over(db, clock):
    ann, bob = Leases(db, clock), Leases(db, clock)
    with ann.hold("words") as beat:
        clock.pass_by(SECONDS + 1)
        with bob.hold("words"), pytest.raises(InterruptedPassError, match="another worker took over words"):
            beat()


def test_a_long_piece_of_work_keeps_its_lease(db, clock):
    ann, bob = Leases(db, clock), Leases(db, clock)
    with ann.hold("words") as beat:
        for _ in range(10):
            clock.pass_by(RENEW_AFTER + 1)
            beat()
        with bob.hold("words") as other:
            assert other is None


def test_a_worker_that_is_asked_to_stop_ends_at_the_next_commit(db, clock):
    with Leases(db, clock, stop=lambda: True).hold("words") as beat, pytest.raises(InterruptedPassError, match="stop"):
        beat()
