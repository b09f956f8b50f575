from datetime import date

import pytest

from web.casework.day import read_day


@pytest.mark.parametrize("typed", ["2026-03-27", "27/3/2026", "27/03/2026", "27.3.2026", "27 3 2026", "2026-3-27"])
def test_a_day_is_read_as_browsers_and_people_write_it(typed):
    assert read_day(typed) == date(2026, 3, 27)


@pytest.mark.parametrize(
    "typed",
    ["", "yesterday", "2026-02-30", "3/27/2026", "27/3/26", "0000-01-01", "٢٧/٣/٢٠٢٦", "2026-03-27T10:00", "1" * 500],
)
def test_what_is_no_day_is_none(typed):
    assert read_day(typed) is None
