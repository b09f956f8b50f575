"""What tellers answered about their stories as coordinates."""

import numpy as np
import pytest

from narratives.answers import ChoiceAnswer, DyadAnswer, NeverShown, NotApplicable, StonesAnswer, TriadAnswer
from narratives.codes import pack
from narratives.framework_file import read_framework
from store.landscape.positions import positions
from tests.builders import FRAMEWORK, make_framework

STONES = {
    "type": "stones",
    "id": "things",
    "title": "Put these down",
    "required": False,
    "x_anchors": [{"id": "near", "label": "near"}, {"id": "far", "label": "far"}],
    "y_anchors": [{"id": "low", "label": "low"}, {"id": "high", "label": "high"}],
    "stones": [{"id": "pot", "label": "pot"}, {"id": "can", "label": "can"}],
}


def coordinates(answers, framework=None):
    framework = framework or make_framework()
    codes = np.frombuffer(pack(framework, answers), "<u2").astype(np.uint16)
    return positions(framework).of(codes[:, None])[0]


def test_a_triad_is_a_place_in_the_plane_and_a_dyad_one_on_a_line():
    found = coordinates([TriadAnswer("mood", (0.2, 0.5, 0.3), "tap"), DyadAnswer("say", 0.25, "tap")])
    assert found[:2] == pytest.approx([0.4, 0.2 * 3**0.5 / 2], abs=0.005)
    assert found[2] == pytest.approx(0.25)


def test_options_of_one_question_are_its_columns():
    found = coordinates([ChoiceAnswer("wish", ("w1", "w13"))])
    assert found[3:].tolist() == [0, 1] + [0] * 11 + [1]


@pytest.mark.parametrize("why", [NotApplicable, NeverShown])
def test_what_was_not_answered_has_no_place(why):
    assert np.isnan(coordinates([why("mood"), why("say"), why("wish")])).all()
    assert np.isnan(coordinates([])).all()


def test_who_tells_has_no_part_in_it():
    found = positions(make_framework())
    assert [one.id for one in found.signifiers] == ["mood", "say", "wish"]
    assert found.blocks.tolist() == [0, 0, 1] + [2] * 14


def test_one_of_several_options_is_a_column_each_about_the_story():
    role = {**FRAMEWORK["signifiers"][2], "asks_about": "story"}
    framework = read_framework({**FRAMEWORK, "signifiers": [role]})
    assert coordinates([ChoiceAnswer("role", ("picker",))], framework).tolist() == [0, 1]
    assert np.isnan(coordinates([], framework)).all()


def test_a_stone_that_was_not_placed_leaves_the_others_where_they_are():
    framework = read_framework({**FRAMEWORK, "signifiers": [STONES]})
    found = coordinates([StonesAnswer("things", (("can", 0.25, 0.5),), "tap")], framework)
    assert np.isnan(found[:2]).all() and found[2:] == pytest.approx([0.25, 0.5])
    assert positions(framework).blocks.tolist() == [0, 0, 0, 0]


def test_a_framework_without_such_questions_has_no_columns():
    framework = read_framework({**FRAMEWORK, "signifiers": [FRAMEWORK["signifiers"][2]]})
    assert positions(framework).of(np.zeros((1, 3), np.uint16)).shape == (3, 0)
