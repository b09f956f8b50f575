"""Each token has a pace of its own, and whoever is too fast is told when to come back."""

from tests.programs import Program, assert_problem
from web.api.caller import PACE
from web.api.pace import Pace


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_empties_and_fills_up_steadily():
    clock = Clock()
    pace = Pace(60, clock)
    assert [pace.wait_for("a") for _ in range(60)] == [0] * 60
    assert pace.wait_for("a") == 1
    clock.now += 1
    assert [pace.wait_for("a"), pace.wait_for("a")] == [0, 1]
    clock.now += 3_600
    assert [pace.wait_for("a") for _ in range(61)] == [0] * 60 + [1]


def test_one_token_does_not_slow_another_down():
    pace = Pace(1, Clock())
    assert [pace.wait_for("a"), pace.wait_for("a"), pace.wait_for("b")] == [0, 60, 0]


def test_a_clock_that_jumps_back_locks_nobody_out_for_ever():
    clock = Clock()
    pace = Pace(60, clock)
    pace.wait_for("a")
    clock.now -= 10
    assert pace.wait_for("a") == 0


def test_too_many_requests_are_told_when_to_come_back(app):
    app.extensions[PACE] = Pace(2, Clock())
    fast, other = Program(app), Program(app)
    assert [fast.get("").status_code for _ in range(2)] == [200, 200]
    answer = fast.get("")
    assert_problem(answer, 429, "too-many")
    assert answer.headers["Retry-After"] == "30"
    assert other.get("").status_code == 200
