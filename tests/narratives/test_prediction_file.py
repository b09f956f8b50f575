import pytest

from narratives.errors import FrameworkError
from narratives.framework_file import read_framework
from tests.builders import FRAMEWORK

MOOD, SAY = FRAMEWORK["signifiers"][:2]
GUESS = {**MOOD, "id": "mood-by-west", "hot": [], "cold": [], "predicts": {"signifier": "mood", "group": "west"}}


def problems(*signifiers):
    with pytest.raises(FrameworkError) as error:
        read_framework({**FRAMEWORK, "signifiers": list(signifiers)})
    return error.value.problems


def test_a_guess_with_the_anchors_of_its_question_is_read():
    found = read_framework({**FRAMEWORK, "signifiers": [MOOD, GUESS]})
    assert found.predictions[0].predicts.group == "west" and found.told == (found.signifiers[0],)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"predicts": {"signifier": "weather", "group": "west"}}, "'weather' is no question about the story here"),
        ({"predicts": {"signifier": "say", "group": "west"}}, "write it with the anchors of 'say'"),
        ({"anchors": MOOD["anchors"][::-1]}, "write it with the anchors of 'mood', in their order"),
        ({"hot": ["sad"]}, "leave out hot, cold, level and required: it is a guess"),
        ({"required": True}, "leave out hot, cold, level and required: it is a guess"),
        ({"predicts": "mood"}, "write an object with signifier and group here"),
        ({"predicts": {"signifier": "mood"}}, "write a text here"),
    ],
)
def test_what_is_wrong_with_a_guess_is_said_at_its_place(change, problem):
    (found,) = problems(MOOD, SAY, {**GUESS, **change})
    assert problem in found and "predicts" in found


def test_a_guess_about_a_guess_is_refused():
    (found,) = problems(MOOD, GUESS, {**GUESS, "id": "x", "predicts": {"signifier": "mood-by-west", "group": "east"}})
    assert "'mood-by-west' is no question about the story here" in found
