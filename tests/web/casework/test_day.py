from datetime import date

import pytest

from web.casework.day import read_day, read_time


@pytest.mark.parametrize("typed", ["2026-03-27", "27/3/2026", "27/03/2026", "27.3.2026", "27 3 2026", "2026-3-27"])
def test_a_day_is_read_as_browsers_and_people_write_it(typed):
    assert read_day(typed) == date(2026, 3, 27)


@pytest.mark.parametrize(
    "typed",
    ["", "yesterday", "2026-02-30", "3/27/2026", "27/3/26", "0000-01-01", "٢٧/٣/٢٠٢٦", "2026-03-27T10:00", "1" * 500],
)
def test_what_is_no_day_is_none(typed):
    assert read_day(typed) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9:30", "09:30"),
        ("09.30", "09:30"),
        ("0930", "09:30"),
        ("14:05", "14:05"),
        ("2pm", "14:00"),
        ("2.15 pm", "14:15"),
    ]
    + [("12am", "00:00"), ("12 pm", "12:00"), ("00:00", "00:00"), ("23:59", "23:59")],
)
def test_a_time_is_read_as_browsers_and_people_write_it(typed, meant):
    assert read_time(typed) == meant


@pytest.mark.parametrize("typed", ["", "noon", "24:00", "9", "9:60", "13pm", "0pm", "09:30:00", "٩:٣٠", "9:3"])
def test_what_is_no_time_is_none(typed):
    assert read_time(typed) is None
