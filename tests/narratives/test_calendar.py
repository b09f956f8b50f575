from datetime import date

import pytest

from narratives.calendar import day_number, day_of, month_days, month_of, spoken


def test_days_count_from_1970():
    assert day_number(date(1970, 1, 2)) == 1
    assert day_of(day_number(date(2026, 3, 2))) == date(2026, 3, 2)


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2025, 12, 31), date(2026, 1, 1), date(1969, 6, 15)])
def test_a_month_holds_its_days_and_no_others(day):
    number = day_number(day)
    first, last = month_days(month_of(number))
    assert first <= number <= last
    assert day_of(first).day == 1
    assert day_of(last + 1).day == 1
    assert month_of(first - 1) != month_of(number) != month_of(last + 1)


def test_a_date_reads_as_people_say_it():
    assert spoken(date(2026, 11, 3)) == "3 November 2026"
