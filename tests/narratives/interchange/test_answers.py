from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narratives.answers import ChoiceAnswer, DyadAnswer, FreetextAnswer, NotApplicable, TriadAnswer
from narratives.interchange.answers import read_answer
from narratives.interchange.cells import CellError, Decimal
from tests.narratives.interchange.tables import make_mapping

SHARES = {"shares": {"glad": "g", "sad": "s", "cross": "c"}}


def read(signifier: str, columns: dict, **cells: str):
    (mapped,) = make_mapping(answers={signifier: columns}).answers
    return read_answer(mapped, cells, Decimal())


def refusal(signifier: str, columns: dict, **cells: str) -> str:
    with pytest.raises(CellError) as refused:
        read(signifier, columns, **cells)
    return str(refused.value)


def test_three_shares_become_a_place_in_the_triad():
    assert read("mood", SHARES, g="0.2", s="0.5", c="0.3") == TriadAnswer("mood", (0.2, 0.5, 0.3), "import")


def test_shares_in_percent_that_miss_the_sum_by_little_are_brought_to_it():
    answer = read("mood", {**SHARES, "scale": 100}, g="33.3", s="33.3", c="33.3")
    assert answer.shares == pytest.approx((1 / 3, 1 / 3, 1 / 3), abs=1e-12)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"g": "0.2", "s": "0.5", "c": "0.5"}, "the three shares add up to 1.2; they must add up to 1 within 0.02"),
        ({"g": "0.2", "s": "", "c": "0.8"}, "fill in all three shares of the triad, or leave all three empty"),
        ({"g": "None", "s": "0.5", "c": "0.5"}, "column 'g': found 'None'; write a number such as 0.25"),
        ({"g": "-0.1", "s": "0.6", "c": "0.5"}, "the marker lies outside the triangle"),
        ({"g": "nan", "s": "nan", "c": "nan"}, "write a number"),
    ],
)
def test_shares_that_are_no_place_are_refused(cells, said):
    assert said in refusal("mood", SHARES, **cells)


def test_empty_shares_are_no_answer_unless_the_mapping_says_that_they_do_not_apply():
    empty = {"g": "", "s": "", "c": ""}
    assert read("mood", SHARES, **empty) is None
    assert read("mood", {**SHARES, "na": [""]}, **empty) == NotApplicable("mood")
    beside = {**SHARES, "na_column": {"column": "na", "values": ["1", "yes"]}}
    assert read("mood", beside, **empty, na="1") == NotApplicable("mood")
    assert read("mood", beside, **empty, na="0") is None


@given(st.tuples(st.floats(0, 1), st.floats(0, 1)))
def test_a_point_and_its_shares_are_the_same_place(corner):
    top, rest = corner
    left, right = (1 - top) * rest, (1 - top) * (1 - rest)
    x, y = right + top / 2, top
    point = read("mood", {"x": "x", "y": "y"}, x=repr(x), y=repr(y))
    tall = read("mood", {"x": "x", "y": "y", "height": sqrt(3) / 2}, x=repr(x), y=repr(y * sqrt(3) / 2))
    assert point.shares == pytest.approx((top, left, right), abs=1e-9)
    assert tall.shares == pytest.approx((top, left, right), abs=1e-9)


def test_a_point_just_outside_the_triangle_is_set_on_its_edge():
    assert read("mood", {"x": "x", "y": "y"}, x="-0.01", y="0").shares == (0.0, 1.0, 0.0)
    assert "outside the triangle" in refusal("mood", {"x": "x", "y": "y"}, x="0.9", y="0.9")


@pytest.mark.parametrize(("cell", "value"), [("0", 0.0), ("60", 1.0), ("15", 0.25)])
def test_a_number_becomes_a_place_on_a_dyad_and_can_be_turned_round(cell, value):
    columns = {"column": "m", "min": 0, "max": 60}
    assert read("wait", columns, m=cell) == DyadAnswer("wait", value, "import")
    assert read("wait", {**columns, "reverse": True}, m=cell) == DyadAnswer("wait", 1 - value, "import")


@given(st.floats(0, 60), st.booleans())
def test_every_number_within_bounds_is_a_place_on_the_dyad(number, reverse):
    answer = read("wait", {"column": "m", "min": 0, "max": 60, "reverse": reverse}, m=repr(number))
    assert 0 <= answer.value <= 1


def test_numbers_outside_a_dyad_and_unknown_words_are_refused():
    assert "found '61'; write a number from 0 to 60" in refusal("wait", {"column": "m", "min": 0, "max": 60}, m="61")
    words = {"column": "m", "values": {"no time": 0, "ages": 1}}
    assert read("wait", words, m="ages") == DyadAnswer("wait", 1.0, "import")
    assert "use one of 'no time', 'ages', or add it to values" in refusal("wait", words, m="a while")


def test_only_listed_values_are_taken_for_not_applicable_or_not_answered():
    columns = {"column": "m", "min": 0, "max": 60, "na": ["N/A"], "unanswered": ["?"]}
    assert read("wait", columns, m="N/A") == NotApplicable("wait")
    assert read("wait", columns, m="?") is None
    assert read("wait", columns, m="") is None
    assert "found 'None'" in refusal("wait", columns, m="None")


@pytest.mark.parametrize("cell", ["high-street", "High Street", "HIGH\u00a0STREET", "high street "])
def test_a_choice_knows_its_option_by_id_and_by_label(cell):
    assert read("stop", {"column": "s"}, s=cell) == ChoiceAnswer("stop", ("high-street",), "import")


def test_a_choice_may_map_its_values_and_names_what_it_does_not_know():
    columns = {"column": "s", "values": {"HS": "high-street"}}
    assert read("stop", columns, s="hs").options == ("high-street",)
    said = refusal("stop", columns, s="TM")
    assert "found 'TM'; it is not one of the options (High Street, The Mill); add it to values" in said


def test_several_answers_stand_in_one_cell_or_in_a_column_each():
    assert read("felt", {"column": "f", "separator": "|"}, f="wet|cold|").options == ("cold", "wet")
    assert read("felt", {"column": "f", "separator": "|"}, f="|") is None
    each = {"columns": {"cold": "c", "wet": "w"}, "chosen": ["1", "Yes"]}
    assert read("felt", each, c="1", w="").options == ("cold",)
    assert read("felt", each, c="Yes", w="1").options == ("cold", "wet")
    assert read("felt", each, c="0", w="") is None
    assert "choose at most 2 of the options" in refusal("felt", {"column": "f", "separator": ","}, f="wet,cold,tired")


def test_stones_that_were_not_placed_are_left_out():
    columns = {"stones": {"driver": {"x": "dx", "y": "dy"}, "others": {"x": "ox", "y": "oy"}}}
    assert read("map", columns, dx="0.1", dy="0.9", ox="", oy="").places == (("driver", 0.1, 0.9),)
    assert read("map", columns, dx="", dy="", ox="", oy="") is None
    assert "two numbers from 0 to 1" in refusal("map", columns, dx="0.1", dy="1.5", ox="", oy="")
    assert "column 'dy': found ''" in refusal("map", columns, dx="0.1", dy="", ox="", oy="")


@pytest.mark.parametrize("typed", ["None", "N/A", "nan", "null", "-", "0"])
def test_what_people_type_in_words_stays_text(typed):
    assert read("wish", {"column": "w"}, w=typed) == FreetextAnswer("wish", typed)


def test_an_answer_in_words_that_is_too_long_is_refused_without_repeating_it():
    said = refusal("wish", {"column": "w"}, w="x" * 1001)
    assert "found '1,001 characters'; an answer in words has at most 1,000" in said
