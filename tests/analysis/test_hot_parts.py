import numpy as np
import pytest

from analysis.hot_parts import HotParts
from narratives.answers import DyadAnswer, NotApplicable
from narratives.codes import pack
from narratives.framework_file import read_framework
from narratives.temperature import hot_score
from tests.builders import FRAMEWORK, make_answers, make_framework


def parts_of(*stories):
    framework = make_framework()
    return HotParts(framework).of([pack(framework, answers) for answers in stories])


def test_the_parts_of_a_story_add_up_to_its_hot_score():
    told = [make_answers((0.7, 0.2, 0.1), 0.9), make_answers((0.0, 0.0, 1.0), 0.0), make_answers()]
    scores = [hot_score(make_framework(), answers) for answers in told]
    np.testing.assert_allclose(parts_of(*told).sum(axis=1), scores, atol=0.005)


def test_what_was_not_answered_adds_nothing_and_is_known_to_be_missing():
    (parts,) = parts_of((NotApplicable("mood"), DyadAnswer("say", 0.25, "tap")))
    assert np.isnan(parts[0]) and parts[1] == pytest.approx(0.75)


def test_no_stories_have_a_column_for_each_signifier_that_can_be_hot():
    assert parts_of().shape == (0, 2)
    assert HotParts(make_framework()).signifiers == ("mood", "say")


def test_a_framework_without_hot_or_cold_ends_has_no_parts():
    plain = [one for one in FRAMEWORK["signifiers"] if one["type"] == "choice"]
    framework = read_framework({**FRAMEWORK, "signifiers": plain})
    assert HotParts(framework).of([pack(framework, make_answers())]).shape == (1, 0)
