import json
from pathlib import Path

import pytest

from narratives.event import event_collection, event_framework, event_id, prediction_id, questions_of
from narratives.framework_file import framework_to_json, parse_framework, read_framework
from narratives.probe_regions import regions
from narratives.signifiers import Predicts
from tests.builders import FRAMEWORK, TODAY, make_framework
from tests.events import EVENT, make_plan

EXAMPLES = Path(__file__).parents[2] / "examples" / "frameworks"
GUESSES = ["mood-by-diggers", "mood-by-office", "mood-by-visitors"]


def test_an_event_asks_the_chosen_questions_and_then_for_a_guess_about_each_side():
    found = event_framework(make_plan(), EVENT)
    assert [one.id for one in found.signifiers] == ["mood", "say", *GUESSES]
    assert [one.id for one in found.told] == ["mood", "say"] and [one.id for one in found.predictions] == GUESSES
    guess = found.signifier("mood-by-office")
    assert guess.predicts == Predicts("mood", "Office") and guess.anchors == found.signifier("mood").anchors
    assert guess.title == "Your guess: where will “Office” mostly place “It left me…”?"
    assert found.introduction == "The pump broke and the beds were dry for a week."
    assert found.prompting_question == "What happened in the garden?"


def test_a_guess_says_nothing_of_how_hot_it_is_and_nobody_has_to_make_it():
    base = make_framework(signifiers=[{**FRAMEWORK["signifiers"][0], "required": True}, FRAMEWORK["signifiers"][1]])
    found = event_framework(make_plan(base=base, predicted=("mood", "say")), EVENT)
    assert all(not (one.hot or one.cold or one.required) for one in found.predictions)
    assert not found.signifier("say-by-office").level
    assert [one.id for one in found.warm_signifiers] == ["mood", "say"] and found.signifier("mood").required


def test_triads_dyads_and_what_a_probe_may_aim_at_are_about_the_event_alone():
    found = event_framework(make_plan(predicted=("mood", "say")), EVENT)
    assert [one.id for one in (*found.triads, *found.dyads)] == ["mood", "say"]
    assert {one.signifier for one in regions(found)} - {"hot-score"} == {"mood", "say"}


def test_the_framework_of_an_event_reads_back_as_it_was_written():
    found = event_framework(make_plan(), EVENT)
    written = json.loads(json.dumps(framework_to_json(found)))
    assert read_framework(written) == found
    assert written["signifiers"][2]["predicts"] == {"signifier": "mood", "group": "Diggers"}


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*.json")), ids=lambda file: file.stem)
def test_frameworks_without_guesses_are_written_as_before(file):
    written = json.dumps(framework_to_json(parse_framework(file.read_text(encoding="utf-8"))))
    assert '"predicts"' not in written and '"group_question"' not in written


def test_guesses_are_asked_in_every_language_of_the_questions():
    base = parse_framework((EXAMPLES / "one-event.json").read_text(encoding="utf-8"))
    plan = make_plan(base=base, asked=("informed", "seen"), predicted=("informed",))
    found = event_framework(plan, EVENT)
    assert found.languages == ("en", "cy")
    welsh = found.in_language("cy")
    assert welsh.signifier("informed-by-office").title.startswith("Eich dyfaliad: ble bydd “Office”")
    assert welsh.signifier("informed-by-office").anchors == welsh.signifier("informed").anchors
    assert welsh.group_question == "O ba ochr y gwelsoch chi hyn?" and welsh.introduction == plan.happened


def test_sides_whose_names_hold_no_latin_letters_have_ids_too():
    plan = make_plan(perspectives=("العائلات", "الإدارة", "A b", "A-b"))
    ids = [one.id for one in event_framework(plan, EVENT).predictions]
    assert len(set(ids)) == 4 and "mood-by-a-b" in ids and all(one.isascii() for one in ids)
    assert prediction_id("mood", "Service users") == "mood-by-service-users"


def test_the_sides_are_the_reporting_groups_of_a_careful_collection():
    found = event_collection(make_plan(), EVENT, TODAY)
    assert [one.name for one in found.groups] == ["Diggers", "Office", "Visitors"]
    assert found.policy == "protected" and found.sensitive and found.opens_on == TODAY


def test_an_event_is_named_after_its_title_and_apart_from_the_others():
    assert event_id("A fall, on the ward!") == "event-a-fall-on-the-ward"
    assert event_id("???") == "event-untitled"
    assert event_id("A fall", ["event-a-fall", "event-a-fall-2"]) == "event-a-fall-3"
    assert len(event_id("word " * 60)) <= 46


def test_an_event_asks_only_what_everybody_can_place():
    asked = [one.id for one in questions_of(make_framework())]
    assert asked == ["mood", "say"]
    assert not questions_of(event_framework(make_plan(asked=()), EVENT))
