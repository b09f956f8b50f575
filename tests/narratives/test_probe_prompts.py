"""What a reading suggests, and when somebody has to decide."""

from dataclasses import replace
from datetime import timedelta
from math import inf, nan

import pytest

from narratives.probe import Advice, ProbeState, Verdict
from narratives.probe_prompts import PATIENCE, reason_to_decide, suggestion
from tests.probes import ENDS, FEWER_CROSS, NEARER_GLAD, STARTS, make_outlook, make_probe, make_reading

RUNNING = make_probe(state=ProbeState.RUNNING)
SOON, LATE = STARTS + timedelta(days=20), STARTS + timedelta(days=60)
OPEN = make_reading(verdict=Verdict.SCATTER, effect=-0.05, low=-0.2, high=0.1)
HARM = make_reading(verdict=Verdict.OTHER, effect=0.1, low=0.02, high=0.2)
TINY = make_reading(verdict=Verdict.SCATTER, effect=0.0, low=-0.06, high=0.06)
FEW = make_reading(verdict=Verdict.FEW, effect=nan, low=-inf, high=inf)


@pytest.mark.parametrize(
    ("reading", "advice", "because"),
    [
        (make_reading(), Advice.AMPLIFY, "It moved the hoped-for way"),
        (HARM, Advice.DAMPEN, "It moved the other way"),
        (OPEN, Advice.KEEP_WATCHING, "No clear change yet"),
        (TINY, Advice.STOP, "Even the best case is smaller"),
        (FEW, Advice.KEEP_WATCHING, "No clear change yet"),
        (make_reading(effect=-0.04, low=-0.07, high=-0.01), Advice.STOP, "Even the best case is smaller"),
    ],
)
def test_each_reading_suggests_something_and_says_why(reading, advice, because):
    found = suggestion(RUNNING, [reading], [], SOON)
    assert (found.advice, found.because.startswith(because)) == (advice, True)


def test_harm_comes_before_success():
    probe = replace(RUNNING, aims=(FEWER_CROSS, NEARER_GLAD))
    found = suggestion(probe, [make_reading(), replace(HARM, place=1, effect=-0.1, low=-0.2, high=-0.02)], [], SOON)
    assert found.advice is Advice.DAMPEN
    assert found.because.startswith("One aim moved the hoped-for way and another the other way")


def test_one_aim_that_is_still_open_keeps_a_small_one_from_ending_the_probe():
    probe = replace(RUNNING, aims=(FEWER_CROSS, NEARER_GLAD))
    assert suggestion(probe, [TINY, replace(OPEN, place=1)], [], SOON).advice is Advice.KEEP_WATCHING
    assert suggestion(probe, [TINY], [], SOON).advice is Advice.KEEP_WATCHING


def test_the_end_without_a_clear_change_suggests_to_stop():
    found = suggestion(RUNNING, [OPEN], [], ENDS + timedelta(days=1))
    assert (found.advice, found.because) == (
        Advice.STOP,
        "It has reached its end, 25 May 2026, without a clear change.",
    )
    assert suggestion(RUNNING, [OPEN], [], ENDS).advice is Advice.KEEP_WATCHING


def test_a_clear_change_too_small_to_be_worth_having_is_not_said_to_be_none():
    probe = replace(RUNNING, aims=(FEWER_CROSS, NEARER_GLAD))
    found = [make_reading(effect=-0.04, low=-0.07, high=-0.01), replace(OPEN, place=1, high=0.3)]
    soon, late = (suggestion(probe, found, [], day) for day in (SOON, ENDS + timedelta(days=1)))
    assert (soon.advice, late.advice) == (Advice.KEEP_WATCHING, Advice.STOP)
    assert soon.because.startswith("One aim moved the hoped-for way, by less than is worth having")
    assert late.because.endswith("with a clear change that is smaller than is worth having.")


def test_too_few_stories_are_a_reason_to_stop_once_half_of_the_time_is_over():
    assert suggestion(RUNNING, [FEW], [make_outlook()], SOON).advice is Advice.KEEP_WATCHING
    found = suggestion(RUNNING, [FEW], [make_outlook()], LATE)
    assert (found.advice, found.because.startswith("Too few stories come: half")) == (Advice.STOP, True)


def test_too_few_before_it_began_are_a_reason_at_once():
    found = suggestion(RUNNING, [FEW], [make_outlook(has_enough=False, needed=None)], SOON)
    assert found.advice is Advice.STOP
    assert found.because.startswith("Fewer than 20 people told stories before it began")


def test_what_can_never_show_is_not_said_to_be_possible():
    found = suggestion(RUNNING, [OPEN], [make_outlook(needed=None)], SOON)
    assert found.advice is Advice.KEEP_WATCHING
    assert found.because == "No clear change yet, and only a larger one than you hoped for could show."


def test_nobody_has_to_decide_while_it_is_watched_or_planned():
    assert reason_to_decide(RUNNING, [OPEN], [], SOON, {"ada"}) == ""
    assert reason_to_decide(make_probe(), [], [], ENDS, {"ada"}) == ""


def test_keep_watching_holds_for_two_weeks_and_never_past_the_end():
    watched = replace(RUNNING, decision=Advice.KEEP_WATCHING, decided_on=SOON)
    assert reason_to_decide(watched, [HARM], [], SOON + PATIENCE) == ""
    assert reason_to_decide(watched, [HARM], [], SOON + PATIENCE + timedelta(days=1)).startswith("It moved the other")
    late = replace(watched, decided_on=ENDS)
    assert reason_to_decide(late, [OPEN], [], ENDS + timedelta(days=1)).startswith("It has reached its end")


def test_an_ended_probe_waits_for_a_decision_and_then_for_nothing():
    ended = replace(RUNNING, state=ProbeState.ENDED)
    assert reason_to_decide(ended, [OPEN], [], SOON).startswith("It has reached its end")
    decided = replace(ended, decision=Advice.STOP, decided_on=SOON)
    assert reason_to_decide(decided, [HARM], [], SOON, set()) == ""


def test_an_owner_who_left_is_named_beside_what_the_stories_say():
    assert reason_to_decide(make_probe(), [], [], SOON, {"ben"}).startswith("Its owner can no longer sign in")
    both = reason_to_decide(RUNNING, [HARM], [], SOON, {"ben"})
    assert both.startswith("It moved the other way") and "Its owner can no longer sign in" in both
    assert reason_to_decide(RUNNING, [OPEN], [], SOON, None) == ""
