"""The form of a part: what it shows is read back into the same part, and names are made once."""

import pytest

from narratives.draft_form import (
    beginning_fields,
    entry_of,
    fields_of,
    hearers_fields,
    swapped,
    with_beginning,
    with_hearers,
)
from narratives.draft_parts import change_part
from narratives.framework_file import read_framework
from tests.builders import FRAMEWORK
from tests.narratives.test_draft_parts import BRANCH

STONES = {
    "type": "stones",
    "id": "who",
    "title": "Place who was there",
    "required": True,
    "x_anchors": [{"id": "far", "label": "far"}, {"id": "near", "label": "near"}],
    "y_anchors": [{"id": "quiet", "label": "quiet"}, {"id": "loud", "label": "loud"}],
    "stones": [{"id": "me", "label": "I"}, {"id": "them", "label": "they"}],
}
WITH_OTHER = {
    **FRAMEWORK["signifiers"][2],
    "id": "tool",
    "options": [
        {"id": "spade", "label": "a spade", "image": "spade.svg"},
        {"id": "hoe", "label": "a hoe"},
        {"id": "other", "label": "a thing of my own"},
    ],
    "max_responses": 3,
    "min_responses": 2,
}
ENTRIES = [*FRAMEWORK["signifiers"], STONES, WITH_OTHER, {"type": "freetext", "id": "why", "title": "Why?"}]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["id"])
def test_a_part_that_is_saved_as_it_is_shown_stays_the_same(entry):
    again = entry_of(entry["type"], fields_of(entry), entry)
    before = read_framework({**FRAMEWORK, "signifiers": [entry]})
    assert read_framework({**FRAMEWORK, "signifiers": [again]}) == before


def test_a_branch_that_is_saved_as_it_is_shown_stays_the_same():
    document = {**FRAMEWORK, "branches": [BRANCH]}
    assert change_part(document, "branch.diggers", entry_of("branch", fields_of(BRANCH), BRANCH)) == document


def test_what_no_field_shows_is_kept():
    entry = {**FRAMEWORK["signifiers"][0], "predicts": {"signifier": "say", "group": "East"}, "note": "from a file"}
    kept = entry_of("triad", fields_of(entry), entry)
    assert kept["predicts"] == entry["predicts"] and kept["note"] == "from a file"


def test_labels_get_ids_once_and_keep_them():
    new = entry_of("choice", {"title": ["Where?"], "option-0": ["At home"], "option-1": ["At work"]}, {})
    assert [one["id"] for one in new["options"]] == ["at-home", "at-work"]
    renamed = entry_of("choice", {**fields_of(new), "option-0": ["In my home"]}, new)
    assert renamed["options"][0] == {"id": "at-home", "label": "In my home"}


def test_an_emptied_answer_is_left_out_and_the_others_keep_their_ids():
    entry = entry_of("choice", {**fields_of(WITH_OTHER), "option-0": [" "]}, WITH_OTHER)
    assert [one["id"] for one in entry["options"]] == ["hoe", "other"]


def test_a_row_cannot_claim_an_id_that_was_not_there_or_twice():
    fields = {"option-0": ["a"], "option-0-id": ["na"], "option-1": ["b"], "option-1-id": ["hoe"],
              "option-2": ["c"], "option-2-id": ["hoe"]}  # fmt: skip
    ids = [one["id"] for one in entry_of("choice", fields, WITH_OTHER)["options"]]
    assert ids == ["a", "hoe", "c"]


def test_an_answer_called_other_is_not_the_one_that_takes_words():
    assert entry_of("choice", {"option-0": ["Other"]}, {})["options"][0]["id"] == "other-2"
    assert entry_of("choice", {"other": ["yes"]}, {})["options"] == [{"id": "other", "label": "Something else"}]


def test_a_label_that_was_empty_gets_its_id_when_it_is_written():
    unfinished = entry_of("dyad", {"title": ["We had…"], "anchor-0": ["no say"], "anchor-1": [""]}, {})
    finished = entry_of("dyad", {**fields_of(unfinished), "anchor-1": ["all the say"]}, unfinished)
    assert [one["id"] for one in finished["anchors"]] == ["no-say", "all-the-say"]


def test_hot_and_cold_follow_the_corner():
    fields = {**fields_of(FRAMEWORK["signifiers"][0]), "warmth-0": ["hot"], "warmth-1": ["cold"], "warmth-2": [""]}
    entry = entry_of("triad", fields, FRAMEWORK["signifiers"][0])
    assert (entry["hot"], entry["cold"]) == (["glad"], ["sad"])


def test_a_number_that_is_none_is_kept_as_typed():
    assert entry_of("choice", {"max_responses": ["two"]}, {})["max_responses"] == "two"


def test_answers_of_one_question_open_a_branch():
    entry = entry_of("branch", {"title": ["More"], "opens": ["role.digger", "wish.w1", "role.picker"]}, {})
    assert entry["opened_by"] == {"signifier": "role", "options": ["digger", "picker"]}


def test_a_row_changes_place_with_the_one_above():
    moved = swapped(fields_of(WITH_OTHER), "option", 1)
    assert [one["id"] for one in entry_of("choice", moved, WITH_OTHER)["options"]] == ["hoe", "spade", "other"]
    assert swapped(fields_of(WITH_OTHER), "option", 7) == fields_of(WITH_OTHER)


def test_the_beginning_and_the_hearers_are_read_back():
    document = {
        **FRAMEWORK,
        "prompts": [{"id": "best", "label": "A good day"}],
        "hearers": [{"id": "us", "label": "Us"}],
    }
    fields = {**beginning_fields(document), "prompting_question": ["What grew?"], "prompt-1": ["A bad day"]}
    changed = with_beginning(document, fields)
    assert changed["prompting_question"] == "What grew?"
    assert changed["prompts"] == [{"id": "best", "label": "A good day"}, {"id": "a-bad-day", "label": "A bad day"}]
    assert with_hearers(document, hearers_fields(document)) == document
    assert "hearers" not in with_hearers(document, {"hearer-0": [""]})
