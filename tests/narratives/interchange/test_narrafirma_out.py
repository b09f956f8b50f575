import tempfile
from pathlib import Path

from hypothesis import given, settings

from narratives.framework import Framework
from narratives.interchange.framework_writers import WRITERS
from narratives.interchange.narrafirma_form import read_form
from narratives.interchange.narrafirma_meaning import framework_of, meanings
from narratives.interchange.narrafirma_out import form_losses, write_form
from narratives.signifiers import Choice, Dyad, Stones, Triad
from tests.builders import FRAMEWORK, make_framework
from tests.narratives.interchange.made_frameworks import frameworks


def again(framework: Framework) -> Framework:
    """The framework after a journey through NarraFirma's form."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "form.csv"
        path.write_bytes(write_form(framework))
        form = read_form(path)
        return framework_of(form, meanings(form))


@settings(max_examples=30, deadline=None, derandomize=True, database=None)
@given(frameworks())
def test_what_the_form_can_hold_comes_back_with_its_ids_byte_by_byte(framework):
    carried = [one for one in framework.signifiers if not isinstance(one, Stones)]
    back = again(framework)
    assert [one.id for one in back.signifiers] == [one.id for one in carried]
    assert (back.title, back.prompting_question) == (framework.title, framework.prompting_question)
    for before, after in zip(carried, back.signifiers, strict=True):
        assert type(after) is type(before)
        assert after.title == before.title
        if isinstance(before, Choice):
            assert [(one.id, one.label) for one in after.options] == [(one.id, one.label) for one in before.options]
            assert (after.max_responses, after.asks_about) == (before.max_responses, before.asks_about)
        if isinstance(before, Triad):
            assert after.anchors == before.anchors
        if isinstance(before, Dyad):
            assert [one.label for one in after.anchors] == [one.label for one in before.anchors]


def test_a_triad_goes_out_as_three_scales_and_a_box():
    text = write_form(make_framework()).decode()
    assert "\nmood - glad,Scale,story,mood - glad,It left me… - glad,,none of it,all of it\n" in text
    assert "\nmood N/A,Checkbox,story,mood NA,It left me… - does not apply,\n" in text


def test_several_beginnings_go_out_as_eliciting_questions():
    prompts = [{"id": "good", "label": "A good day"}, {"id": "bad", "label": "A bad | a worse day"}]
    back = again(make_framework(prompts=prompts))
    assert [(one.id, one.label) for one in back.prompts] == [("good", "A good day"), ("bad", "A bad / a worse day")]
    assert back.prompting_question == "What happened in the garden?"


def test_words_beside_other_stay_beside_other():
    options = [{"id": "bed", "label": "In the bed"}, {"id": "other", "label": "Elsewhere"}]
    where = {"type": "choice", "id": "where", "title": "Where?", "options": options}
    (choice,) = again(make_framework(signifiers=[where])).signifiers
    assert choice.takes_other


def test_what_is_lost_is_said_with_the_questions_that_lose_it():
    stones = {
        "type": "stones",
        "id": "who",
        "title": "Who mattered",
        "x_anchors": [{"id": "far", "label": "far"}, {"id": "near", "label": "near"}],
        "y_anchors": [{"id": "low", "label": "low"}, {"id": "high", "label": "high"}],
        "stones": [{"id": "one", "label": "one"}],
        "required": True,
    }
    framework = make_framework(signifiers=[*FRAMEWORK["signifiers"], stones], translations={"cy": {"title": "Yr ardd"}})
    losses = form_losses(framework)
    assert "Stones cannot be asked: who." in losses
    assert "Nothing there says that an answer is required: who." in losses
    assert "Hot and cold anchors are not carried: mood, say." in losses
    assert "That it asks for the level is not carried: say." in losses
    assert "Only one language is carried, so these are left out: cy." in losses
    assert "who" not in write_form(framework).decode()


def test_nothing_is_said_to_be_lost_of_what_is_carried():
    wish = {"type": "freetext", "id": "wish", "title": "I wish…"}
    assert form_losses(make_framework(signifiers=[wish])) == []


def test_the_form_is_one_of_the_ways_out():
    writer = WRITERS["narrafirma"]
    assert (writer.ending, writer.media_type) == ("csv", "text/csv; charset=utf-8")
    assert writer.write(make_framework()) == write_form(make_framework())
