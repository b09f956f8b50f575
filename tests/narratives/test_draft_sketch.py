"""An unfinished document as far as it can be asked."""

import copy
import json
import random
from pathlib import Path

import pytest

from narratives.draft_sketch import problems, sketch

HELP = json.loads((Path(__file__).parents[2] / "examples/frameworks/help-at-home.json").read_text(encoding="utf-8"))


def without(document, *keys):
    return {key: value for key, value in document.items() if key not in keys}


def test_a_finished_document_is_its_framework():
    assert problems(HELP) == ()
    assert [one.id for one in sketch(HELP).signifiers] == [
        one["id"] for part in (HELP, *HELP["branches"]) for one in part["signifiers"]
    ]


def test_nothing_is_an_empty_framework():
    assert (sketch({}).prompting_question, sketch({}).signifiers) == ("…", ())


def test_what_is_not_written_yet_takes_nothing_else_away():
    found = sketch({**without(HELP, "title"), "prompting_question": " "})
    assert (found.title, found.prompting_question) == ("…", "…")
    assert found.branches and found.prompts == sketch(HELP).prompts


def test_a_question_that_cannot_be_read_is_left_out_alone():
    broken = copy.deepcopy(HELP)
    gone = broken["signifiers"][0]
    gone["title"] = ""
    found = sketch(broken)
    assert gone["id"] not in {one.id for one in found.signifiers}
    assert len(found.signifiers) == len(sketch(HELP).signifiers) - 1
    assert found.branches == sketch(HELP).branches


def test_branches_go_where_the_fault_is_theirs():
    broken = copy.deepcopy(HELP)
    broken["branches"][0]["opened_by"] = {"signifier": "nowhere", "options": []}
    found = sketch(broken)
    assert found.branches == ()
    assert found.prompts == sketch(HELP).prompts


@pytest.mark.parametrize("seed", range(40))
def test_whatever_the_document_holds_something_is_shown(seed):
    chance, broken = random.Random(seed), copy.deepcopy(HELP)
    for _ in range(3):
        part = chance.choice([broken, *broken["signifiers"], *broken["branches"]])
        if isinstance(part, dict) and part:
            part[chance.choice(sorted(part))] = chance.choice([None, 7, "", [], {}, [[]], {"id": []}, True])
            break
    assert sketch(broken).title
