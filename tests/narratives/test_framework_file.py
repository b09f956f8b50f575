import copy
import json

import pytest

from narratives.errors import FrameworkError
from narratives.framework_file import framework_to_json, parse_framework, read_framework
from tests.builders import FRAMEWORK, make_framework


def test_a_framework_survives_the_round_trip_to_json():
    assert framework_to_json(make_framework()) == FRAMEWORK
    assert parse_framework(json.dumps(FRAMEWORK)) == make_framework()


def test_the_level_question_and_the_warm_signifiers_are_known():
    framework = make_framework()
    assert framework.has_level_question
    assert [signifier.id for signifier in framework.warm_signifiers] == ["mood", "say"]


def test_every_problem_is_named_at_its_place_at_once():
    document = copy.deepcopy(FRAMEWORK)
    document["version"] = 0
    document["signifiers"][0]["hot"] = ["furious"]
    document["signifiers"][1]["anchors"] = [{"id": "none", "label": ""}]
    document["signifiers"][2]["id"] = "story"
    document["signifiers"][3]["max_responses"] = 99
    with pytest.raises(FrameworkError) as caught:
        read_framework(document)
    assert caught.value.problems == (
        "framework.version: found 0; write a whole number from 1",
        "signifiers[0].hot: 'furious' is not one of the anchors ['cross', 'glad', 'sad']",
        "signifiers[1].anchors: found 1 entries; give 2",
        "signifiers[1].hot: 'none' is not one of the anchors []",
        "signifiers[2].id: 'story' is used by the page itself; choose another id",
        "signifiers[3].max_responses: found 99; write a number from 1 to the number of options",
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "line 1: this is not JSON"),
        ("[]", "framework: write one JSON object"),
        ("[" * 100_000, "nested too deeply"),
        ('{"signifiers": 3}', "framework.signifiers: write a list of objects here"),
    ],
)
def test_a_file_that_is_no_framework_is_refused_with_a_sentence(text: str, problem: str):
    with pytest.raises(FrameworkError, match=problem.replace("[", r"\[").replace("(", r"\(")):
        parse_framework(text)


def test_two_signifiers_of_one_name_are_refused():
    document = copy.deepcopy(FRAMEWORK)
    document["signifiers"][1]["id"] = "mood"
    with pytest.raises(FrameworkError, match="'mood' stands more than once"):
        read_framework(document)
