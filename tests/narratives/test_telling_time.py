"""The guess of how long telling takes is one guess, for tellers and for whoever designs."""

import json
from pathlib import Path

import pytest

from narratives.framework_file import read_framework
from narratives.load_findings import minutes_of
from narratives.telling_time import guessed_minutes
from tests.builders import make_collection
from web.respond.steps import Walk

EXAMPLES = sorted((Path(__file__).parents[2] / "examples" / "frameworks").glob("*.json"))


def test_more_questions_take_longer():
    assert guessed_minutes(0) == 2
    assert guessed_minutes(12) == 6


@pytest.mark.parametrize(
    "file", [one for one in EXAMPLES if "branches" not in one.read_text()], ids=lambda one: one.stem
)
def test_a_designer_is_told_the_minutes_that_tellers_are_told(file):
    framework = read_framework(json.loads(file.read_text(encoding="utf-8")))
    collection = make_collection(framework_id=framework.id)
    steps = Walk(collection, framework, {}).steps
    opening = {"groups": [{"name": one.name} for one in collection.groups]}
    assert minutes_of(framework, opening) == guessed_minutes(len(steps) - 1)
