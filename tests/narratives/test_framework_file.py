import copy
import json
from dataclasses import replace

import pytest

from narratives.errors import FrameworkError
from narratives.framework_file import framework_to_json, parse_framework, read_framework
from narratives.framework_texts import texts_of
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


BRANCHED = {
    **FRAMEWORK,
    "prompts": [{"id": "good", "label": "Something that grew"}, {"id": "bad", "label": "Something that died"}],
    "hearers": [{"id": "wardens", "label": "The wardens"}],
    "branches": [
        {
            "id": "wishes",
            "title": "About the wish",
            "introduction": "Only two more.",
            "opened_by": {"signifier": "wish", "options": ["w1"]},
            "signifiers": [
                {**FRAMEWORK["signifiers"][1], "id": "soon", "title": "It should come…", "random_order": True}
            ],
        }
    ],
    "translations": {
        "cy": {"title": "Yr ardd", "mood": "Roeddwn i’n…", "mood.glad": "hapus", "branch.wishes": "Y dymuniad"}
    },
}


def test_branches_prompts_and_hearers_are_written_back_as_they_were_read():
    framework = read_framework(BRANCHED)
    assert [one.id for one in framework.signifiers][-1] == "soon"
    assert framework.branch_of("soon").options == {"w1"}
    assert framework.branch_of("mood") is None
    assert read_framework(framework_to_json(framework)) == framework


def test_a_framework_without_the_newer_parts_is_written_as_before_them():
    document = framework_to_json(make_framework())
    assert set(document) == {"id", "version", "title", "language", "prompting_question", "introduction", "signifiers"}
    assert "random_order" not in document["signifiers"][0]
    assert "min_responses" not in document["signifiers"][2]


BEES = BRANCHED["branches"][0]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (
            {"branches": [{**BEES, "opened_by": {"signifier": "mood", "options": ["glad"]}}]},
            "branches[0].opened_by: name a choice that everybody is asked, one of ['role', 'wish']",
        ),
        (
            {"branches": [{**BEES, "opened_by": {"signifier": "wish", "options": ["x"]}}]},
            "branches[0].opened_by.options: 'x' is not an option of 'wish'",
        ),
        (
            {"branches": [{**BEES, "signifiers": [FRAMEWORK["signifiers"][0]]}]},
            "framework.signifiers: 'mood' stands more than once; give each its own id",
        ),
        (
            {"prompts": [{"id": "na", "label": "x"}]},
            "framework.prompts[0].id: 'na' stands for \"does not apply\"; choose another id",
        ),
        (
            {"translations": {"cy": {"mood.happy": "hapus"}}},
            "translations.cy.mood.happy: no text of this framework has that key",
        ),
        (
            {"translations": {"Cymraeg": {}}},
            "translations.Cymraeg: write a language code such as cy, with an object of texts",
        ),
    ],
)
def test_what_is_wrong_with_the_newer_parts_is_said_at_its_place(change, problem):
    with pytest.raises(FrameworkError) as refused:
        read_framework({**BRANCHED, **change})
    assert problem in refused.value.problems


def test_a_language_is_spoken_only_when_every_text_is_there():
    framework = read_framework(BRANCHED)
    assert framework.languages == ("en",)
    assert framework.in_language("cy") is framework
    texts = {key: f"{text} (cy)" for key, text in texts_of(framework).items()}
    whole = replace(framework, texts={"cy": texts})
    assert whole.languages == ("en", "cy")
    welsh = whole.in_language("cy")
    assert (welsh.language, welsh.title, welsh.triads[0].anchors[0].label) == ("cy", "The garden (cy)", "glad (cy)")
    assert (welsh.prompts[0].label, welsh.hearers[0].label) == ("Something that grew (cy)", "The wardens (cy)")
    assert welsh.branches[0].title == "About the wish (cy)"
    assert all(text.endswith("(cy)") for text in texts_of(welsh).values())
