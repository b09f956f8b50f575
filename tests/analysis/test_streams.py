import numpy as np
import pytest

from analysis.streams import ARRIVALS, MODES, TEXTS, budgets, plan_streams
from models.bins import zone_bins
from tests.analysis.test_monitor import ABOUT, make_telling
from tests.builders import FRAMEWORK, make_collection, make_framework

TRIAD = FRAMEWORK["signifiers"][0]


def plan_of(*signifiers, **rules):
    return plan_streams(make_collection(**rules), make_framework(signifiers=list(signifiers)))


@pytest.fixture
def plan():
    return plan_of(*FRAMEWORK["signifiers"], ABOUT)


def test_placements_single_choices_about_the_story_the_hot_score_and_what_does_not_apply_are_watched(plan):
    names = [stream.name for stream in plan.streams]
    mood = [f"mood:{part}" for part in ("glad", "sad", "cross", "extremes", "zone", "spot")]
    assert names == [*mood, "say", "say:extremes", "about", "temperature", "not-applicable"]


def test_a_choice_about_the_story_is_a_theme_and_only_placements_are_temperature(plan):
    signals = {stream.name: stream.signal for stream in plan.streams}
    assert signals.pop("about") == "theme"
    assert set(signals.values()) == {"temperature"}


def test_every_two_triads_make_a_pocket_but_at_most_six_do():
    pockets = [
        [one.name for one in plan_of(*({**TRIAD, "id": f"t{n}"} for n in range(triads))).streams if one.kind == "joint"]
        for triads in (1, 3, 9)
    ]
    assert pockets[0] == []
    assert pockets[1] == ["t0:zone&t1:zone", "t0:zone&t2:zone", "t1:zone&t2:zone"]
    assert len(pockets[2]) == 6


def test_texts_are_watched_by_topic_novelty_echo_and_pockets_with_at_most_four_triads():
    streams = plan_of(*({**TRIAD, "id": f"t{n}"} for n in range(6))).text_streams(9)
    assert [one.name for one in streams[:3]] == ["theme", "novelty", "echo"]
    assert [one.name for one in streams if one.kind == "joint"] == [f"t{n}:zone&theme" for n in range(4)]
    assert all(one.weight < 0.1 for one in streams if one.name.endswith(":zone"))


def test_there_is_a_column_for_every_stream_that_is_not_joint(plan):
    tellings = [make_telling(), make_telling(answers={})]
    assert plan.bins(tellings).shape == (2, 11)
    assert plan.bins([]).shape == (0, 11)
    assert plan.zone_bins(tellings).tolist() == [[2], [-1]]


def test_what_does_not_apply_or_was_not_answered_is_left_out_and_never_centred(plan):
    refused = make_telling(answers={"mood": {"na": True}, "say": {"value": 0.0}}, hot=None)
    silent = make_telling(answers={}, hot=None)
    unshown = make_telling(answers={"mood": {"shown": False}}, hot=None)
    bins = plan.bins([refused, silent, unshown])
    assert bins[0].tolist() == [-1] * 6 + [0, 5] + [-1, -1, 1]
    assert (bins[1:] == -1).all()


@pytest.mark.parametrize("shares", [[float("nan")] * 3, [0.5, None, 0.5], [0.5, 0.5], [float("inf"), 0.0, 0.0]])
def test_a_placement_that_is_not_a_number_is_not_answered(plan, shares):
    answers = {"mood": {"shares": shares}, "say": {"value": float("nan")}}
    bins = plan.bins([make_telling(answers=answers, hot=float("nan"))])
    assert bins[0, :10].tolist() == [-1] * 10


def test_an_option_that_the_framework_does_not_have_is_not_answered(plan):
    assert plan.bins([make_telling(answers={"about": {"options": ["moles"]}})])[0, 8] == -1
    assert plan.bins([make_telling(answers={"about": {"options": []}})])[0, 8] == -1


def test_who_answers_and_the_way_of_asking_beyond_their_places_are_the_rest(plan):
    codes = np.arange(20)
    bins = plan.arrival_bins(codes, codes)
    assert bins.max(axis=0).tolist() == [plan.strata - 1, MODES - 1]
    assert [one.levels for one in plan.arrival_streams()] == [plan.strata, MODES]


def test_who_has_nothing_to_watch_leaves_its_part_of_the_budget_to_the_rest(plan):
    collection = make_collection(alerts_a_year=2.0)
    assert budgets(collection, plan) == pytest.approx((1.2, 0.4, 0.4))
    nothing = plan_of({"type": "freetext", "id": "more", "title": "Anything else?", "required": False})
    assert nothing.bins([make_telling()]).shape == (1, 0)
    assert budgets(collection, nothing) == pytest.approx((0, 2 * TEXTS / (TEXTS + ARRIVALS), 1.0))


def test_the_engine_is_another_one_when_the_budget_or_the_questions_change(plan):
    other = plan_streams(make_collection(alerts_a_year=4.0), plan.framework)
    assert other.engine != plan.engine
    assert plan_of(TRIAD).engine != plan.engine


def test_zones_are_those_of_the_engine(plan):
    shares = np.random.default_rng(0).dirichlet([1, 1, 1], 50)
    tellings = [make_telling(answers={"mood": {"shares": one.tolist()}}) for one in shares]
    assert plan.zone_bins(tellings)[:, 0].tolist() == zone_bins(shares).tolist()
