"""The claims about detection that `./run prove detection` makes of what it measured."""

import pytest

from benchmarks import detection_goals as goals
from benchmarks.claims import Verdict
from benchmarks.detection import Delays, Detection, FalseAlarms
from benchmarks.oracles import Limit
from benchmarks.worlds import SHIFTS


@pytest.fixture
def found(monkeypatch):
    """Every world found after 9 days, rightly; the oracle after 6; one rival after 8."""
    run = Delays((Detection(9, True, True, True, -2),) * 3)
    monkeypatch.setattr(goals, "_ours", lambda name: run)
    monkeypatch.setattr(goals, "_limits", lambda: dict.fromkeys(SHIFTS, Limit(3.0, 6.0, 224)))
    monkeypatch.setattr(goals, "_theirs", lambda name: {"a": (8.0, 0.0), "b": (float("inf"), 1.0)})


def test_every_goal_is_about_a_world_that_is_simulated():
    assert set(goals.GOALS) <= set(SHIFTS)


def test_a_delay_is_held_against_the_oracle_that_shares_its_budget(found):
    claims = {claim.claimed: claim for claim in goals.delays_beside_the_oracle()}
    assert claims["area mean 0.7: days over the oracle's"].verdict is Verdict.HOLDS
    assert claims["area mean 1.4: days over the oracle's"].verdict is Verdict.FALLS_SHORT
    assert claims["area mean 1.4: days over the oracle's"].measured == "1.5 x"
    assert claims["area mean 1.4: not found in 150 days"].verdict is Verdict.HOLDS


def test_every_row_on_which_another_is_faster_is_named(found):
    *rows, last = goals.ahead_of_others()
    assert {row.verdict for row in rows} <= {Verdict.FALLS_SHORT, Verdict.NOT_MEASURED}
    assert last.measured == str(len(SHIFTS)) and "area mean 0.7" in last.note


def test_place_and_onset_are_pooled_over_all_worlds(found):
    placed, onset = goals.where_and_since_when()
    assert (placed.measured, onset.measured) == ("100 %", "2 days")


@pytest.mark.parametrize(("years", "verdict"), [(3.0, Verdict.NOT_MEASURED), (40.0, Verdict.HOLDS)])
def test_a_rate_of_one_a_year_is_judged_world_by_world_only_after_enough_years(monkeypatch, years, verdict):
    monkeypatch.setattr(goals, "false_alarms", lambda *_, **__: FalseAlarms(int(years // 2), years, {}))
    every, *singly = goals.false_alarms_at_one()
    assert every.verdict is Verdict.HOLDS and {claim.verdict for claim in singly} == {verdict}


def test_the_number_of_replicates_is_a_setting_of_the_run(monkeypatch):
    monkeypatch.setenv("MURMURATION_DETECTION_REPLICATES", "7")
    assert goals.replicates() == 7
