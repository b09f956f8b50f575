"""What is typed from paper means exactly what a teller's own form would have posted."""

import pytest

from narratives.framework_file import read_framework
from tests.web.respond.test_paper import RICH
from web.keying.typed import as_posted

FRAMEWORK = read_framework(RICH)


def posted(**typed):
    errors = []
    fields = {name.replace("__", ".") + ".typed": [value] for name, value in typed.items()}
    return as_posted(FRAMEWORK, fields, errors), errors


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ("1", {"mood": ["top"]}),
        ("2", {"mood": ["left"]}),
        ("3", {"mood": ["right"]}),
        ("4", {"mood": ["top-left"]}),
        ("7", {"mood": ["centre"]}),
        (" n ", {"mood": ["na"]}),
        ("N/A", {"mood": ["na"]}),
        ("20 70 10", {"mood.shares": ["0.20,0.70,0.10"]}),
        ("20,70,10", {"mood.shares": ["0.20,0.70,0.10"]}),
        ("20% 70% 10%", {"mood.shares": ["0.20,0.70,0.10"]}),
        ("20 70", {"mood.shares": ["0.20,0.70,0.10"]}),
        ("100 0 0", {"mood.shares": ["1.00,0.00,0.00"]}),
        ("33 33 33", {"mood.shares": ["0.33,0.33,0.33"]}),
        ("", {}),
    ],
)
def test_a_triad(typed, fields):
    assert posted(mood=typed) == (fields, [])


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ("1", {"say": ["0"]}),
        ("7", {"say": ["6"]}),
        ("35%", {"say.value": ["0.35"]}),
        ("100 %", {"say.value": ["1.00"]}),
        ("n", {"say": ["na"]}),
    ],
)
def test_a_dyad(typed, fields):
    assert posted(say=typed) == (fields, [])


@pytest.mark.parametrize(
    ("typed", "fields"),
    [("1 3", {"wish": ["w0", "w2"]}), ("3,3", {"wish": ["w2"]}), ("15", {"wish": ["other"]}), ("n", {"wish": ["na"]})],
)
def test_a_choice(typed, fields):
    assert posted(wish=typed) == (fields, [])


def test_stones_are_far_right_and_far_up():
    fields, errors = posted(bed__bean="35 80", bed__pea="")
    assert fields == {"bed.bean.x": ["0.35"], "bed.bean.y": ["0.80"]}
    assert errors == []


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("mood", "8", "Type a number from 1 to 7, three shares such as 20 70 10, or n, for “It left me…”"),
        ("mood", "0", "three shares such as"),
        ("mood", "20 70 30", "three shares such as"),
        ("mood", "60 70", "three shares such as"),
        ("mood", "-20 70 50", "three shares such as"),
        ("mood", "٢٠ ٧٠ ١٠", "three shares such as"),
        ("mood", "1 2 3 4 5 6 7 8 9 " * 40, "three shares such as"),
        ("say", "8", "Type a mark from 1 to 7, a place such as 35%, or n, for “I had…”"),
        ("say", "101%", "a place such as"),
        ("say", "3 4", "a place such as"),
        ("wish", "16", "Type numbers from 1 to 15, or n, for “I wish for…”"),
        ("wish", "0", "Type numbers from"),
        ("bed__bean", "35", "Type how far right and how far up “Beans” is, such as 35 80, for “In the bed”"),
        ("bed__bean", "35 101", "such as 35 80"),
        ("bed__bean", "x", "such as 35 80"),
    ],
)
def test_what_cannot_be_meant_is_said_at_the_question(name, typed, said):
    fields, errors = posted(**{name: typed})
    assert fields == {}
    assert [error.field for error in errors] == [name.split("__")[0]]
    assert said in errors[0].message


def test_everything_else_is_passed_on_as_it_is():
    fields = {"story": ["Beans."], "pests": ["slugs"], "pests.na": ["yes"], "wish.other": ["rain"], "hear": ["a", "b"]}
    assert as_posted(FRAMEWORK, fields, []) == fields
