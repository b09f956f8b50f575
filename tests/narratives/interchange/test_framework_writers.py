import json

import pytest

from narratives.framework_file import parse_framework
from narratives.interchange.framework_writers import WRITERS
from tests.builders import make_framework


def test_our_own_file_holds_everything_with_the_wording_in_every_language():
    texts = {"cy": {"title": "Yr ardd"}}
    framework = make_framework(translations=texts)
    writer = WRITERS["murmuration"]
    again = parse_framework(writer.write(framework).decode())
    assert (again, again.texts) == (framework, texts)
    assert writer.losses(framework) == []


@pytest.mark.parametrize("name", WRITERS)
def test_every_writer_gives_bytes_and_says_in_sentences_what_is_lost(name):
    framework, writer = make_framework(), WRITERS[name]
    assert writer.write(framework)
    assert all(sentence.endswith(".") for sentence in writer.losses(framework))


def test_sensemaker_holds_no_temperature_and_no_level():
    assert WRITERS["sensemaker"].losses(make_framework()) == [
        "Which anchors are hot or cold (2 questions): SenseMaker has no temperature.",
        "Which question asks for the level.",
    ]


def test_what_cannot_be_held_is_counted():
    prompts = [{"id": "a", "label": "Once"}, {"id": "b", "label": "Lately"}]
    framework = make_framework(prompts=prompts, hearers=prompts, group_question="Where?", translations={})
    losses = WRITERS["sensemaker"].losses(framework)
    assert "2 beginnings to choose from: the one question goes out." in losses
    assert "The question who should hear the story." in losses
    assert "The question for the reporting group." in losses
    assert json.loads(WRITERS["sensemaker"].write(framework))["name"] == "The garden"
