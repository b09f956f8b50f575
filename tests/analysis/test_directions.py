import numpy as np
import pytest

from analysis.directions import OTHERS, Words, zone_of_spot
from analysis.streams import plan_streams
from models.bins import spot_bins
from narratives.movement import movement
from narratives.triangle import ZONES, zone_of
from tests.analysis.test_monitor import ABOUT, make_alarm
from tests.builders import FRAMEWORK, make_collection, make_framework

SECOND = {**FRAMEWORK["signifiers"][0], "id": "luck"}


@pytest.fixture
def plan():
    return plan_streams(make_collection(), make_framework(signifiers=[*FRAMEWORK["signifiers"], SECOND, ABOUT]))


ANSWERS = [
    ({}, ("mood", "anchor:cross")),
    ({"direction": "down"}, ("mood", "away:cross")),
    ({"direction": "wider"}, ("mood", "wider")),
    ({"direction": "narrower"}, ("mood", "narrower")),
    ({"stream": "mood:extremes"}, ("mood", "more-extreme")),
    ({"stream": "mood:extremes", "direction": "down"}, ("mood", "more-balanced")),
    ({"stream": "mood:zone", "level": 3}, ("mood", "zone:3")),
    ({"stream": "mood:spot", "level": 24}, ("mood", "zone:0")),
    ({"signifier": "say", "stream": "say"}, ("say", "anchor:all")),
    ({"signifier": "say", "stream": "say", "direction": "down"}, ("say", "anchor:none")),
    ({"signifier": "say", "stream": "say:extremes"}, ("say", "more-extreme")),
    ({"signifier": "about", "stream": "about", "level": 1, "signal": "theme"}, ("about", "option:slugs")),
    ({"signifier": "temperature", "stream": "temperature"}, ("hot-score", "hotter")),
    ({"signifier": "temperature", "stream": "temperature", "direction": "down"}, ("hot-score", "calmer")),
    ({"signifier": "temperature", "stream": "temperature", "direction": "wider"}, ("hot-score", "wider")),
    ({"signifier": "not-applicable", "stream": "not-applicable"}, ("not-applicable", "more")),
    ({"signifier": "not-applicable", "stream": "not-applicable", "direction": "down"}, ("not-applicable", "fewer")),
    ({"signifier": "pockets", "stream": "mood:zone&luck:zone", "level": 9}, ("pockets", "pocket:mood=1&luck=2")),
]
TEXTS = [
    ({"signifier": "theme", "stream": "theme", "level": 4}, ("theme", "topic:4")),
    ({"signifier": "novelty", "stream": "novelty", "level": 7}, ("novelty", "new-topic")),
    ({"signifier": "novelty", "stream": "echo", "level": 3}, ("novelty", "new-topic")),
    ({"signifier": "pockets", "stream": "mood:zone&theme", "level": 25}, ("pockets", "pocket:mood=2&theme=5")),
]
ARRIVALS = [
    ({"signifier": "volume", "stream": "volume"}, ("volume", "more")),
    ({"signifier": "volume", "stream": "volume", "direction": "down"}, ("volume", "fewer")),
    ({"signifier": "stratum", "stream": "stratum", "level": 1}, ("who", "who:picker")),
    ({"signifier": "mode", "stream": "mode", "level": 0}, ("way", "way:web")),
    ({"signifier": "mode", "stream": "mode", "level": 5}, ("way", f"way:{OTHERS}")),
]


@pytest.mark.parametrize(("changes", "words"), ANSWERS)
def test_an_alarm_of_answers_is_put_into_the_frameworks_own_words(plan, changes, words):
    assert Words(plan, plan.streams).of(make_alarm(**changes), [], []) == words
    assert movement(*words, plan.framework) is not None


@pytest.mark.parametrize(("changes", "words"), TEXTS)
def test_an_alarm_of_texts_names_a_topic_or_says_that_there_is_a_new_one(plan, changes, words):
    assert Words(plan, plan.text_streams(10)).of(make_alarm(**changes), [], []) == words
    assert movement(*words, plan.framework, {4: "beans", 5: "slugs"}) is not None


@pytest.mark.parametrize(("changes", "words"), ARRIVALS)
def test_an_alarm_of_arrivals_says_who_or_how(plan, changes, words):
    strata, modes = ["digger", "picker"], ["web", "paper"]
    assert Words(plan, plan.arrival_streams()).of(make_alarm(signal="collection", **changes), strata, modes) == words
    assert movement(*words, plan.framework) is not None


def test_every_spot_lies_in_one_zone():
    shares = np.random.default_rng(0).dirichlet([1, 1, 1], 2_000)
    zones = [ZONES.index(zone_of(tuple(one))) for one in shares]
    assert [zone_of_spot(spot) for spot in spot_bins(shares).tolist()] == zones
