"""How soon a design would notice shifts, from the monitor itself."""

import pytest

from analysis.design_power import FIRST_RUNS, MOST_RUNS, power, runs_within
from narratives.design_asked import Numbers, power_question
from tests.builders import FRAMEWORK, make_framework


def asked(**more):
    return power_question(make_framework(**more), Numbers(140, 1, 10), 10)


class Clock:
    """Goes on by so many seconds whenever somebody looks."""

    def __init__(self, seconds):
        self.seconds, self.now = seconds, 0.0

    def __call__(self):
        self.now += self.seconds
        return self.now


@pytest.mark.slow
def test_a_first_answer_comes_before_the_longer_look_and_larger_shifts_are_noticed_sooner():
    firsts, heard = [], []
    answer = power(
        asked(),
        first=lambda answer, done, of: firsts.append((answer["runs"], done, of)),
        progress=lambda done, of: heard.append(done / of),
        clock=Clock(30.0),  # for the first runs: six fit into the budget
    )
    assert answer["runs"] == 6
    assert [runs for runs, _, _ in firsts] == [FIRST_RUNS] and firsts[0][1] < firsts[0][2]
    assert heard[-1] == 1.0 and max(heard[:-1]) < 1.0
    soonest = {one["size"]: one["median"] for one in answer["whole"]}
    assert soonest[1.4] is not None and soonest[1.4] <= 14
    assert soonest[0.7] is None or soonest[1.4] <= soonest[0.7]


def test_a_slow_machine_stays_with_the_first_answer():
    answer = power(asked(), first=lambda *told: pytest.fail(), progress=lambda done, of: None, clock=Clock(3600.0))
    assert answer["runs"] == FIRST_RUNS


def test_runs_fit_into_the_budget():
    assert (runs_within(45, 0.1), runs_within(45, 5), runs_within(45, 60)) == (MOST_RUNS, 9, 0)


def test_choices_alone_cannot_be_watched():
    choices = [one for one in FRAMEWORK["signifiers"] if one["type"] == "choice"]
    with pytest.raises(ValueError, match="order|watched|tells|nothing|signifier"):
        power(asked(signifiers=choices), first=lambda *told: None, progress=lambda done, of: None)
