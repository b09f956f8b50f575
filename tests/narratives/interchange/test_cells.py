from math import isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narratives.interchange.cells import CellError, Decimal, clean_label, read_label, shown, slug


@given(st.floats(-1e15, 1e15))
def test_a_number_that_python_writes_is_read_back_exactly(number):
    assert Decimal().read("n", repr(number)) == number


@given(st.text(max_size=20))
def test_whatever_stands_in_a_cell_is_a_finite_number_or_an_error(cell):
    try:
        assert isfinite(Decimal().read("n", cell))
    except CellError as error:
        assert "write a number" in str(error)


@pytest.mark.parametrize(
    "cell", ["", " ", "nan", "NaN", "inf", "-Infinity", "1,5", "1_000", "0x10", "٣", "1e999", "1" * 5000, "None"]
)
def test_what_is_no_plain_decimal_number_is_refused(cell):
    with pytest.raises(CellError, match="write a number"):
        Decimal().read("minutes", cell)


def test_a_file_may_write_decimals_with_a_comma_and_then_no_point():
    assert Decimal(",").read("n", "0,25") == 0.25
    with pytest.raises(CellError, match="write a number such as 0,25"):
        Decimal(",").read("n", "0.25")


@given(st.text(max_size=60))
def test_a_clean_label_stays_as_it_is_when_cleaned_again(raw):
    assert clean_label(clean_label(raw)) == clean_label(raw)


def test_no_break_spaces_and_line_ends_become_one_space():
    assert clean_label("\ufeffPTS\u00a0 -\n Patient") == "PTS - Patient"


def test_a_label_that_is_a_whole_story_is_refused_without_repeating_it():
    with pytest.raises(CellError) as refused:
        read_label("area", "we waited " * 30)
    assert "a name has at most 200 characters" in str(refused.value)
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize(("label", "made"), [("Less than 1 year", "less-than-1-year"), ("Café!", "cafe"), ("…", "")])
def test_ids_are_made_of_plain_letters_and_digits(label, made):
    assert slug(label) == made


def test_what_was_found_is_cut_in_messages():
    assert shown("x" * 300) == f"{'x' * 40!r}… (300 characters)"
