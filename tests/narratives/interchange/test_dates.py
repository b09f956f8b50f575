from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narratives.interchange.dates import NAMED, DateFormat, likely_format, pattern_problem

PATTERNS = ["iso-date", "%d/%m/%Y", "%m/%d/%Y", "%Y%m%d", "%d %B %Y", "%d-%b-%Y", "%A, %d.%m.%Y"]


@pytest.mark.parametrize("pattern", PATTERNS)
@given(day=st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_a_date_written_in_a_format_is_read_back(pattern, day):
    written = day.isoformat() if pattern == "iso-date" else day.strftime(pattern)
    assert DateFormat(pattern).read(written) == day


@pytest.mark.parametrize("pattern", [*PATTERNS, *NAMED])
@given(cell=st.text(max_size=25))
def test_whatever_stands_in_a_cell_is_a_day_or_none(pattern, cell):
    assert DateFormat(pattern).read(cell) is None or isinstance(DateFormat(pattern).read(cell), date)


@pytest.mark.parametrize(
    ("pattern", "cell", "day"),
    [
        ("iso-datetime", "2024-04-01T10:07:00", date(2024, 4, 1)),
        ("iso-datetime", "2024-04-01 10:07", date(2024, 4, 1)),
        ("iso-datetime-zone", "2024-04-01T23:30:00Z", date(2024, 4, 1)),
        ("iso-datetime-zone", "2024-04-01T23:30:00.1234567-05:00", date(2024, 4, 2)),
        ("%d/%m/%Y %H:%M:%S", "1/4/2024 9:05:00", date(2024, 4, 1)),
        ("%d-%b-%y %I:%M:%S %p", "22-Apr-15 3:53:50 PM", date(2015, 4, 22)),
        ("%d-%m-%y", "01-02-69", date(1969, 2, 1)),
        ("%d-%m-%y", "01-02-68", date(2068, 2, 1)),
        ("unix-seconds", "1438121139", date(2015, 7, 28)),
        ("unix-milliseconds", "1438121139568", date(2015, 7, 28)),
        ("%d/%m/%Y", " 01/04/2024\u00a0", date(2024, 4, 1)),
    ],
)
def test_one_format_reads_its_dates(pattern, cell, day):
    assert DateFormat(pattern).read(cell) == day


@pytest.mark.parametrize(
    ("pattern", "cell"),
    [
        ("iso-date", "2024-04-01T10:07:00"),
        ("iso-date", "2024-4-1"),
        ("iso-date", "2024-02-30"),
        ("iso-date", "٢٠٢٤-٠٤-٠١"),
        ("iso-datetime", "2024-04-01T10:07:00Z"),
        ("iso-datetime-zone", "2024-04-01T10:07:00"),
        ("iso-datetime-zone", "0001-01-01T00:00:00+14:00"),
        ("%d/%m/%Y", "10/31/2021"),
        ("%d/%m/%Y", "01/04/24"),
        ("%d-%b-%y", "22-Foo-15"),
        ("unix-seconds", "1438121139568"),
        ("unix-milliseconds", "1438121139"),
        ("%d/%m/%Y", "N/A"),
    ],
)
def test_what_does_not_fit_the_format_is_no_date(pattern, cell):
    assert DateFormat(pattern).read(cell) is None


def test_an_instant_is_a_day_of_the_declared_zone():
    cell = "2024-06-30T23:30:00Z"
    assert DateFormat("iso-datetime-zone").read(cell) == date(2024, 6, 30)
    assert DateFormat("iso-datetime-zone", "Europe/London").read(cell) == date(2024, 7, 1)


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ("iso-date", None),
        ("%d/%m/%Y", None),
        ("%m/%Y", "name one day (%d)"),
        ("%d/%Y", "name one month (%m or %b or %B)"),
        ("%d/%m", "name one year (%Y or %y)"),
        ("%d/%m/%Y/%d", "name one day (%d)"),
        ("%d/%m/%Y %Q", "the code %Q is not known"),
        ("DD/MM/YYYY", "name one day (%d), or write one of iso-date"),
        ("%d/%m/%Y%", "the code % is not known"),
    ],
)
def test_a_format_is_checked_before_any_date_is(pattern, problem):
    found = pattern_problem(pattern)
    assert found == problem if problem is None else problem in found


@pytest.mark.parametrize(
    ("cell", "likely"),
    [
        ("30/09/2021", "%d/%m/%Y"),
        ("10/31/2021", "%m/%d/%Y"),
        ("2021-09-30", "iso-date"),
        ("44469", "a spreadsheet's day number"),
        ("last week", ""),
    ],
)
def test_a_message_names_the_format_that_a_date_seems_to_have(cell, likely):
    assert likely_format(cell) == likely
