"""What is asked of the worker about a design, and what was typed."""

import pytest

from narratives.design_asked import Numbers, alike_question, power_question, read_numbers
from narratives.errors import SubmissionError
from narratives.framework_file import read_framework
from tests.builders import make_framework

NUMBERS = Numbers(30, 4, 1)


def test_numbers_are_read_as_people_write_them():
    assert read_numbers(" 1,200 ", "4", "0.5") == Numbers(1200, 4, 0.5)


def test_all_that_is_wrong_is_said_at_once():
    with pytest.raises(SubmissionError) as refused:
        read_numbers("many", "2.5", "nan")
    assert [one.field for one in refused.value.errors] == ["a_week", "groups", "alerts_a_year"]
    assert refused.value.errors[1].message == "Enter how many groups, a whole number from 1 to 200"


@pytest.mark.parametrize("typed", [("0", "1", "1"), ("inf", "1", "1"), ("30", "0", "1"), ("30", "1", "53")])
def test_numbers_out_of_range_are_refused(typed):
    with pytest.raises(SubmissionError):
        read_numbers(*typed)


def test_another_wording_asks_the_same_about_power_and_another_hot_corner_does_not():
    framework = make_framework()
    asked = power_question(framework, NUMBERS, 10)
    assert power_question(make_framework(title="Other", prompting_question="And then?"), NUMBERS, 10) == asked
    assert read_framework(asked["framework"]).warm_signifiers
    cooler = make_framework(signifiers=[*make_signifiers(hot=["sad"])])
    assert power_question(cooler, NUMBERS, 10) != asked
    assert power_question(framework, Numbers(31, 4, 1), 10) != asked


def make_signifiers(**mood):
    from tests.builders import FRAMEWORK

    first, *rest = FRAMEWORK["signifiers"]
    return [{**first, **mood}, *rest]


def test_labels_of_triads_are_compared_and_those_of_scales_and_choices_are_not():
    asked = alike_question(make_framework())
    assert asked == {
        "labels": {"mood": ["glad", "sad", "cross"]},
        "questions": {"mood": "It left me… glad sad cross", "say": "I had… no say all the say"},
    }


def test_what_is_not_in_english_is_not_compared():
    assert alike_question(make_framework(language="cy")) is None
