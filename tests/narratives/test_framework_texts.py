import pytest

from narratives.errors import FrameworkError
from narratives.framework_file import framework_to_json, parse_framework, read_framework
from narratives.framework_texts import texts_of
from tests.builders import FRAMEWORK, make_framework
from tests.narratives.interchange.tables import FRAMEWORK as EVERY_KIND

BRANCHED = {
    **EVERY_KIND,
    "introduction": "Tell us.",
    "prompts": [{"id": "late", "label": "A bus that came late"}, {"id": "early", "label": "A bus that came early"}],
    "hearers": [{"id": "driver", "label": "The drivers"}],
    "branches": [
        {
            "id": "wet",
            "title": "In the wet",
            "introduction": "Two more questions.",
            "opened_by": {"signifier": "felt", "options": ["wet"]},
            "signifiers": [{"type": "freetext", "id": "shelter", "title": "Was there a shelter?"}],
        }
    ],
}


def upside_down(framework):
    return {key: text[::-1] for key, text in texts_of(framework).items()}


def test_every_text_that_tellers_read_has_a_key():
    texts = texts_of(read_framework(BRANCHED))
    assert texts["title"] == "Waiting for the bus"
    assert texts["mood.cross"] == "cross"
    assert texts["map.far"] == "far"
    assert texts["map.driver"] == "the driver"
    assert texts["prompt.late"] == "A bus that came late"
    assert texts["hearer.driver"] == "The drivers"
    assert texts["branch.wet.introduction"] == "Two more questions."
    assert texts["shelter"] == "Was there a shelter?"
    assert len(texts) == 31


def test_in_another_language_every_text_is_another_and_nothing_else_is():
    framework = read_framework(BRANCHED)
    spoken = read_framework({**BRANCHED, "translations": {"cy": upside_down(framework)}})
    welsh = spoken.in_language("cy")
    assert texts_of(welsh) == upside_down(framework)
    assert welsh.language == "cy"
    back = read_framework({**framework_to_json(welsh), "translations": {"en": upside_down(welsh)}})
    assert back.in_language("en") == framework


def test_a_language_with_a_text_missing_is_not_spoken():
    whole = upside_down(make_framework())
    part = {key: text for key, text in whole.items() if key != "mood.sad"}
    framework = read_framework({**FRAMEWORK, "translations": {"cy": part, "ar": whole}})
    assert framework.languages == ("en", "ar")
    assert framework.in_language("cy") is framework
    assert framework.in_language("en") is framework


def test_a_translation_of_a_text_that_is_not_there_is_refused_by_name():
    with pytest.raises(FrameworkError) as error:
        read_framework({**FRAMEWORK, "translations": {"cy": {"moood": "x"}, "Welsh!": {}}})
    assert error.value.problems == (
        "translations.cy.moood: no text of this framework has that key",
        "translations.Welsh!: write a language code such as cy, with an object of texts",
    )


@pytest.mark.parametrize("name", ["community-safety", "probation-voices", "help-at-home"])
def test_the_frameworks_of_the_demo_can_be_told_in_welsh(name, root):
    framework = parse_framework((root / f"examples/frameworks/{name}.json").read_text(encoding="utf-8"))
    assert "cy" in framework.languages
    welsh = framework.in_language("cy")
    same = {key for key, text in texts_of(welsh).items() if text == texts_of(framework)[key]}
    assert same <= {"treated.problem"}
